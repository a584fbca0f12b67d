import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { ConsoleEvent } from '../../../../local/console/protocol';

/** A console as its URL leads to it: `http://127.0.0.1:PORT/#SECRET`. */
export interface Place {
  readonly url: string;
}

export interface Asking {
  /** @default 'GET', or 'POST' where there is a body */
  readonly method?: string;
  /** Besides, or instead of, those of the page: `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON, where it is no text. */
  readonly body?: unknown;
}

export interface Asked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each path has its own
  readonly json: any;
}

/** Asks as the console's page does, but for what is said. */
export async function ask(place: Place, path: string, asking: Asking = {}): Promise<Asked> {
  const response = await send(place, path, asking);
  const body = await text(response);
  const isJson = response.headers['content-type']?.startsWith('application/json') === true;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: body,
    json: isJson ? JSON.parse(body) : undefined,
  };
}

async function send({ url }: Place, path: string, { method, headers, body }: Asking): Promise<IncomingMessage> {
  const { host, port, hash } = new URL(url);
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const own = {
    host,
    'x-console-secret': hash.slice(1),
    ...(content !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
    ...headers,
  };
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    agent: false,
    method: method ?? (content === undefined ? 'GET' : 'POST'),
    headers: Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  });
  asked.end(content);
  const [response] = await once(asked, 'response');
  return response;
}

/** A page that listens. */
export interface Listening {
  /** The next event of those that fit; those that do not are passed over. */
  next(fits?: (event: ConsoleEvent) => boolean): Promise<ConsoleEvent>;
  readonly response: IncomingMessage;
  close(): void;
}

/** Listens to the events, as the page does. */
export async function listen(place: Place): Promise<Listening> {
  const response = await send(place, '/api/events', {});
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    response,
    async next(fits = () => true) {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) {
          throw new Error('the stream ended');
        }
        const event: ConsoleEvent = JSON.parse(value);
        if (fits(event)) {
          return event;
        }
      }
    },
    close: () => response.destroy(),
  };
}
