import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { type Answer, basic, call, decode, isSigned, secretOf } from './client';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ISSUER = 'https://localhost:9443/oauth2/token';

let issuer: Issuer;
const printed = (['log', 'info', 'warn', 'error'] as const).map((name) => jest.spyOn(console, name).mockReturnValue());
beforeAll(async () => {
  issuer = await startIssuer({
    issuer: ISSUER,
    port: 0,
    audiences: ['local_client', 'second_client'],
    scopes: ['quotes:read', 'quotes:write'],
  });
});
afterAll(() => issuer.close());
afterEach(() => {
  // Whatever is asked, right or wrong: no token, secret or password gets to the console.
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
});

function ask(form: Record<string, string>, headers = basic(issuer)): Promise<Answer> {
  return call(issuer, '/oauth2/token', { headers, form });
}

describe('client credentials', () => {
  const grant = { grant_type: 'client_credentials' };

  it('are answered with a token of the shape of WSO2 IS 7.3', async () => {
    const answer = await ask({ ...grant, scope: 'quotes:write' });
    const token = answer.json.access_token;
    const { header, claims } = decode(token);

    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(answer.json).toEqual({
      access_token: token,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'quotes:write',
    });
    expect(header).toEqual({
      alg: 'RS256',
      typ: 'at+jwt',
      kid: expect.stringMatching(/_RS256$/),
      'x5t#S256': expect.any(String),
    });
    expect(claims).toEqual({
      sub: 'local_client',
      iss: ISSUER,
      aud: 'local_client',
      azp: 'local_client',
      client_id: 'local_client',
      aut: 'APPLICATION',
      iat: expect.any(Number),
      nbf: claims['iat'],
      exp: Number(claims['iat']) + 3600,
      jti: expect.stringMatching(UUID),
      scope: 'quotes:write',
      org_id: '10084a8d-113f-4211-a0d5-efe36b082211',
      org_name: 'Super',
      org_handle: 'carbon.super',
    });
    await expect(isSigned(issuer, token)).resolves.toBe(true);
  });

  it('may stand in the body', async () => {
    const answer = await ask({ ...grant, client_id: 'second_client', client_secret: secretOf(issuer) }, {});

    expect(answer.status).toBe(200);
    expect(decode(answer.json.access_token).claims).toMatchObject({ aud: 'second_client', azp: 'second_client' });
  });

  it('give no scope that was not asked for: the member is absent', async () => {
    const { json } = await ask(grant);

    expect(json).not.toHaveProperty('scope');
    expect(decode(json.access_token).claims).not.toHaveProperty('scope');
  });

  it.each([
    ['an unknown scope', 'quotes:write unknown:scope', 'quotes:write'],
    ['openid, which is for users', 'openid quotes:read quotes:write', 'quotes:read quotes:write'],
  ])('are given without %s, and without an error', async (_what, requested, granted) => {
    const { status, json } = await ask({ ...grant, scope: requested });

    expect(status).toBe(200);
    expect(json.scope).toBe(granted);
    expect(decode(json.access_token).claims['scope']).toBe(granted);
  });

  it('leave no scope when none of those asked for is known', async () => {
    const { status, json } = await ask({ ...grant, scope: 'unknown:scope' });

    expect(status).toBe(200);
    expect(json).not.toHaveProperty('scope');
    expect(decode(json.access_token).claims).not.toHaveProperty('scope');
  });

  it.each([
    ['a wrong secret', 'local_client', 'wrong'],
    ['an unknown client', 'nobody', 'local-secret'],
  ])('with %s are refused', async (_what, id, secret) => {
    const answer = await ask(grant, basic(issuer, id, secret));

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
    expect(answer.json).toEqual({
      error: 'invalid_client',
      error_description: 'client authentication failed',
    });
  });

  it('with a wrong secret in the body are refused', async () => {
    const answer = await ask({ ...grant, client_id: 'local_client', client_secret: 'wrong' }, {});

    expect(answer.status).toBe(401);
    expect(answer.json.error).toBe('invalid_client');
  });
});

