import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from './http-message';
import { serveUpgrades } from './serve-upgrades';

/** A response with the id that its request got. */
export interface IdentifiedResponse extends HttpResponse {
  readonly requestId: string;
}

export interface ServerProps {
  /** Answers a request; must not reject. */
  readonly handle: (request: HttpRequest) => Promise<IdentifiedResponse>;
  /** 0 for any free one. */
  readonly port: number;
}

export interface Server {
  readonly port: number;
  /** Takes no more requests and ends all connections. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** The largest body that API Gateway takes, in bytes. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Far beyond what API Gateway takes, so that it is the gateway that refuses, as API Gateway does. In bytes.
 */
const PARSER_HEADER_LIMIT = 64 * 1024;

/** For how long a connection without a request is kept, in milliseconds. Clients are not told, as AWS does not tell them. */
const IDLE_MS = 60_000;

/**
 * The HTTP front, on the loopback interface.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export async function startServer({ handle, port }: ServerProps): Promise<Server> {
  // It is the gateway that refuses a request without a Host, as it refuses one with two.
  const options = { maxHeaderSize: PARSER_HEADER_LIMIT, keepAliveTimeout: IDLE_MS, requireHostHeader: false };
  const server = createServer(options, serve);
  // Node by itself refuses an Expect header that it does not know, with an answer that the gateway knows nothing of.
  server.on('checkExpectation', serve);
  // Node drops headers beyond 1,000 without a word: with them a second Authorization, or the length of the body.
  server.maxHeadersCount = 0;
  // Whoever has sent all there is to send may say so, and still gets the answer. Node has no types for it.
  Object.assign(server, { httpAllowHalfOpen: true });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    // It comes here again behind a request to upgrade.
    if (!sockets.has(socket)) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // Node looks after those only that it reads requests from.
      socket.on('error', () => socket.destroy());
    }
    // Once it was looked up Node remembers it: the connection may be gone before the request is complete.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
    }
  });
  serveUpgrades(server);

  function serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    // What cannot be sent ends its own connection, and not the gateway.
    void answer(incoming, outgoing).catch(() => outgoing.destroy());
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = hasBody(incoming) ? await readBody(incoming) : NO_BODY;
    if (body) {
      // A client that goes cannot be told from one that only sends no more.
      const hasLeft = () => outgoing.destroyed || incoming.socket.readableEnded;
      send(outgoing, await handle({ ...requestOf(incoming, body), hasLeft }));
    }
  }

  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

type Body = Pick<HttpRequest, 'body' | 'bodyTooLong'>;

const NO_BODY: Body = { body: undefined, bodyTooLong: false };

function hasBody({ method, headers }: IncomingMessage): boolean {
  // What follows CONNECT is no body, whatever its length.
  return (
    method !== 'CONNECT' && (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')
  );
}

/**
 * Reads a body to its end. What is too long is read too, and forgotten, because a client that is still sending does not
 * read its answer.
 *
 * @returns undefined when the client went away
 */
function readBody(incoming: IncomingMessage): Promise<Body | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) {
        chunks.length = 0;
      } else {
        chunks.push(chunk);
      }
    });
    incoming.on('end', () => {
      const bodyTooLong = length > MAX_BODY_BYTES;
      resolve({ body: length === 0 || bodyTooLong ? undefined : Buffer.concat(chunks), bodyTooLong });
    });
    incoming.on('close', () => resolve(undefined));
    incoming.on('error', () => resolve(undefined));
  });
}

function requestOf(incoming: IncomingMessage, body: Body): HttpRequest {
  const { method = '', url = '', httpVersion: version, rawHeaders, socket } = incoming;
  const headers: Record<string, string> = Object.create(null);
  // The request line ends with the version, between spaces.
  let headerBytes = `${method} ${url} HTTP/1.1`.length;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const value = rawHeaders[index + 1] as string;
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier}${name === 'cookie' ? '; ' : ','}${value}`;
    headerBytes += value.length;
  }
  return { method, version, target: url, headers, headerBytes, ...body, sourceIp: socket.remoteAddress ?? '' };
}

function send(outgoing: ServerResponse, { status, headers, body, requestId }: IdentifiedResponse): void {
  const length = status === 204 || status === 304 ? [] : ['content-length', String(Buffer.byteLength(body))];
  // Said here, because where Node says it it adds a Keep-Alive header, which no response of API Gateway has.
  const connection = outgoing.shouldKeepAlive ? 'keep-alive' : 'close';
  outgoing.writeHead(status, [...headers, ...length, 'apigw-requestid', requestId, 'connection', connection]);
  outgoing.end(body);
}
