import { createHash, randomBytes } from 'node:crypto';
import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { createBrowser } from './browser';
import { type Answer, basic, call, decode, isSigned } from './client';

const REDIRECT_URI = 'http://127.0.0.1:51234/callback';
const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const ALICE = { username: 'alice', password: 'alice-local-password' };
const BOB = { username: 'bob', password: 'bob-local-password' };

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer({
    issuer: 'https://localhost:9443/t/acme/oauth2/token',
    port: 0,
    audiences: ['local_client'],
    scopes: ['quotes:write'],
  });
});
afterAll(() => issuer.close());

function authorizeUrl(changes: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'local_client',
    redirect_uri: REDIRECT_URI,
    scope: 'openid quotes:write',
    state: 'the-state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  });
  return `/t/acme/oauth2/authorize?${query}`;
}

/** Signs in, and returns where the user is sent back to. */
async function signIn(user = ALICE, changes: Readonly<Record<string, string>> = {}): Promise<URL> {
  const { visit } = createBrowser(issuer);
  await visit(authorizeUrl(changes));
  return new URL((await visit(LOGIN, user)).location);
}

const LOGIN = '/t/acme/authenticationendpoint/login.do';

function exchange(code: string | null, changes: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return call(issuer, '/t/acme/oauth2/token', {
    headers: basic(issuer),
    form: {
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: REDIRECT_URI,
      code_verifier: VERIFIER,
      ...changes,
    },
  });
}

it('sends a user to a page that says what it is, and asks for no more than name and password', async () => {
  const page = await createBrowser(issuer).visit(authorizeUrl());

  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.text).toContain('a stand-in for WSO2 Identity Server on this computer');
  expect(page.text).toContain('<strong>local_client</strong>');
  expect(page.text.match(/<input name="[^"]*"/g)).toEqual(['<input name="username"', '<input name="password"']);
});

it('gives a code for the right password, and tokens for the code', async () => {
  const back = await signIn();
  const answer = await exchange(back.searchParams.get('code'));
  const { claims } = decode(answer.json.access_token);

  expect(`${back.origin}${back.pathname}`).toBe(REDIRECT_URI);
  expect(back.searchParams.get('state')).toBe('the-state');
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ scope: 'openid quotes:write', token_type: 'Bearer', expires_in: 3600 });
  expect(claims).toMatchObject({
    iss: 'https://localhost:9443/t/acme/oauth2/token',
    aut: 'APPLICATION_USER',
    sub: issuer.directory.users[0]?.id,
    aud: 'local_client',
    scope: 'openid quotes:write',
  });
  expect(decode(answer.json.id_token).claims).toMatchObject({ aud: 'local_client', sub: claims['sub'] });
  await expect(isSigned(issuer, answer.json.access_token)).resolves.toBe(true);
});

it('gives a user without the role the other scopes only', async () => {
  const { json } = await exchange((await signIn(BOB)).searchParams.get('code'));

  expect(json.scope).toBe('openid');
  expect(decode(json.access_token).claims['scope']).toBe('openid');
});

it('gives a token without scope when no scope is left', async () => {
  const { status, json } = await exchange((await signIn(BOB, { scope: 'quotes:write' })).searchParams.get('code'));

  expect(status).toBe(200);
  expect(json).not.toHaveProperty('scope');
  expect(decode(json.access_token).claims).not.toHaveProperty('scope');
});

it('does not ask again who is signed in', async () => {
  const { visit } = createBrowser(issuer);
  await visit(authorizeUrl());
  await visit(LOGIN, ALICE);
  const again = await visit(authorizeUrl());

  expect(new URL(again.location).searchParams.has('code')).toBe(true);
});

it('asks again after a wrong password', async () => {
  const { visit } = createBrowser(issuer);
  await visit(authorizeUrl());
  const page = await visit(LOGIN, { ...ALICE, password: 'wrong' });
  const back = new URL((await visit(LOGIN, ALICE)).location);

  expect(page.status).toBe(401);
  expect(page.text).toContain('User name or password is wrong.');
  expect(page.text).not.toContain('value=');
  expect(back.searchParams.has('code')).toBe(true);
});

it.each([
  ['nothing', undefined],
  ['a password', ALICE],
])('asks nobody to sign in who was not sent there, and takes %s', async (_what, form) => {
  const page = await createBrowser(issuer).visit(LOGIN, form);

  expect(page.status).toBe(400);
  expect(page.text).toContain('this sign-in is over');
});

it('keeps no more of a form than a sign-in needs', async () => {
  const { visit } = createBrowser(issuer);
  await visit(authorizeUrl());

  expect((await visit(LOGIN, { more: 'x'.repeat(5000), ...ALICE })).status).toBe(401);
});

it.each([
  ['a wrong code_verifier', { code_verifier: randomBytes(32).toString('base64url') }],
  ['another redirect URI', { redirect_uri: 'http://127.0.0.1:51235/callback' }],
  ['a made-up code', { code: 'made-up' }],
])('refuses %s', async (_what, changes) => {
  const back = await signIn();
  const answer = await exchange(back.searchParams.get('code'), changes);

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual({ error: 'invalid_grant', error_description: 'grant request is invalid' });
});

it('refuses a code for which the code_verifier is missing', async () => {
  const code = (await signIn()).searchParams.get('code') ?? '';
  const answer = await call(issuer, '/t/acme/oauth2/token', {
    headers: basic(issuer),
    form: { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI },
  });

  expect(answer.status).toBe(400);
  expect(answer.json.error).toBe('invalid_grant');
});

it('refuses a code the second time', async () => {
  const code = (await signIn()).searchParams.get('code');
  await exchange(code);
  const answer = await exchange(code);

  expect(answer.status).toBe(400);
  expect(answer.json.error).toBe('invalid_grant');
});

it.each([
  ['another host', 'https://evil.example.com/callback'],
  ['another path', 'http://127.0.0.1:51234/elsewhere'],
])('sends nobody to %s', async (_what, redirectUri) => {
  const answer = await createBrowser(issuer).visit(authorizeUrl({ redirect_uri: redirectUri }));

  expect(answer.status).toBe(400);
  expect(answer.headers.location).toBeUndefined();
  expect(answer.text).toContain('invalid_redirect_uri');
});

it('keeps who is signing in when the keys change', async () => {
  const { visit } = createBrowser(issuer);
  await visit(authorizeUrl());
  await issuer.rotateKeys({ keepOld: true });
  const back = new URL((await visit(LOGIN, ALICE)).location);
  const { json } = await exchange(back.searchParams.get('code'));

  await expect(isSigned(issuer, json.access_token)).resolves.toBe(true);
});

it('signs a user out', async () => {
  const { visit } = createBrowser(issuer);
  await visit(authorizeUrl());
  await visit(LOGIN, ALICE);
  const page = await visit('/t/acme/oidc/logout');
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page.text) ?? [];
  const done = await visit('/t/acme/oidc/logout/confirm', { xsrf, logout: 'yes' });

  expect(done.text).toContain('Signed out');
  expect((await visit(authorizeUrl())).text).toContain('Sign in');
});
