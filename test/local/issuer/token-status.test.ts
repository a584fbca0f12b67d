import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { basic, call, isSigned } from './client';

const SCOPES = ['openid', 'quotes:write'];

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer({
    issuer: 'https://localhost:9443/oauth2/token',
    port: 0,
    audiences: ['local_client', 'second_client'],
    scopes: ['quotes:write'],
  });
});
afterAll(() => issuer.close());

const introspect = (token: string, headers = basic(issuer)) =>
  call(issuer, '/oauth2/introspect', { headers, form: { token } });
const revoke = (token: string, headers = basic(issuer)) => call(issuer, '/oauth2/revoke', { headers, form: { token } });

describe('introspection', () => {
  it('tells what an access token says', async () => {
    const [user] = issuer.directory.users;
    const { status, json } = await introspect(issuer.mint({ user, scopes: SCOPES }));

    expect(status).toBe(200);
    expect(json).toMatchObject({
      active: true,
      token_type: 'Bearer',
      username: 'alice',
      client_id: 'local_client',
      scope: 'openid quotes:write',
      aut: 'APPLICATION_USER',
    });
  });

  it('names no user of a token that an application got for itself', async () => {
    const { json } = await introspect(issuer.mint());

    expect(json.active).toBe(true);
    expect(json).not.toHaveProperty('username');
  });

  it.each([
    'expired',
    'otherIssuer',
    'tamperedPayload',
    'tamperedSignature',
    'forged',
    'unknownKey',
    'noKid',
    'algNone',
    'hs256',
    'ps256',
    'idToken',
    'opaque',
    'garbage',
  ] as const)('calls the token "%s" inactive, and says nothing else', async (name) => {
    const { status, json } = await introspect(issuer.token(name));

    expect(status).toBe(200);
    expect(json).toEqual({ active: false });
  });

  it('is for clients with the right secret', async () => {
    const { status, json } = await introspect(issuer.mint(), basic(issuer, 'local_client', 'wrong'));

    expect(status).toBe(401);
    expect(json.error).toBe('invalid_client');
  });

  it('answers JSON to a browser too', async () => {
    const headers = { ...basic(issuer), accept: 'text/html' };

    expect((await introspect(issuer.mint(), headers)).json).toMatchObject({ active: true });
  });
});

describe('revocation', () => {
  it('makes an access token inactive, though its signature stays right', async () => {
    const token = issuer.mint();
    const answer = await revoke(token);

    expect([answer.status, answer.text]).toEqual([200, '']);
    expect((await introspect(token)).json).toEqual({ active: false });
    await expect(isSigned(issuer, token)).resolves.toBe(true);
  });

  it('leaves other tokens alone', async () => {
    const kept = issuer.mint();
    await revoke(issuer.mint());

    expect((await introspect(kept)).json).toMatchObject({ active: true });
  });

  it('is refused to another client', async () => {
    const token = issuer.mint();
    const answer = await revoke(token, basic(issuer, 'second_client'));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: 'invalid_request', error_description: 'the token belongs to another client' });
    expect((await introspect(token)).json).toMatchObject({ active: true });
  });

  it.each(['expired', 'garbage'] as const)('of the token "%s" is no error', async (name) => {
    expect((await revoke(issuer.token(name))).status).toBe(200);
  });

  it('makes a refresh token useless', async () => {
    const form = { grant_type: 'password', username: 'alice', password: 'alice-local-password', scope: 'openid' };
    const { json } = await call(issuer, '/oauth2/token', { headers: basic(issuer), form });
    await revoke(json.refresh_token);
    const answer = await call(issuer, '/oauth2/token', {
      headers: basic(issuer),
      form: { grant_type: 'refresh_token', refresh_token: json.refresh_token },
    });

    expect(answer.status).toBe(400);
    expect(answer.json.error).toBe('invalid_grant');
  });
});

describe('userinfo', () => {
  const userinfo = (token: string) =>
    call(issuer, '/oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } });

  it('tells who the user of an access token is', async () => {
    const [user] = issuer.directory.users;
    const { status, json } = await userinfo(issuer.mint({ user, scopes: SCOPES }));

    expect(status).toBe(200);
    expect(json).toEqual({ sub: user?.id, username: 'alice', email: 'alice@example.com' });
  });

  it.each([
    ['without openid', 403, 'insufficient_scope', () => issuer.mint({ user: issuer.directory.users[0] })],
    ['of an application', 403, 'insufficient_scope', () => issuer.mint({ scopes: SCOPES })],
    ['that has expired', 401, 'invalid_token', () => issuer.token('expired')],
  ])('refuses a token %s', async (_what, status, error, token) => {
    const answer = await userinfo(token());

    expect(answer.status).toBe(status);
    expect(answer.headers['www-authenticate']).toBe(`Bearer error="${error}"`);
    expect(answer.json).toEqual({ error });
  });
});
