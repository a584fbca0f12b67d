import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Claims } from '../../../local/authorizer/decision';
import type { Issuer } from '../../../local/issuer/start-issuer';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers has no type
  readonly json: any;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form by POST; without it the request is a GET. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Asks the issuer under its own name, over TLS that trusts its authority and nothing else. */
export async function call(issuer: Issuer, path: string, { headers = {}, form }: Call = {}): Promise<Answer> {
  const { origin, host, port } = issuer.connectTo;
  const url = new URL(path, origin);
  const asked = request({
    host,
    port,
    servername: url.hostname,
    ca: issuer.caPem,
    agent: false,
    path: url.pathname + url.search,
    method: form ? 'POST' : 'GET',
    headers: {
      host: url.host,
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...headers,
    },
  });
  asked.end(form && new URLSearchParams(form).toString());
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const text = (await response.toArray()).join('');
  const isJson = response.headers['content-type']?.startsWith('application/json');
  return {
    status: response.statusCode,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** The credentials of the issuer's first client, or others, as HTTP Basic. */
export function basic(
  issuer: Issuer,
  id = issuer.directory.clients[0]?.id,
  secret = secretOf(issuer),
): Call['headers'] {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

export function secretOf({ directory }: Issuer): string {
  return directory.clients[0]?.secret ?? '';
}

export function decode(token: string): { header: Claims; claims: Claims } {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  return { header, claims };
}

/** True where the key of the published set that the header names has signed the token with RS256. */
export async function isSigned(issuer: Issuer, token: string): Promise<boolean> {
  const { pathname } = new URL((await discovery(issuer)).jwks_uri);
  const { keys } = (await call(issuer, pathname)).json;
  const key = keys.find(({ kid }: { kid: string }) => kid === decode(token).header['kid']);
  const [header, payload, signature = ''] = token.split('.');
  const signed = Buffer.from(`${header}.${payload}`);
  return (
    key !== undefined &&
    verify('sha256', signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))
  );
}

export async function discovery(issuer: Issuer) {
  return (await call(issuer, `${new URL(issuer.issuer).pathname}/.well-known/openid-configuration`)).json;
}
