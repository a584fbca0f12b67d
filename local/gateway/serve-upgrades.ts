import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Serves requests that ask for another protocol, or for a way to another server (CONNECT), as if they did not: HTTP has a
 * server do that which speaks no other (RFC 9110 section 7.8). CONNECT has no path, and so is refused.
 *
 * Node by itself loses what came in the same packet behind a request to upgrade: its body, and the next requests. So the
 * request is put back, with what made it special crossed out, and read again. To CONNECT Node does not answer at all.
 */
export function serveUpgrades(server: Server): void {
  const unanswered = new WeakMap<Duplex, Promise<void>>();
  server.on('request', ({ socket }, response) => {
    unanswered.set(socket, new Promise<void>((resolve) => response.once('close', resolve)));
  });
  server.on('upgrade', async (request, socket, behind) => {
    // Answers are sent in the order of their requests, the last of which is answered last.
    await unanswered.get(socket);
    if (!socket.destroyed) {
      socket.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), behind]));
      server.emit('connection', socket);
    }
  });
  server.on('connect', async (request, socket) => {
    await unanswered.get(socket);
    if (!socket.destroyed) {
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket as Socket);
      response.once('finish', () => socket.end());
      server.emit('request', request, response);
    }
  });
}

/** The head of a request, of the same length, with which nothing is asked of the connection but whether it goes on. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    const value = rawHeaders[index + 1] as string;
    head += `${name}: ${/^connection$/i.test(name) ? value.replace(/upgrade/gi, 'ignored') : value}\r\n`;
  }
  return `${head}\r\n`;
}
