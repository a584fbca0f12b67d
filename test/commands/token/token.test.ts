import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { tokenCommand } from '../../../commands/token/token-command';
import { writeClientSecret } from '../../../commands/wso2/client-secret';
import type { Issuer } from '../../../local/issuer/start-issuer';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { decode } from '../../local/issuer/client';
import { createCertificate } from '../../support/certificate';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';
import { type Invoked, invoke, type World } from '../support/invoke';
import { introduce, startStandIn } from '../support/stand-in';

const ISSUER = 'https://localhost:9443/oauth2/token';
const PASSWORD = 'alice-local-password';
const ASKING = /^asking the stand-in for WSO2 IS that npm start runs \(127\.0\.0\.1:\d+\)\n/;

let issuer: Issuer;
let root: string;
beforeAll(async () => {
  issuer = await startStandIn();
  root = introduce(issuer);
});
afterAll(() => issuer.close());

/** All that commands printed must hold none of the secrets that they were given. */
const printed: string[] = [];
afterEach(() => {
  expect(printed.splice(0).join('\n')).not.toMatch(/local-secret|local-password|typed-wrong|s3cret/);
});

async function token(args: readonly string[] = [], world: World = {}): Promise<Invoked> {
  const invoked = await invoke(tokenCommand, args, { root, ...world });
  printed.push(invoked.out, invoked.err);
  return invoked;
}

describe('against the stand-in that npm start runs', () => {
  test('prints a token with the scopes of all routes, alone on standard output', async () => {
    const { code, out, err } = await token();
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decode(out.trim()).claims).toMatchObject({ iss: ISSUER, aud: 'local_client', scope: 'quotes:write' });
    expect(err).toMatch(ASKING);
    expect(err.replace(ASKING, '')).toBe('a token for local_client, scopes: quotes:write\n');
    expect(code).toBe(0);
  });

  test('says which scopes were asked for and not granted, which WSO2 IS does not', async () => {
    const { code, out, err } = await token(['--scope', 'quotes:write quotes:read']);
    expect(decode(out.trim()).claims).toMatchObject({ scope: 'quotes:write' });
    expect(err).toContain(
      'warning: the scopes of the token — got quotes:write — expected quotes:write quotes:read — authorize the application to quotes:read, in WSO2 IS: ',
    );
    expect(code).toBe(0);
  });

  test('asks for no scope with --no-scope', async () => {
    const { out, err } = await token(['--no-scope']);
    expect(decode(out.trim()).claims).not.toHaveProperty('scope');
    expect(err).toContain('a token for local_client, scopes: none\n');
  });

  test('asks nobody while issuer and client are placeholders', async () => {
    const { code, out, err } = await token(['-c', 'env=dev']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      'config/environments.ts: dev.issuer — got "https://is.dev.example.com/oauth2/token", a placeholder that nobody edited — expected the issuer of your WSO2 IS — write it there, or give -c issuer=https://HOST/oauth2/token\n' +
        'config/environments.ts: dev.clientIds[0] — got "replace_with_dev_client_id", a placeholder that nobody edited — expected the client id of your application — write there the one that npm run register prints, or give -c clientId=ID\n',
    );
    const chosen = await token(['-c', 'env=dev', '--client', 'mine']);
    expect(chosen.err).toContain('dev.issuer');
    expect(chosen.err).not.toContain('dev.clientIds');
  });

  test('--client chooses another client', async () => {
    const { out } = await token(['--client', 'another_application']);
    expect(decode(out.trim()).claims).toMatchObject({ aud: 'another_application' });
  });

  test('the password grant takes the user from the environment, or the name from --username', async () => {
    const [alice] = issuer.directory.users;
    for (const [args, env] of [
      [['--username', 'alice'], {}],
      [[], { WSO2_USERNAME: 'alice' }],
    ] as const) {
      const { out, code } = await token(['--grant', 'password', ...args], { env: { ...env, WSO2_PASSWORD: PASSWORD } });
      expect(decode(out.trim()).claims).toMatchObject({
        aut: 'APPLICATION_USER',
        sub: alice?.id,
        scope: 'quotes:write',
      });
      expect(code).toBe(0);
    }
  });

  test.each<[string, string[], World['env'], RegExp]>([
    [
      'a wrong secret',
      [],
      { WSO2_CLIENT_SECRET: 's3cret' },
      /got status 401 — expected the id and the secret of local_client/,
    ],
    [
      'a wrong password',
      ['--grant', 'password', '--username', 'alice'],
      { WSO2_PASSWORD: 'typed-wrong' },
      /got invalid_grant: Authentication failed — expected name and password of a user/,
    ],
    [
      'no user',
      ['--grant', 'password'],
      {},
      /^the user's name — got no terminal to ask at — expected a value — write --username/m,
    ],
    [
      'no password',
      ['--grant', 'password', '--username', 'alice'],
      {},
      /^the password of alice — got no terminal to ask at — expected a value — set WSO2_PASSWORD$/m,
    ],
    [
      'a client that nobody knows the secret of',
      ['--client', 'nobody'],
      {},
      /^the secret of the client nobody — got no terminal to ask at — expected a value — set WSO2_CLIENT_SECRET, or run npm run register/m,
    ],
    [
      'an unknown grant',
      ['--grant', 'implicit'],
      {},
      /^--grant — got "implicit" — expected one of client_credentials, /,
    ],
    ['no certificate', ['--ca', __filename], {}, /^--ca .* — got a file without a certificate — expected a PEM file/],
    ['an unknown environment', ['-c', 'env=nope'], {}, /-c env — got "nope" — expected one of local, dev, prod/],
  ])('%s is one clear error, exit code 1, and no token', async (_, args, env, message) => {
    const { code, out, err } = await token(args, { env });
    expect(err).toMatch(message);
    expect(err.replace(ASKING, '').trim().split('\n')).toHaveLength(message.source.startsWith('-c') ? 2 : 1);
    expect(out).toBe('');
    expect(code).toBe(1);
  });

  test('flags that do not go together are told all at once', async () => {
    const { code, err } = await token([
      '--username',
      'x',
      '--redirect-port',
      '99999',
      '--public',
      '--no-scope',
      '--scope',
      'a',
    ]);
    expect(err.trim().split('\n')).toEqual([
      '--username — got it with --grant client_credentials — expected it with --grant password only — leave it out, or add --grant password',
      '--redirect-port — got it with --grant client_credentials — expected it with --grant authorization_code only — leave it out, or add --grant authorization_code',
      '--public — got it with --grant client_credentials — expected it with --grant authorization_code only — leave it out, or add --grant authorization_code',
      '--redirect-port — got "99999" — expected a port from 0 to 65535 — write --redirect-port 8910, or 0 for any free one',
      '--no-scope — got it with --scope — expected one of the two — leave one out',
    ]);
    expect(code).toBe(1);
  });
});

