import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A point at which functions, in any process, wait until the test lets them go on. */
export interface Barrier {
  readonly port: number;
  /** The number that wait. */
  readonly waiting: number;
  /** Resolves when so many wait. */
  arrived(count: number): Promise<void>;
  /** Lets those go on that came first. @default all that wait */
  release(count?: number): void;
}

/** Module code: `await wait(port)` in a function waits at the barrier. */
export const WAIT = `
import { connect } from 'node:net';
import { once } from 'node:events';
const wait = async (port) => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'data');
  socket.destroy();
};`;

const closers: (() => void)[] = [];

/** Closed after the test. */
export async function startBarrier(): Promise<Barrier> {
  const sockets: Socket[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
    arrivals.emit('arrival');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const release = (count = sockets.length) => {
    for (const socket of sockets.splice(0, count)) {
      socket.end('go');
    }
  };
  closers.push(() => {
    release();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    get waiting() {
      return sockets.length;
    },
    async arrived(count) {
      while (sockets.length < count) {
        await once(arrivals, 'arrival');
      }
    },
    release,
  };
}

afterEach(() => {
  for (const close of closers.splice(0)) {
    close();
  }
});
