import { timeSpan, tokenFacts } from '../../../commands/advice/token-facts';
import type { FailureCode } from '../../../local/authorizer/decision';
import { REFUSALS } from '../../../local/authorizer/refusal';
import { advice, token } from './advice-of';

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
  ['expired', 'a token without iat', token({ exp: -60 }), /^It expired 1 min ago: ask/],
  ['issued-in-future', 'an iat ahead', token({ iat: 90 }), /^It is 1 min 30 s ahead/],
  ['not-yet-valid', 'an nbf ahead', token({ iat: 0, nbf: 5 }), /^It is 5 s ahead/],
  ['scope', 'an ID token', token({ at_hash: 'h' }), /ID token.*Send the access token/],
  ['scope', "a user's token", token({ aut: 'APPLICATION_USER' }), /a role of the application must have the scope/],
  ['scope', "an application's token", token({ aut: 'APPLICATION' }), /for the application itself: it needs no role/],
  ['scope', 'another spelling', token({ scope: 'Quotes:Write' }), /compared to the letter: "Quotes:Write" is written/],
  ['scope', 'both claims', token({ scope: 'quotes:write', scp: 'x' }), /^The token has scope and scp/],
  ['scope', 'a refresh token', token({ rt_scope: 'quotes:write' }), /refresh token.*Send the access token/],
  ['scope', 'a subject token', token({ may_act: {} }), /subject token.*exchange it at WSO2 IS/],
  ['scope', "an agent's token", token({ aut: 'AGENT' }), /and the agent must have the role/],
])('%s: knows %s', (code, _what, given, expected) => {
  expect(advice(code, given)).toMatch(expected);
});

test.each<[object, string]>([
  [{ scope: { a: 1 } }, 'The claim scope is an object'],
  [{ scope: 7 }, 'The claim scope is a number'],
  [{ scope: true }, 'The claim scope is a boolean'],
  [{ scope: null }, 'The claim scope is null'],
  [{ scope: ['a', 1] }, 'The claim scope is an array of more than texts'],
  [{ scp: null }, 'The claim scp is null'],
])('knows that no scope was read from %j, whatever was asked for', (claims, what) => {
  expect(advice('scope', token(claims)).split('\n')).toEqual([
    `${what}, which holds no scopes: WSO2 IS writes a text with spaces between them.`,
    'A pre-issue-access-token action may have replaced it: let the action leave it out, or write scopes into it.',
  ]);
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
  [{}, { rt_scope: 'a', client_id: 'x' }, 'refresh token'],
  [{}, { aud: 'https://i', iss: 'https://i', client_id: 'x' }, 'refresh token'],
  [{ typ: 'at+jwt' }, { aud: 'https://i', iss: 'https://i' }, 'access token'],
  [{ typ: 'JWT' }, { may_act: { sub: 'x' }, scope: 'a', client_id: 'x' }, 'subject token'],
  [{}, { aut: 'AGENT' }, 'access token'],
  [{}, { aut: 'AGENT', at_hash: 'h' }, 'ID token'],
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

test.each([
  [{ aut: 'AGENT' }, 'an agent, for itself'],
  [{ aut: 'APPLICATION_USER', act: { sub: 'x' } }, 'an agent or an impersonating user, for the user in sub'],
  [{ aut: 'AGENT', act: { sub: 'x' } }, 'somebody else, for the agent in sub'],
  [{ aut: 'APPLICATION_USER' }, undefined],
])('tells of %j who calls, and for whom', (claims, caller) => {
  expect(tokenFacts(token(claims)).caller).toBe(caller);
});
