import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An object as it was put. */
export interface FakeObject {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** An S3 that answers over HTTP: PutObject and GetObject of one caller, who may not list. */
export interface FakeS3 {
  /** The endpoint, which a client asks with the bucket in the path. */
  readonly url: string;
  /** By bucket and key: `bucket/oauth2/jwks`. */
  readonly objects: Map<string, FakeObject>;
  /** Every request, as `PUT bucket/oauth2/jwks`. */
  readonly requests: string[];
  /** The error that S3 gives instead of an answer, by the request. @default none */
  fails(request: string, error: { readonly status: number; readonly code: string } | undefined): void;
  close(): Promise<void>;
}

/** The headers that S3 keeps with an object, and serves it with. */
const KEPT = ['content-type', 'cache-control'];

export async function startFakeS3(): Promise<FakeS3> {
  const objects = new Map<string, FakeObject>();
  const requests: string[] = [];
  const failures = new Map<string, { readonly status: number; readonly code: string }>();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, '').slice(1));
    const asked = `${request.method} ${path}`;
    requests.push(asked);
    const refuse = (status: number, code: string) =>
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code} of the test</Message></Error>`);
    const failure = failures.get(asked);
    if (failure) {
      request.resume();
      refuse(failure.status, failure.code);
    } else if (!/^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '')) {
      refuse(403, 'AccessDenied');
    } else if (request.method === 'PUT') {
      objects.set(path, { body: await contentOf(request), headers: keptOf(request) });
      response.writeHead(200, { etag: '"0"' }).end();
    } else {
      const object = objects.get(path);
      // What S3 says to a caller without s3:ListBucket, for a key that is not there as for one that may not be read.
      if (object === undefined) {
        refuse(403, 'AccessDenied');
      } else {
        response.writeHead(200, { ...object.headers, 'content-length': object.body.length }).end(object.body);
      }
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    fails(request, error) {
      if (error === undefined) {
        failures.delete(request);
      } else {
        failures.set(request, error);
      }
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function keptOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

async function contentOf(request: IncomingMessage): Promise<Buffer> {
  const body = await buffer(request);
  if (request.headers['content-encoding']?.includes('aws-chunked')) {
    throw new Error('a body in chunks, which this S3 does not read');
  }
  return body;
}
