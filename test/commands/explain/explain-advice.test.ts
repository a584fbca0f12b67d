import { ADVICE } from '../../../commands/explain/advice';
import type { Failure } from '../../../commands/explain/explanation';
import { timeSpan, tokenFacts } from '../../../commands/explain/token-facts';
import type { FailureCode } from '../../../local/authorizer/decision';
import { REFUSALS } from '../../../local/authorizer/refusal';

const ISSUER = 'https://is.example.com/oauth2/token';

/** An unsigned token: what advice is given depends on what it says only. */
function token(claims: object, header: object = {}): string {
  const segments = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...segments, ''].join('.');
}

function advice(code: FailureCode, given: string, more: Partial<Failure> & { readonly found?: string } = {}): string {
  const { found = 'x', ...context } = more;
  const failure: Failure = {
    check: { name: 'token', result: 'fail', found, expected: 'y', code },
    token: tokenFacts(given),
    trusted: { issuer: ISSUER, clientIds: ['mine'] },
    isLaptop: false,
    environments: {},
    scopes: ['quotes:write'],
    at: 0,
    ...context,
  };
  return ADVICE[code](failure).join('\n');
}

test.each(Object.keys(REFUSALS) as FailureCode[])('there is advice about %s, in whole sentences', (code) => {
  for (const given of [token({}), token({ iss: 1, aud: 1, exp: 'x', scope: 1 }, { alg: 1, kid: 1 }), 'x']) {
    const steps = advice(code, given).split('\n');
    expect(steps.filter((step) => !/^[A-Z].*\.$/.test(step))).toEqual([]);
  }
});

test.each<[FailureCode, string, string, RegExp]>([
  ['segments', 'an encrypted token', 'a.b.c.d.e', /encrypted \(JWE\).*Send the access token.*ID Token/s],
  ['segments', 'half a token', 'a.b', /^Copy the token again/],
  ['segments', 'a UUID', 'd0ec514a-32b6-388c-8abd-12a2840699bd', /^The token is opaque, WSO2 IS's default/],
  [
    'algorithm',
    'an ID token',
    token({ nonce: 'n' }, { alg: 'ES256' }),
    /^This looks like an ID token: send the access/,
  ],
  ['audience', 'a token without aud and client', token({}), /names no application/],
  ['audience', 'a client of its own', token({ aud: 'api', azp: 'mine' }), /issued to "mine".*aud decides/],
  ['audience', 'an audience only', token({ aud: 'api' }), /issued to the application "api"/],
  ['expired', 'a token without iat', token({ exp: -60 }), /^It expired 1 min ago: ask/],
  ['issued-in-future', 'an iat ahead', token({ iat: 90 }), /^It is 1 min 30 s ahead/],
  ['not-yet-valid', 'an nbf ahead', token({ iat: 0, nbf: 5 }), /^It is 5 s ahead/],
  ['scope', 'an ID token', token({ at_hash: 'h' }), /ID token.*Send the access token/],
  ['scope', "a user's token", token({ aut: 'APPLICATION_USER' }), /a role of the application must have the scope/],
  ['scope', "an application's token", token({ aut: 'APPLICATION' }), /for the application itself: it needs no role/],
  ['scope', 'another spelling', token({ scope: 'Quotes:Write' }), /compared to the letter: "Quotes:Write" is written/],
  ['scope', 'both claims', token({ scope: 'quotes:write', scp: 'x' }), /^The token has scope and scp/],
])('%s: knows %s', (code, _what, given, expected) => {
  expect(advice(code, given)).toMatch(expected);
});

test.each([
  ['https://is.example.com/oauth2/token/', /differ in the slash at the end/],
  ['http://is.example.com/oauth2/token', /differ in the scheme: "http" in the token, "https" in the configuration/],
  ['https://localhost/oauth2/token', /differ in the host: "localhost" in the token, "is.example.com".*Entity ID/s],
  ['https://is.example.com:9443/oauth2/token', /differ in the port: "9443" in the token, "none".*proxyPort/s],
  [
    'https://is.example.com/t/acme/oauth2/token',
    /differ in the tenant: .* from "\/t\/acme", .* accepts the super tenant/,
  ],
  ['https://is.example.com/oauth2/oidcdiscovery', /differ from character 31 on: "oidcdiscovery" in the token, "token"/],
  ['https://is.example.com/oauth2/token2', /differ from character 36 on: "2" in the token, "" in the configuration/],
  ['https://is.example.com/oauth2', /differ from character 30 on: "" in the token, "\/token" in the configuration/],
  ['localhost', /no URL: .*Entity ID/],
  [undefined, /always writes iss/],
])('shows how the issuer %p differs', (iss, expected) => {
  expect(advice('issuer', token({ iss }))).toMatch(expected);
});

test('names the environment that a token is for', () => {
  const environments = {
    dev: { issuer: ISSUER, clientIds: ['mine'] },
    prod: { issuer: 'https://p', clientIds: ['it'] },
  };
  expect(advice('issuer', token({ iss: 'https://p' }), { environments })).toMatch(
    /of the environment prod: use -c env=prod\./,
  );
  expect(advice('audience', token({ aud: 'it' }), { environments })).toMatch(
    /of the environment prod: use -c env=prod\./,
  );
});

test('points at a client id that nobody has filled in', () => {
  const trusted = { issuer: ISSUER, clientIds: ['replace_with_dev_client_id'] };
  expect(advice('audience', token({ aud: 'it' }), { trusted })).toContain(
    'still has the placeholder replace_with_dev_client_id: put the client id there.',
  );
});

test.each([
  ['NTAxZmMxNDMyZDg3MTU1ZGM0MzEzODJhZWI4NDNlZDU1OGFkNjFiMQ', '5.4 to 5.8'],
  ['NTAxZmMxNDMyZDg3MTU1ZGM0MzEzODJhZWI4NDNlZDU1OGFkNjFiMQ_RS256', '5.9'],
])('knows a kid of an older release (%s)', (kid, releases) => {
  const text = advice('unknown-kid', token({}, { kid }));
  expect(text).toContain(`The kid has the form of WSO2 IS ${releases};`);
  expect(text).toContain('AddPreviousVersionKID');
});

test('says nothing of the form of other kids', () => {
  expect(advice('unknown-kid', token({}, { kid: 'key-1' }))).toMatch(/^If key or certificate were changed/);
});

test('tells of npm start where the issuer is that of a laptop only', () => {
  expect(advice('discovery', 'x', { isLaptop: true })).toContain('run npm start');
  expect(advice('jwks', 'x')).not.toContain('npm start');
  expect(advice('jwks', 'x', { found: 'DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate' })).toContain('--ca FILE');
});

test.each([
  [{ typ: 'at+jwt' }, { nonce: 'n' }, 'access token'],
  [{ typ: 'application/at+jwt' }, {}, 'access token'],
  [{}, { aut: 'APPLICATION', amr: ['x'] }, 'access token'],
  [{ typ: 'rt+jwt' }, {}, 'refresh token'],
  [{}, { at_hash: 'h' }, 'ID token'],
  [{ typ: 'JWT' }, { sub: 'x' }, 'unknown'],
])('takes %j %j for: %s', (header, claims, kind) => {
  expect(tokenFacts(token(claims, header)).kind).toBe(kind);
});

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [-60, '1 min'],
  [7500, '2 h 5 min'],
  [7205, '2 h'],
  [90_000, '1 d 1 h'],
])('writes %p seconds as %s', (seconds, text) => {
  expect(timeSpan(seconds)).toBe(text);
});
