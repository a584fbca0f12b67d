import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createHostRule } from '../../host-names';
import { createMessageHeads } from './message-heads';

/** A process that a debugger may attach to. */
export interface DebugTarget {
  /** Id of its inspector, a UUID. */
  readonly id: string;
  /** Port of its inspector on 127.0.0.1. */
  readonly port: number;
  /** For people: the function. */
  readonly title: string;
}

/** A process as it stands in the inspector's list. */
interface Listed {
  readonly id: string;
  readonly webSocketDebuggerUrl: string;
}

/**
 * One port for debuggers, whichever process runs a function at the moment: that one changes with each edit, and the port
 * of the inspector with it.
 */
export interface DebugServer {
  readonly port: number;
  /** Milliseconds spent at breakpoints so far. Grows while one holds. */
  heldMs(): number;
  /** @returns takes it back: the process has ended */
  add(target: DebugTarget): () => void;
  close(): Promise<void>;
}

/**
 * Starts the server on 127.0.0.1. It answers as Node's inspector does, to the same clients: Visual Studio Code, WebStorm,
 * Chrome. What comes of a debugger is passed on unread; of what goes to it, only is read whether a breakpoint holds.
 *
 * @param port - 0 for any free one
 * @throws Error with code `EADDRINUSE` when the port is taken
 * @see https://chromedevtools.github.io/devtools-protocol/#endpoints
 */
export async function startDebugServer(port: number): Promise<DebugServer> {
  const targets = new Map<string, DebugTarget>();
  const sockets = new Set<Socket>();
  const isOwnHost = createHostRule([]);
  const holding = createHolding();

  const server = createServer((request, response) => {
    // As Node's inspector does: a website whose name leads here gets nothing.
    if (!isOwnHost(request.headers.host ?? '')) {
      response.writeHead(403).end();
    } else {
      answer(request, response);
    }
  });

  function answer({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
    const [path] = url.split('?');
    const json = (value: unknown) =>
      response
        .writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
        .end(JSON.stringify(value, null, 2));
    if (path === '/json/version') {
      json({ Browser: `node.js/${process.version}`, 'Protocol-Version': '1.1' });
    } else if (path === '/json' || path === '/json/list') {
      json([...targets.values()].map((target) => listed(target, headers.host ?? '')));
    } else {
      response.writeHead(404).end();
    }
  }

  server.on('upgrade', (request: IncomingMessage, client: Socket, head: Buffer) => {
    const target = targets.get((request.url ?? '').slice(1));
    if (!target || !isOwnHost(request.headers.host ?? '')) {
      client.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    const inspector = connect(target.port, '127.0.0.1');
    const heads = createMessageHeads((text) => holding.read(inspector, text));
    for (const [one, other] of [
      [client, inspector],
      [inspector, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
        // An inspector that lost its debugger lets the process go on.
        holding.end(inspector);
      });
    }
    const lines = request.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []));
    inspector.write(`GET /${target.id} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    inspector.write(head);
    inspector.on('data', heads);
    client.pipe(inspector).pipe(client);
  });

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heldMs: holding.heldMs,
    add(target) {
      targets.set(target.id, target);
      return () => void targets.delete(target.id);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

function listed({ id, title }: DebugTarget, host: string): Listed & Record<string, string> {
  return {
    description: 'node.js instance',
    devtoolsFrontendUrl: `devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=${host}/${id}`,
    id,
    title,
    type: 'node',
    url: 'file://',
    webSocketDebuggerUrl: `ws://${host}/${id}`,
  };
}

/** Adds up for how long breakpoints hold, by the connection that was told. */
function createHolding() {
  const held = new Set<Socket>();
  let since = 0;
  let sum = 0;
  const heldMs = () => sum + (held.size > 0 ? performance.now() - since : 0);
  const end = (connection: Socket) => {
    sum = heldMs();
    held.delete(connection);
    since = performance.now();
  };
  return {
    heldMs,
    end,
    /** @param head - the beginning of a message of the inspector */
    read(connection: Socket, head: string) {
      if (head.startsWith('{"method":"Debugger.paused"')) {
        sum = heldMs();
        held.add(connection);
        since = performance.now();
      } else if (head.startsWith('{"method":"Debugger.resumed"')) {
        end(connection);
      }
    },
  };
}