describe('the password grant', () => {
  const alice = { grant_type: 'password', username: 'alice', password: 'alice-local-password' };
  const bob = { grant_type: 'password', username: 'bob', password: 'bob-local-password' };

  it('gives a user the scopes of her roles', async () => {
    const { status, json } = await ask({ ...alice, scope: 'openid quotes:write unknown:scope' });
    const { claims } = decode(json.access_token);

    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      id_token: expect.any(String),
      scope: 'openid quotes:write',
      token_type: 'Bearer',
      expires_in: 3600,
    });
    expect(claims).toMatchObject({
      aut: 'APPLICATION_USER',
      sub: issuer.directory.users[0]?.id,
      aud: 'local_client',
      client_id: 'local_client',
      scope: 'openid quotes:write',
    });
    expect(claims['sub']).toMatch(UUID);
    await expect(isSigned(issuer, json.access_token)).resolves.toBe(true);
  });

  it('gives a user without the role no scope', async () => {
    const { status, json } = await ask({ ...bob, scope: 'quotes:write' });

    expect(status).toBe(200);
    expect(json).not.toHaveProperty('scope');
    expect(decode(json.access_token).claims).not.toHaveProperty('scope');
  });

  it('gives no ID token that was not asked for', async () => {
    expect((await ask({ ...alice, scope: 'quotes:write' })).json).not.toHaveProperty('id_token');
  });

  it('gives an ID token that the API could take for an access token, but for its scope', async () => {
    const { json } = await ask({ ...alice, scope: 'openid email quotes:write' });
    const { header, claims } = decode(json.id_token);

    expect(header).toEqual({ alg: 'RS256', kid: decode(json.access_token).header['kid'] });
    expect(claims).toEqual({
      sub: issuer.directory.users[0]?.id,
      iss: ISSUER,
      aud: 'local_client',
      azp: 'local_client',
      iat: expect.any(Number),
      nbf: expect.any(Number),
      exp: Number(claims['iat']) + 3600,
      jti: expect.stringMatching(UUID),
      amr: ['BasicAuthenticator'],
      email: 'alice@example.com',
      org_id: '10084a8d-113f-4211-a0d5-efe36b082211',
      org_name: 'Super',
      org_handle: 'carbon.super',
    });
    await expect(isSigned(issuer, json.id_token)).resolves.toBe(true);
  });

  it.each([
    ['a wrong password', { ...alice, password: 'wrong' }],
    ['an unknown user', { ...alice, username: 'nobody' }],
  ])('refuses %s', async (_what, form) => {
    const answer = await ask(form);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: 'invalid_grant', error_description: 'Authentication failed' });
  });

  it('refuses a request without a password', async () => {
    const answer = await ask({ grant_type: 'password', username: 'alice' });

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      error: 'invalid_request',
      error_description: 'username and password are required',
    });
  });

  it('refuses a client with a wrong secret, however right the user', async () => {
    const answer = await ask(alice, basic(issuer, 'local_client', 'wrong'));

    expect(answer.status).toBe(401);
    expect(answer.json.error).toBe('invalid_client');
  });
});

describe('a refresh token', () => {
  it('gives new tokens with the same scope, once', async () => {
    const first = await ask({
      grant_type: 'password',
      username: 'alice',
      password: 'alice-local-password',
      scope: 'openid quotes:write',
    });
    const refresh = { grant_type: 'refresh_token', refresh_token: first.json.refresh_token };
    const second = await ask(refresh);
    const third = await ask(refresh);

    expect(second.status).toBe(200);
    expect(second.json.refresh_token).not.toBe(first.json.refresh_token);
    expect(decode(second.json.access_token).claims).toMatchObject({
      aut: 'APPLICATION_USER',
      scope: 'openid quotes:write',
    });
    expect(third.status).toBe(400);
    expect(third.json.error).toBe('invalid_grant');
  });
});

it('an unknown grant type is refused', async () => {
  const answer = await ask({ grant_type: 'urn:example:other' });

  expect(answer.status).toBe(400);
  expect(answer.json.error).toBe('unsupported_grant_type');
});
