import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEvents } from './events';
import { createGuard } from './guard';
import { ConsoleFault, type ConsoleHost } from './host';
import type { PageFile } from './page-files';
import type { ErrorAnswer } from './protocol';

export interface ConsoleProps {
  readonly host: ConsoleHost;
  /** On 127.0.0.1. 0 for any free one. */
  readonly port: number;
  /** Told of faults of the console itself, which its page sees as status 500. @default its stack trace to standard error */
  readonly onFault?: (error: unknown) => void;
}

/** A console that is served. */
export interface Console {
  /** For a browser: with the secret of this run in its fragment, which no browser sends. */
  readonly url: string;
  readonly port: number;
  /** Bundles the page, so that the first one who asks does not wait for it. Never rejects. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** More than any wish needs. */
const MAX_BODY_BYTES = 2 ** 20;

/** 128 bits, as 22 characters: a line of 80 holds the URL. */
const SECRET_BYTES = 16;

/** Headers of every answer: no caching, no framing, no referrer. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': policyOf({}),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Lets in what this origin serves, and what stands within the document and is named by its hash. */
function policyOf({ inline }: Pick<PageFile, 'inline'>): string {
  const own = (hash?: string) => (hash === undefined ? "'self'" : `'self' ${hash}`);
  return `default-src 'none'; script-src ${own(inline?.script)}; style-src ${own(inline?.style)}; connect-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
}

/**
 * Serves the console, on the loopback interface.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export async function startConsole({ host, port, onFault = report }: ConsoleProps): Promise<Console> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const guard = createGuard(secret);
  const events = createEvents(host, onFault);
  const api = remembered(() => load.api().createApi(host));
  const page = remembered(() => load.page().createPageFiles());
  const proxy = remembered(() => host.login && load.proxy().createLoginProxy(host.login));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? '';
    const [path = ''] = (request.url ?? '').split('?', 1);
    const refused = guard({ method, path, headers: request.headers });
    if (refused) {
      return sendJson(response, refused.status, { error: refused.error } satisfies ErrorAnswer);
    }
    if (path === '/api/events' && method === 'GET') {
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/x-ndjson' });
      return events.listen(response);
    }
    if (path.startsWith('/api/')) {
      const body = await readBody(request);
      if (body === undefined) {
        return sendJson(response, 413, { error: `The console takes at most ${MAX_BODY_BYTES} bytes.` });
      }
      const origin = `http://${request.headers.host}`;
      return sendJson(response, 200, await api.get()({ method, path, body, origin }));
    }
    if (path.startsWith('/login/') && (await proxy.get()?.(request, response, HEADERS))) {
      return;
    }
    const file = await (await page.get()).find(path);
    if (file) {
      const policy = { 'content-security-policy': policyOf(file) };
      response.writeHead(200, { ...HEADERS, ...policy, 'content-type': file.type }).end(file.content);
    } else {
      sendJson(response, 404, { error: 'The console has nothing there.' });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Whoever has left is told nothing, and is no fault.
      if (response.headersSent || !request.complete) {
        response.destroy();
        return;
      }
      const { status, text } = describe(error, onFault);
      sendJson(response, status, { error: text });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${actual}/#${secret}`,
    port: actual,
    async warmUp() {
      await page
        .get()
        .then((files) => files.find('/'))
        .catch(() => {});
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await page.made()?.then((files) => files.close());
    },
  };
}

/** Loaded when the first one asks, so that npm start is ready before. */
const load = {
  api: (): typeof import('./api') => require('./api'),
  page: (): typeof import('./page-files') => require('./page-files'),
  proxy: (): typeof import('./login-proxy') => require('./login-proxy'),
};

/** Something that is made when it is first asked for. */
function remembered<T>(make: () => T): { get(): T; made(): T | undefined } {
  let made: T | undefined;
  return {
    get: () => {
      made ??= make();
      return made;
    },
    made: () => made,
  };
}

/** The status and the words of a wish that was not granted. */
function describe(error: unknown, onFault: (error: unknown) => void): { status: number; text: string } {
  if (error instanceof ConsoleFault) {
    return { status: error.status, text: error.message };
  }
  const { faults } = Object(error) as { faults?: unknown };
  if (Array.isArray(faults)) {
    const text = faults
      .map(({ what, got, expected, fix }) => [what, got && `got ${got}`, expected && `expected ${expected}`, fix])
      .map((parts) => parts.filter(Boolean).join(' — '))
      .join('\n');
    return { status: 409, text };
  }
  onFault(error);
  return { status: 500, text: 'The console failed: the terminal of npm start shows the stack trace.' };
}

function report(error: unknown): void {
  console.error(`the console: ${error instanceof Error ? error.stack : error}`);
}

function sendJson(response: ServerResponse, status: number, answer: unknown): void {
  const type = 'application/json; charset=utf-8';
  response.writeHead(status, { ...HEADERS, 'content-type': type }).end(JSON.stringify(answer));
}

/** Undefined where it is too long. What is too long is read all the same: a browser that is still sending reads no answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    } else {
      chunks.length = 0;
    }
  }
  return length <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}
