import { generateKeyPairSync } from 'node:crypto';
import { CHECKS, type Decision, type FailureCode } from '../../../local/authorizer/decision';
import { REFUSALS } from '../../../local/authorizer/refusal';
import { CLIENT_ID, claimsWith, createRsaKey, ISSUED_AT, ISSUER, jwkOf, mint, sealed, segment } from './minting';
import { authorizerWith, decide, KEY, outcome } from './setup';

const OTHER_KEY = createRsaKey(KEY.kid);
const EC_KEY = { kid: KEY.kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
const ROUTE = ['quotes:write'];
const VALID = mint(KEY);
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = VALID.split('.');

describe('a valid token', () => {
  test('is let in with its claims, every check passed in order [F105]', async () => {
    const decision = await decide(VALID);
    expect(decision).toMatchObject({ allowed: true, claims: claimsWith(), scopes: null });
    expect(decision.checks.map(({ name, result }) => [name, result])).toEqual(CHECKS.map((name) => [name, 'pass']));
  });

  test('is let in on a scoped route with all of its scopes', async () => {
    expect(await decide(VALID, ROUTE)).toMatchObject({ allowed: true, scopes: ['quotes:read', 'quotes:write'] });
  });

  test.each(['RS256', 'RS384', 'RS512'])('is let in when signed with %s [F59]', async (alg) => {
    const jwks = { keys: [jwkOf(KEY, { alg })] };
    expect(outcome(await decide(mint(KEY, claimsWith(), { alg }), ROUTE, authorizerWith({ jwks })))).toBe('allowed');
  });

  test('is let in by a key that names no algorithm', async () => {
    const authorizer = authorizerWith({ jwks: { keys: [jwkOf(KEY, { alg: undefined })] } });
    expect(outcome(await decide(VALID, [], authorizer))).toBe('allowed');
  });

  test.each(['JWT', 'at+jwt', 'anything', undefined])('is let in whatever its typ: %p [F93]', async (typ) => {
    expect(outcome(await decide(mint(KEY, claimsWith(), { typ })))).toBe('allowed');
  });

  test('is let in without Bearer, from another header, from the query string [F49]', async () => {
    const headers = { authorization: VALID };
    expect(outcome(await authorizerWith().authorize({ headers, query: {} }, []))).toBe('allowed');
    const inHeader = authorizerWith({ identitySource: '$request.header.X-Token' });
    expect(outcome(await inHeader.authorize({ headers: { 'x-token': VALID }, query: {} }, []))).toBe('allowed');
    const inQuery = authorizerWith({ identitySource: '$request.querystring.token' });
    expect(outcome(await inQuery.authorize({ headers: {}, query: { token: VALID } }, []))).toBe('allowed');
  });

  test('is an ID token for the same client, on a route without scopes [F93]', async () => {
    expect(outcome(await decide(idToken()))).toBe('allowed');
  });
});

describe('a request without token', () => {
  test.each([{}, { authorization: '' }, { authorization: 'Bearer ' }])(
    'is refused: %j [F52] [F108]',
    async (headers) => {
      const decision = await authorizerWith().authorize({ headers, query: {} }, ROUTE);
      expect(decision).toMatchObject({
        allowed: false,
        failed: { name: 'token', code: 'no-token' },
        refusal: {
          status: 401,
          body: '{"message":"Unauthorized"}',
          wwwAuthenticate: 'Bearer',
          error: 'missing: token not provided',
        },
      });
      expect(decision).not.toHaveProperty('claims');
    },
  );
});

describe('a token', () => {
  test.each<[string, string, FailureCode]>([
    ['that is garbage', 'garbage', 'segments'],
    ['that is opaque', '4f9bb937-b758-491a-a34d-4cc29269aa72', 'segments'],
    ['that is two tokens', `${VALID},${VALID}`, 'segments'],
    ['with nothing in it', '..', 'not-json'],
    ['that has expired', mint(KEY, claimsWith({ exp: ISSUED_AT + 59 })), 'expired'],
    ['that expires now', mint(KEY, claimsWith({ exp: ISSUED_AT + 60 })), 'expired'],
    ['that never expires', mint(KEY, claimsWith({ exp: undefined })), 'bad-expiry'],
    ['that is not valid yet', mint(KEY, claimsWith({ nbf: ISSUED_AT + 61 })), 'not-yet-valid'],
    ['issued in the future', mint(KEY, claimsWith({ iat: ISSUED_AT + 61 })), 'issued-in-future'],
    ['issued at no time', mint(KEY, claimsWith({ iat: undefined })), 'bad-issued-at'],
    ['of another issuer', mint(KEY, claimsWith({ iss: 'https://other.example.com/oauth2/token' })), 'issuer'],
    ['for another audience', mint(KEY, claimsWith({ aud: 'other' })), 'audience'],
    ['for another client, without aud', mint(KEY, claimsWith({ aud: undefined, client_id: 'other' })), 'audience'],
    [
      'whose aud disagrees with its client_id',
      mint(KEY, claimsWith({ aud: 'other', client_id: CLIENT_ID })),
      'audience',
    ],
    ['with an array of other audiences', mint(KEY, claimsWith({ aud: ['other', 'another'] })), 'audience'],
    [
      'with another header',
      `${segment({ alg: 'RS256', kid: KEY.kid, typ: 'JWT' })}.${PAYLOAD}.${SIGNATURE}`,
      'signature',
    ],
    ['with another payload', `${HEADER}.${segment(claimsWith({ scope: 'quotes:admin' }))}.${SIGNATURE}`, 'signature'],
    ['with another signature', `${HEADER}.${PAYLOAD}.${flipped(SIGNATURE)}`, 'signature'],
    ['with a shorter signature', `${HEADER}.${PAYLOAD}.${shortened(SIGNATURE)}`, 'signature'],
    ['without signature', `${HEADER}.${PAYLOAD}.`, 'signature'],
    ['signed by another key of the same kid', mint(OTHER_KEY), 'signature'],
    ['that brings its own key', mint(OTHER_KEY, claimsWith(), { jwk: jwkOf(OTHER_KEY) }), 'signature'],
    ['of an unknown kid', mint(KEY, claimsWith(), { kid: 'unknown' }), 'unknown-kid'],
    ['with a kid to walk paths with', mint(KEY, claimsWith(), { kid: '../../etc/passwd' }), 'unknown-kid'],
    ['without kid', mint(KEY, claimsWith(), { kid: undefined }), 'no-kid'],
    ['with an empty kid', mint(KEY, claimsWith(), { kid: '' }), 'no-kid'],
    ['with a kid that is an array', mint(KEY, claimsWith(), { kid: [KEY.kid] }), 'no-kid'],
    ['with a critical extension', mint(KEY, claimsWith(), { crit: ['exp'] }), 'critical-header'],
    ['with alg none', mint(KEY, claimsWith(), { alg: 'none' }), 'algorithm'],
    ['with alg none and a signature', sealed(KEY, `${segment({ alg: 'none', kid: KEY.kid })}.${PAYLOAD}`), 'algorithm'],
    ['with alg None', mint(KEY, claimsWith(), { alg: 'None' }), 'algorithm'],
    ['with HS256 and the public key as secret', mint(KEY, claimsWith(), { alg: 'HS256' }), 'algorithm'],
    ['with ES256', mint(EC_KEY, claimsWith(), { alg: 'ES256' }), 'algorithm'],
    ['with PS256', mint(KEY, claimsWith(), { alg: 'PS256' }), 'algorithm'],
    ['with rs256', sealed(KEY, `${segment({ alg: 'rs256', kid: KEY.kid })}.${PAYLOAD}`), 'algorithm'],
    ['with an alg that is a member of Object', mint(KEY, claimsWith(), { alg: 'constructor' }), 'algorithm'],
    ['without alg', sealed(KEY, `${segment({ kid: KEY.kid })}.${PAYLOAD}`), 'no-algorithm'],
    [
      'with an alg that is an array',
      sealed(KEY, `${segment({ alg: ['RS256'], kid: KEY.kid })}.${PAYLOAD}`),
      'no-algorithm',
    ],
    ['with RS512 for a key that is for RS256', mint(KEY, claimsWith(), { alg: 'RS512' }), 'key-algorithm'],
    [
      'signed RS256 under the header RS384',
      sealed(KEY, `${segment({ alg: 'RS384', kid: KEY.kid })}.${PAYLOAD}`),
      'key-algorithm',
    ],
  ])(
    '%s is refused with 401 [F54] [F57] [F60] [F61] [F62] [F80] [F81] [F82] [F92] [F100] [F109] [F112] [F113] [F114] [F115] [F118] [F119] [F121] [F122] [F123] [F124] [F125] [F126] [F127] [F129] [F130]',
    async (_fact, token, code) => {
      const decision = await decide(token, ROUTE);
      const { text, established } = REFUSALS[code];
      expect(decision).toMatchObject({
        allowed: false,
        failed: { result: 'fail', code },
        refusal: { status: 401, body: '{"message":"Unauthorized"}', error: expect.stringMatching(/^invalid_token: ./) },
      });
      const description = established && code !== 'algorithm' ? text : '[\\x20-\\x21\\x23-\\x7e]+';
      expect(wwwAuthenticateOf(decision)).toMatch(
        new RegExp(`^Bearer scope="quotes:write" error="invalid_token" error_description="${description}"$`),
      );
      expect(decision.checks.map(({ name }) => name)).toEqual(CHECKS);
    },
  );

  test.each<[string, string]>([
    ['without scope', mint(KEY, claimsWith({ scope: undefined }))],
    ['with another scope', mint(KEY, claimsWith({ scope: 'openid' }))],
    ['that is an ID token', idToken()],
  ])('%s is refused with 403 on a scoped route [F103] [F131]', async (_fact, token) => {
    const decision = await decide(token, ROUTE);
    expect(decision).toMatchObject({
      allowed: false,
      failed: { name: 'scope', code: 'scope' },
      refusal: { status: 403, body: '{"message":"Forbidden"}' },
    });
    expect(wwwAuthenticateOf(decision)).toBeUndefined();
  });

  test('without the scope is refused with 401 when anything else is wrong too [F105]', async () => {
    const token = mint(KEY, claimsWith({ scope: 'openid', exp: ISSUED_AT }));
    expect(await decide(token, ROUTE)).toMatchObject({ failed: { code: 'expired' }, refusal: { status: 401 } });
  });
});

test('an authorizer whose identity source is not understood cannot be made', () => {
  expect(() => authorizerWith({ identitySource: '$context.identity' })).toThrow('identity source');
});

test('an authorizer without audience lets nobody in', async () => {
  expect(outcome(await decide(VALID, [], authorizerWith({ audience: [] })))).toMatchObject({ code: 'audience' });
});

function idToken() {
  return mint(
    KEY,
    { iss: ISSUER, aud: CLIENT_ID, azp: CLIENT_ID, sub: 'a', exp: ISSUED_AT + 3600, iat: ISSUED_AT, nonce: 'n' },
    { typ: undefined },
  );
}

function wwwAuthenticateOf(decision: Decision) {
  return decision.allowed ? undefined : decision.refusal.wwwAuthenticate;
}

/** Without its last byte. */
function shortened(base64url: string) {
  return Buffer.from(base64url, 'base64url').subarray(0, -1).toString('base64url');
}

/** With the first character changed. */
function flipped(text: string) {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}
