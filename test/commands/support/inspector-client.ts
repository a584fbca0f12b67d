import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { get, request } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** Members of an inspector's message that are read. */
// biome-ignore lint/suspicious/noExplicitAny: as many forms as the protocol has
type Params = any;

/** A debugger, as far as a test needs one: the commands and events of the inspector's protocol. */
export interface InspectorClient {
  send(method: string, params?: object): Promise<Params>;
  /** Resolves with the next event of this name that fits, also where it came before. */
  event(method: string, fits?: (params: Params) => boolean): Promise<Params>;
  close(): void;
}

/** Attaches to the first process that an inspector lists. Node 20 has no WebSocket client. */
export async function attach(port: number): Promise<InspectorClient> {
  const [target] = await list(port);
  const { pathname } = new URL(target?.webSocketDebuggerUrl ?? '');
  const upgrade = request({
    host: '127.0.0.1',
    port,
    path: pathname,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    },
  });
  upgrade.end();
  const [, socket, head] = (await once(upgrade, 'upgrade')) as [unknown, Socket, Buffer];
  const events: { readonly method: string; readonly params: Params }[] = [];
  const emitter = new EventEmitter().setMaxListeners(0);
  let pending = head;
  let lastId = 0;

  function receive(chunk: Buffer): void {
    pending = Buffer.concat([pending, chunk]);
    for (let frame = takeFrame(); frame !== undefined; frame = takeFrame()) {
      const message = JSON.parse(frame);
      if (message.id === undefined) {
        events.push(message);
        emitter.emit('event');
      } else {
        emitter.emit(`answer ${message.id}`, message);
      }
    }
  }

  /** The inspector sends each message in one frame. */
  function takeFrame(): string | undefined {
    const short = (pending[1] ?? 0) & 0x7f;
    const start = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (pending.length < start) {
      return undefined;
    }
    const length = short === 127 ? Number(pending.readBigUInt64BE(2)) : short === 126 ? pending.readUInt16BE(2) : short;
    if (pending.length < start + length) {
      return undefined;
    }
    const frame = pending.toString('utf8', start, start + length);
    pending = pending.subarray(start + length);
    return frame;
  }

  socket.on('data', receive).on('error', () => {});
  receive(Buffer.alloc(0));
  return {
    async send(method, params = {}) {
      lastId += 1;
      const id = lastId;
      const answered = once(emitter, `answer ${id}`);
      socket.write(maskedFrame(JSON.stringify({ id, method, params })));
      const [{ result, error }] = await answered;
      if (error) {
        throw new Error(`${method}: ${error.message}`);
      }
      return result;
    },
    async event(method, fits = () => true) {
      for (;;) {
        const found = events.findIndex((event) => event.method === method && fits(event.params));
        if (found >= 0) {
          return events.splice(found, 1)[0]?.params;
        }
        await once(emitter, 'event');
      }
    },
    close: () => socket.destroy(),
  };
}

/** Entry of an inspector's list. */
export async function list(port: number, host = `127.0.0.1:${port}`): Promise<readonly Params[]> {
  for (;;) {
    const asked = get({ host: '127.0.0.1', port, path: '/json/list', headers: { host } });
    const [response] = await once(asked, 'response');
    const body = await text(response);
    if (response.statusCode !== 200) {
      throw new Error(`${response.statusCode}`);
    }
    const targets = JSON.parse(body);
    if (targets.length > 0) {
      return targets;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function maskedFrame(message: string): Buffer {
  const payload = Buffer.from(message);
  const mask = randomBytes(4);
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, mask, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}
