import { createHash, X509Certificate } from 'node:crypto';
import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { call, discovery, isSigned } from './client';

const START = { port: 0, audiences: ['local_client'], scopes: ['quotes:write'] };

describe.each([
  ['the super tenant', 'https://localhost:9443/oauth2/token', 'https://localhost:9443'],
  ['a tenant', 'https://is.example.com/t/acme/oauth2/token', 'https://is.example.com/t/acme'],
])('of %s', (_whose, issuerUrl, base) => {
  let issuer: Issuer;
  beforeAll(async () => {
    issuer = await startIssuer({ ...START, issuer: issuerUrl });
  });
  afterAll(() => issuer.close());

  it('is served below the issuer, with the URLs of WSO2 IS', async () => {
    const answer = await call(issuer, `${issuerUrl}/.well-known/openid-configuration`);

    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(answer.json).toMatchObject({
      issuer: issuerUrl,
      authorization_endpoint: `${base}/oauth2/authorize`,
      token_endpoint: `${base}/oauth2/token`,
      jwks_uri: `${base}/oauth2/jwks`,
      userinfo_endpoint: `${base}/oauth2/userinfo`,
      introspection_endpoint: `${base}/oauth2/introspect`,
      revocation_endpoint: `${base}/oauth2/revoke`,
      end_session_endpoint: `${base}/oidc/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['public'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
    });
  });

  it('is served under oidcdiscovery as well, the same', async () => {
    const other = await call(issuer, `${base}/oauth2/oidcdiscovery/.well-known/openid-configuration`);

    expect(other.json).toEqual(await discovery(issuer));
  });

  it('says nothing of how it was reached', async () => {
    const path = new URL(`${issuerUrl}/.well-known/openid-configuration`).pathname;
    const answer = await call(issuer, path, { headers: { host: '127.0.0.1:1234' } });

    expect(answer.json).toEqual(await discovery(issuer));
  });

  it('is not served at the root, where WSO2 IS answers 401', async () => {
    expect((await call(issuer, '/.well-known/openid-configuration')).status).toBe(401);
  });

  it('lists a key with the members of WSO2 IS 7, and the kid that is made from its certificate', async () => {
    const answer = await call(issuer, `${base}/oauth2/jwks`);
    const [key] = answer.json.keys;
    const der = Buffer.from(key.x5c[0], 'base64');
    const certificate = new X509Certificate(der);

    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(answer.json.keys).toHaveLength(1);
    expect(key).toEqual({
      kty: 'RSA',
      'x5t#S256': createHash('sha256').update(der).digest('base64url'),
      e: 'AQAB',
      use: 'sig',
      kid: `${Buffer.from(createHash('sha256').update(der).digest('hex')).toString('base64url')}_RS256`,
      x5c: [der.toString('base64')],
      alg: 'RS256',
      n: certificate.publicKey.export({ format: 'jwk' }).n,
    });
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });
});

it.each([
  ['https://idp.example.com/foo', 'https://idp.example.com/foo/oauth2'],
  ['https://idp.example.com', 'https://idp.example.com/oauth2'],
  ['https://idp.example.com/', 'https://idp.example.com/oauth2'],
])('serves an issuer of another form, %s, with the same paths below it', async (issuerUrl, base) => {
  const issuer = await startIssuer({ ...START, issuer: issuerUrl });
  try {
    const answer = await call(issuer, `${issuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`);

    expect(answer.json).toMatchObject({ issuer: issuerUrl, jwks_uri: `${base}/jwks`, token_endpoint: `${base}/token` });
    expect((await call(issuer, `${base}/jwks`)).json.keys).toHaveLength(1);
  } finally {
    await issuer.close();
  }
});

describe('with the keys listed as older releases did too', () => {
  let issuer: Issuer;
  beforeAll(async () => {
    issuer = await startIssuer({ ...START, issuer: 'https://localhost:9443/oauth2/token', previousKids: true });
  });
  afterAll(() => issuer.close());

  it('lists one modulus under three kids', async () => {
    const { keys } = (await call(issuer, '/oauth2/jwks')).json;

    expect(new Set(keys.map(({ n }: { n: string }) => n)).size).toBe(1);
    expect(new Set(keys.map(({ kid }: { kid: string }) => kid)).size).toBe(3);
  });

  it.each(['5.4', '5.9', '5.10', '7.3'] as const)('verifies a token of the shape of %s', async (release) => {
    await expect(isSigned(issuer, issuer.mint({ release }))).resolves.toBe(true);
  });
});