describe('against another issuer', () => {
  let server: HttpsServer;
  let answer: RequestListener;
  let flags: string[];
  /** The Authorization header of the last request for a token. */
  let authorization: string | undefined;
  const env = { WSO2_CLIENT_SECRET: 's3cret_~-x' };
  const folder = tempFolder({});

  beforeAll(async () => {
    server = await startHttpsServer((request, response) => {
      authorization = request.headers.authorization;
      answer(request, response);
    });
    writeFileSync(join(folder, 'ca.pem'), server.ca);
    flags = ['-c', 'env=local', '-c', `issuer=${server.origin}/oauth2/token`, '--ca', join(folder, 'ca.pem')];
  });
  afterAll(() => server.close());
  beforeEach(() => {
    answer = issues({ access_token: issuer.token('valid'), token_type: 'Bearer', expires_in: 3600 });
  });

  function json(status: number, body: object | string, headers = {}): RequestListener {
    return (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  }

  /** Answers discovery, and requests for a token like this. */
  function issues(body: object | string, status = 200, headers = {}): RequestListener {
    return (request, response) => {
      const name = `${server.origin}/oauth2/token`;
      const discovery = {
        issuer: name,
        token_endpoint: name,
        authorization_endpoint: `${server.origin}/oauth2/authorize`,
      };
      const found = request.url === '/oauth2/token/.well-known/openid-configuration';
      (found ? json(200, discovery) : json(status, body, headers))(request, response);
    };
  }

  test('sends id and secret as curl -u does: WSO2 IS does not decode what is form-encoded first', async () => {
    const { code } = await token(flags, { env });
    expect(authorization).toBe(`Basic ${Buffer.from('local_client:s3cret_~-x').toString('base64')}`);
    expect(code).toBe(0);
  });

  test('takes the secret that npm run register left for this issuer and client', async () => {
    writeClientSecret(folder, { issuer: `${server.origin}/oauth2/token`, clientId: 'local_client' }, 's3cret-of-file');
    expect((await token(flags, { root: folder })).code).toBe(0);
    expect(authorization).toBe(`Basic ${Buffer.from('local_client:s3cret-of-file').toString('base64')}`);
  });

  test('prints an opaque token, and warns that API Gateway refuses it, and where to change that', async () => {
    answer = issues({ access_token: '0c2f8a6e-6b1c-4f0a-9a53-0a1c5e1f0a11', token_type: 'Bearer' });
    const { code, out, err } = await token(flags, { env });
    expect(out).toBe('0c2f8a6e-6b1c-4f0a-9a53-0a1c5e1f0a11\n');
    expect(err).toMatch(/^warning: the token — got one that is not a JWT — expected a JWT: .* Access Token: type JWT/);
    expect(code).toBe(0);
  });

  const challenged = { 'www-authenticate': 'Basic realm="is"' };
  test.each<[string, () => RequestListener, RegExp]>([
    [
      'invalid_client with a challenge',
      () => issues({ error: 'invalid_client' }, 401, challenged),
      /^a token for local_client from https:.* — got status 401 — expected the id and the secret of local_client — copy both from WSO2 IS: /,
    ],
    [
      'invalid_client that repeats the secret',
      () => issues({ error: 'invalid_client', error_description: 's3cret_~-x is wrong\u001b[2J' }, 401),
      /— got invalid_client: \*\*\* is wrong\\u001b\[2J — expected the id and the secret/,
    ],
    [
      'unauthorized_client',
      () => issues({ error: 'unauthorized_client' }, 400),
      /— got unauthorized_client — expected a client that may use the grant client_credentials — allow that grant type in WSO2 IS: /,
    ],
    [
      'unsupported_grant_type',
      () => issues({ error: 'unsupported_grant_type' }, 400),
      /— got unsupported_grant_type — expected a client that may use the grant client_credentials/,
    ],
    [
      'invalid_scope',
      () => issues({ error: 'invalid_scope' }, 400),
      /— got invalid_scope — expected scopes that WSO2 IS has/,
    ],
    [
      'an error of its own',
      () => issues({ error: 'other_error' }, 400),
      /— got other_error — expected a token — look into the log of WSO2 IS at localhost:\d+$/,
    ],
    [
      'an error page of a proxy',
      () => (_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>'),
      /^discovery at https:.* — got status 502, text\/html — expected the answer of WSO2 IS, as JSON — look into its log, or that of the proxy/,
    ],
    [
      'a login page for the token',
      () => issues('<h1>Sign in</h1>', 200, { 'content-type': 'text/html' }),
      /^a token for local_client from .* — got status 200, text\/html — expected the answer of WSO2 IS, as JSON/,
    ],
    [
      'no token',
      () => issues({ token_type: 'Bearer' }),
      /— got an answer that is not as OAuth has it \(OAUTH_INVALID_RESPONSE\) — expected/,
    ],
    [
      'the discovery document of another issuer',
      () => json(200, { issuer: 'https://is.internal:9443/oauth2/token' }),
      /^discovery at .* — got issuer "https:\/\/is\.internal:9443\/oauth2\/token" — expected the issuer that was asked — .*proxyPort/,
    ],
    [
      'a discovery document without endpoints, as a mirror publishes it,',
      () => json(200, { issuer: `${server.origin}/oauth2/token`, jwks_uri: `${server.origin}/oauth2/jwks` }),
      /^a token for local_client from https:.* — got a discovery document that names no endpoint for it — expected that of WSO2 IS itself — run this where the host of the issuer leads to WSO2 IS: a mirror publishes its keys and no endpoint; npm run smoke takes a token in WSO2_TOKEN, too$/,
    ],
    [
      'an issuer that is no URL',
      () => json(200, { issuer: 'WSO2' }),
      /^discovery at .* — got a URL in it that is none — expected the answer of WSO2 IS/,
    ],
    [
      'a status that does not exist',
      () => (_request, response) => void response.writeHead(799).end(),
      /^discovery at .* — got no answer — expected WSO2 IS to answer there/,
    ],
    [
      'a redirect',
      () => (_request, response) => void response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end(),
      /^discovery at .* — got status 302, no content type — expected the answer of WSO2 IS/,
    ],
    [
      'a broken connection',
      () => (request) => void request.socket.destroy(),
      /^discovery at .* — got ECONNRESET — expected WSO2 IS to answer there — run npm start, which stands in for it$/,
    ],
  ])('%s is one clear error, exit code 1, and no token', async (_, listener, message) => {
    answer = listener();
    const { code, out, err } = await token(flags, { env });
    expect(err.trim()).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(1);
  });

  test('a certificate that nobody vouches for is refused, and nothing switches that off', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const { code, err } = await token(flags.slice(0, 4), { env });
      expect(err).toMatch(
        /— got DEPTH_ZERO_SELF_SIGNED_CERT, SHA-256 fingerprint (\w\w:){31}\w\w — expected a certificate of a trusted authority — save it with "openssl s_client -connect \S+ <\/dev\/null/,
      );
      expect(code).toBe(1);
    } finally {
      if (before === undefined) {
        delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      } else {
        process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
      }
    }
  });

  test.each([
    [
      'has expired',
      { validTo: new Date(Date.now() - 1000) },
      /got CERT_HAS_EXPIRED, SHA-256 fingerprint \S{95} — expected a certificate that is still valid/,
    ],
    [
      'is for another host',
      { names: ['other.example.com'] },
      /got ERR_TLS_CERT_ALTNAME_INVALID, SHA-256 fingerprint \S{95} — expected a certificate for the issuer's host/,
    ],
  ])('a certificate that %s is refused by name', async (_, props, message) => {
    const other = await startHttpsServer((_request, response) => void response.end(), createCertificate(props));
    writeFileSync(join(folder, 'other.pem'), other.ca);
    const { code, err } = await token(
      ['-c', 'env=local', '-c', `issuer=${other.origin}/oauth2/token`, '--ca', join(folder, 'other.pem')],
      { env },
    );
    expect(err).toMatch(message);
    expect(code).toBe(1);
    await other.close();
  });

  test('an issuer where nothing listens is one clear error', async () => {
    const gone = await startHttpsServer(() => {});
    await gone.close();
    const { code, err } = await token(['-c', 'env=local', '-c', `issuer=${gone.origin}/oauth2/token`], { env });
    expect(err).toMatch(/^discovery at .* — got ECONNREFUSED — expected WSO2 IS to answer there — run npm start/);
    expect(code).toBe(1);
  });
});
