import { createHash } from 'node:crypto';
import type { Json } from '../../../local/authorizer/decision';
import { CLIENT_ID, claimsWith, createRsaKey, ISSUED_AT, ISSUER, jwkOf, type Members, mint } from './minting';
import { authorizerWith, decide, outcome } from './setup';

// The shapes of the access tokens that the releases of WSO2 Identity Server issue: header members, the form of the kid,
// and which claims there are. The certificate is a stand-in: WSO2 makes the kid of its hash.
const CERTIFICATE = Buffer.from('the certificate');
const SHA1_KID = hexified('sha1');
const SHA256_KID = `${hexified('sha256')}_RS256`;
const KEY = createRsaKey(SHA256_KID);

const USER = { sub: 'admin', aut: undefined, client_id: undefined, org_id: undefined, org_name: undefined };
const APPLICATION = { ...USER, aut: 'APPLICATION' };

interface Shape {
  readonly release: string;
  readonly header: Members;
  readonly claims: Members;
  /** The kids under which the release publishes the key. */
  readonly kids: readonly string[];
}

const SHAPES: readonly Shape[] = [
  {
    release: '5.4 to 5.7: aud always an array, no nbf, kid without suffix',
    header: { typ: undefined, kid: SHA1_KID, x5t: SHA1_KID },
    claims: { ...USER, aud: [CLIENT_ID], nbf: undefined },
    kids: [SHA1_KID],
  },
  {
    release: '5.8: aud a string',
    header: { typ: undefined, kid: SHA1_KID, x5t: SHA1_KID },
    claims: { ...USER, realm: { signing_tenant: 'carbon.super' } },
    kids: [SHA1_KID],
  },
  {
    release: '5.9: kid with the algorithm, older kids listed beside',
    header: { typ: undefined, kid: `${SHA1_KID}_RS256`, x5t: SHA1_KID },
    claims: USER,
    kids: [SHA1_KID, `${SHA1_KID}_RS256`],
  },
  {
    release: '5.10: kid of SHA-256',
    header: { typ: undefined, kid: SHA256_KID, x5t: hexified('sha256') },
    claims: USER,
    kids: [SHA256_KID],
  },
  {
    release: '5.11: aut, client credentials of the owner',
    header: { typ: undefined, kid: SHA256_KID },
    claims: { ...APPLICATION, sub: 'admin@carbon.super', scope: 'default' },
    kids: [SHA256_KID],
  },
  {
    release: '6.0 and 6.1: at+jwt, client_id',
    header: { typ: 'at+jwt', kid: SHA256_KID },
    claims: { ...USER, aut: 'APPLICATION_USER', client_id: CLIENT_ID, scope: 'openid' },
    kids: [SHA256_KID, SHA256_KID.replace('RS256', 'PS256')],
  },
  {
    release: '7.0: organization, bound to a certificate, no scope granted',
    header: { typ: 'at+jwt', kid: SHA256_KID },
    claims: { scope: undefined, binding_type: 'certificate', binding_ref: 'a', cnf: { 'x5t#S256': 'b' } },
    kids: [SHA256_KID],
  },
  {
    release: '7.0: organization switched, impersonating',
    header: { typ: 'at+jwt', kid: SHA256_KID },
    claims: { user_org: '10084a8d-113f-4211-a0d5-efe36b082211', act: { sub: 'b' }, aut: 'APPLICATION_USER' },
    kids: [SHA256_KID],
  },
  {
    release: '7.1 and 7.2: a further audience, org_handle',
    header: { typ: 'at+jwt', kid: SHA256_KID, x5t: 'c' },
    claims: { aud: [CLIENT_ID, 'signup-service'], org_handle: 'carbon.super' },
    kids: [SHA256_KID, SHA256_KID.replace('RS256', 'PS256')],
  },
  {
    release: '7.3: x5t#S256, scopes as an array when so configured',
    header: { typ: 'at+jwt', kid: SHA256_KID, 'x5t#S256': 'd' },
    claims: { org_handle: 'carbon.super', scope: ['quotes:read', 'quotes:write'] },
    kids: [SHA256_KID],
  },
];

const tenantIssuer = 'https://is.example.com/t/wso2.com/oauth2/token';

describe('a token as WSO2 IS issues it', () => {
  test.each(SHAPES)('$release: is let in [F94]', async ({ header, claims, kids }) => {
    const authorizer = authorizerWith({ jwks: { keys: kids.map(listed) } });
    expect(outcome(await decide(mint(KEY, claimsWith(claims), header), [], authorizer))).toBe('allowed');
  });

  test.each(SHAPES)('$release: meets a scoped route', async ({ header, claims, kids }) => {
    const authorizer = authorizerWith({ jwks: { keys: kids.map(listed) } });
    const { scope } = claimsWith(claims);
    const expected = JSON.stringify(scope ?? '').includes('quotes:write')
      ? 'allowed'
      : expect.objectContaining({ status: 403 });
    expect(outcome(await decide(mint(KEY, claimsWith(claims), header), ['quotes:write'], authorizer))).toEqual(
      expected,
    );
  });

  test('of 5.3 and before, without kid, is refused [F94]', async () => {
    const token = mint(KEY, claimsWith({ ...USER, aud: [CLIENT_ID] }), {
      typ: undefined,
      kid: undefined,
      x5t: SHA1_KID,
    });
    expect(outcome(await decide(token, [], authorizerWith({ jwks: { keys: [listed(SHA256_KID)] } })))).toMatchObject({
      status: 401,
      code: 'no-kid',
    });
  });

  test('of a tenant is let in by the tenant issuer only', async () => {
    const token = mint(KEY, claimsWith({ iss: tenantIssuer }));
    const jwks = { keys: [listed(SHA256_KID)] };
    expect(outcome(await decide(token, [], authorizerWith({ jwks, issuer: tenantIssuer })))).toBe('allowed');
    expect(outcome(await decide(token, [], authorizerWith({ jwks, issuer: ISSUER })))).toMatchObject({
      code: 'issuer',
    });
  });

  test('that is an ID token signed with PS256 is refused [F62]', async () => {
    const kid = SHA256_KID.replace('RS256', 'PS256');
    const token = mint(
      KEY,
      { iss: ISSUER, aud: CLIENT_ID, iat: ISSUED_AT, exp: ISSUED_AT + 3600 },
      { alg: 'PS256', kid },
    );
    expect(outcome(await decide(token, [], authorizerWith({ jwks: { keys: [listed(kid)] } })))).toMatchObject({
      status: 401,
      error: 'invalid_token: signing method PS256 is invalid',
    });
  });
});

function listed(kid: string): Json {
  return jwkOf(KEY, { kid, alg: kid.endsWith('_PS256') ? 'PS256' : 'RS256' });
}

/** WSO2's thumbprint: base64url of the hexadecimal text of the certificate's hash. */
function hexified(hash: string): string {
  return Buffer.from(createHash(hash).update(CERTIFICATE).digest('hex')).toString('base64url');
}
