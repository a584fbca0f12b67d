import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaseTokens } from '../../../commands/smoke/case-tokens';
import type { Route } from '../../../lib/api/types';

/** The routes of the fake: one of every kind. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/health', access: { public: 'probes' } },
  { method: 'GET', path: '/me', access: { anyToken: 'own identity' } },
  { method: 'POST', path: '/quotes', access: { scopes: ['quotes:write'] } },
  { method: 'DELETE', path: '/quotes/{id}', access: { scopes: ['quotes:write', 'quotes:admin'] } },
];

/** A JWT whose signature nobody checks here. */
export function jwt(claims: object): string {
  return ['{"alg":"RS256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

export const VALID = jwt({ scope: 'quotes:write' });
export const NO_SCOPE = jwt({ sub: 'somebody' });
export const EXPIRED = jwt({ exp: 1 });
/** Tokens by kind. {@link answer} treats each as its kind says. */
export const TOKENS: CaseTokens = {
  none: { token: undefined },
  garbage: { token: 'garbage' },
  tampered: { token: `${VALID}x` },
  expired: { token: EXPIRED },
  'no scope': { token: NO_SCOPE },
  valid: { token: VALID },
};

/** A request. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The token, from the header Authorization. */
  readonly token: string | undefined;
}

/** An answer. */
export interface Told {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As API Gateway answers for {@link ROUTES}. */
export function answer({ method, url, token }: Asked): Told {
  const route = ROUTES.find(({ method: m, path }) => m === method && path.replace('{id}', 'smoke-test') === url);
  if (!route) {
    return { status: 404, body: '{"message":"Not Found"}' };
  }
  const scopes = 'scopes' in route.access ? route.access.scopes : [];
  const refused = (challenge: string): Told => ({
    status: 401,
    body: '{"message":"Unauthorized"}',
    headers: { 'www-authenticate': challenge },
  });
  const invalid = (text: string) =>
    refused(`Bearer scope="${scopes.join(' ')}" error="invalid_token" error_description="${text}"`);
  if ('public' in route.access) {
    return { status: 200, body: 'well' };
  }
  switch (token) {
    case undefined:
      return refused('Bearer');
    case 'garbage':
      return invalid('token contains an invalid number of segments');
    case EXPIRED:
      return invalid('the token has expired');
    case NO_SCOPE:
      return scopes.length > 0 ? { status: 403, body: '{"message":"Forbidden"}' } : { status: 200 };
    case VALID:
      return method === 'GET' ? { status: 200 } : { status: 400, body: 'no body' };
    default:
      return invalid('whatever');
  }
}

export interface FakeDeployment {
  readonly url: string;
  /** Answers. @default {@link answer} */
  respond: (asked: Asked) => Told | 'nothing' | 'hang up';
  close(): void;
}

/** Starts a deployment that answers as API Gateway does, until a test lets it answer otherwise. */
export async function startFakeDeployment(): Promise<FakeDeployment> {
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    const token = headers.authorization?.replace(/^Bearer /, '');
    const told = fake.respond({ method, url: path, headers, token });
    if (told === 'hang up') {
      request.socket.destroy();
    } else if (told !== 'nothing') {
      response.writeHead(told.status, { 'content-type': 'application/json', ...told.headers }).end(told.body);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeDeployment = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    respond: answer,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return fake;
}
