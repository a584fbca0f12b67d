import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { ConsoleFault } from './host';
import type { SendAnswer, SendWish } from './protocol';

/** Longer than any integration of API Gateway takes, in milliseconds. */
const TIMEOUT_MS = 35_000;
/** The most that is shown of a body, in bytes. */
export const SHOWN_BYTES = 2 ** 20;

/** They are about the connection, which is none of the page's. */
const OF_THE_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * Sends a request as any client would. Not by `fetch`, which keeps some headers to itself.
 *
 * @param url - of the API, without a slash at the end; its certificate is checked
 * @param wish - the token is among its headers
 * @param ca - certificates to trust besides the public authorities, as PEM. Default: none
 * @throws ConsoleFault where the request cannot be sent, or is not answered
 */
export async function sendRequest(url: string, wish: Omit<SendWish, 'token'>, ca?: string): Promise<SendAnswer> {
  const { protocol, hostname, host: ownHost, port, pathname } = new URL(url);
  const own = wish.headers.filter(([name]) => OF_THE_CONNECTION.includes(name.toLowerCase())).map(([name]) => name);
  if (own.length > 0) {
    throw new ConsoleFault(`The connection itself sets ${own.join(', ')}: leave it out.`, { status: 400 });
  }
  const hosts = wish.headers.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => value);
  // Behind one certificate of API Gateway are the APIs of others, too: the token is for none of those.
  if (protocol === 'https:' && hosts.some((host) => host.toLowerCase() !== ownHost)) {
    throw new ConsoleFault(`The API is asked by its own name, ${ownHost}: leave Host out.`, { status: 400 });
  }
  const headers = headersOf(wish);
  const began = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const host = hostname.replace(/^\[|\]$/g, '');
    const asked = send({
      agent: false,
      host,
      // Said outright, because Node.js would otherwise check the certificate for the header Host.
      servername: isIP(host) ? '' : host,
      port,
      path: `${pathname.replace(/\/$/, '')}${wish.target}`,
      method: wish.method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch it off.
      rejectUnauthorized: true,
      ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    });
    asked.once('response', resolve);
    asked.on('error', reject);
    asked.once('close', () => reject(new Error('the connection ended')));
    asked.end(wish.body);
  }).catch((error: NodeJS.ErrnoException) => {
    throw faultOf(error);
  });
  const { shown, isWhole } = await readShown(response).catch((error: NodeJS.ErrnoException) => {
    throw faultOf(error);
  });
  const { rawHeaders, statusCode = 0, statusMessage = '' } = response;
  return {
    status: statusCode,
    statusText: statusMessage,
    headers: pairsOf(rawHeaders),
    ...textOrBase64(shown),
    isWhole,
    durationMs: performance.now() - began,
    requestId: String(response.headers['apigw-requestid'] ?? '') || undefined,
  };
}

/** The headers as Node.js takes them: those of one name together, however it is written. */
function headersOf({ headers, body }: Pick<SendWish, 'headers' | 'body'>): Record<string, string[] | string> {
  const byName = new Map<string, [name: string, values: string[]]>();
  for (const [name, value] of headers) {
    const [, values] = byName.get(name.toLowerCase()) ?? [];
    if (values) {
      values.push(value);
    } else {
      byName.set(name.toLowerCase(), [name, [value]]);
    }
  }
  return {
    // One value as a text: of some headers Node.js takes no list.
    ...Object.fromEntries(
      [...byName.values()].map(([name, values]) => [name, values.length > 1 ? values : String(values)]),
    ),
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  };
}

/** A body as text, or as base64 where it is no UTF-8. */
export function textOrBase64(body: Buffer): { readonly body: string; readonly isBase64: boolean } {
  const text = body.toString('utf8');
  return Buffer.from(text, 'utf8').equals(body)
    ? { body: text, isBase64: false }
    : { body: body.toString('base64'), isBase64: true };
}

/** Names and values in turn, as pairs. */
export function pairsOf(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as [string, string]] : []));
}

async function readShown(response: IncomingMessage): Promise<{ readonly shown: Buffer; readonly isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > SHOWN_BYTES) {
      break;
    }
  }
  return { shown: Buffer.concat(chunks).subarray(0, SHOWN_BYTES), isWhole: length <= SHOWN_BYTES };
}

/** By its code only: a message of Node's may quote what was sent. */
function faultOf({ code = 'no answer' }: NodeJS.ErrnoException): ConsoleFault {
  return code.startsWith('ERR_INVALID') || code.startsWith('ERR_HTTP') || code === 'ERR_UNESCAPED_CHARACTERS'
    ? new ConsoleFault(`The request cannot be sent: ${code}.`, { status: 400 })
    : new ConsoleFault(`The API does not answer: ${code}.`, { status: 502 });
}
