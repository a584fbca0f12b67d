import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';

export interface TestRequest {
  /** @default 'GET' */
  readonly method?: string;
  /** As it is sent, without being normalized. @default '/me' */
  readonly path?: string;
  /** Names and values in turn, or by name. */
  readonly headers?: readonly string[] | Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface TestResponse {
  readonly status: number;
  /** By name, lower-cased; without those of the connection and the date. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends a request on a connection of its own, byte for byte as given. */
export async function send(port: number, request: TestRequest): Promise<TestResponse> {
  const { method = 'GET', path = '/me', headers, body } = request;
  const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: headers as string[], agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
  }
  const { connection: _1, date: _2, ...rest } = response.headers;
  return { status: response.statusCode ?? 0, headers: rest, body: text };
}
