import { type FailureCode, fail } from '../../../local/authorizer/decision';
import { REFUSALS, refusalFor } from '../../../local/authorizer/refusal';

describe('the texts that API Gateway is known to use', () => {
  test.each<[FailureCode, string]>([
    ['segments', 'token contains an invalid number of segments'],
    ['algorithm', 'signing method ES256 is invalid'],
    ['discovery', 'OIDC discovery endpoint communication error'],
    ['jwks', 'JWKS communication error'],
    ['audience', 'the token does not have a valid audience'],
    ['expired', 'the token has expired'],
  ])('are given for %s [F100] [F116] [F117] [F204]', (code, text) => {
    expect(REFUSALS[code].established).toBe(true);
    expect(refusalFor(fail('format', code, 'ES256', ''), [])).toEqual({
      status: 401,
      body: '{"message":"Unauthorized"}',
      wwwAuthenticate: `Bearer scope="" error="invalid_token" error_description="${text}"`,
      error: `invalid_token: ${text}`,
    });
  });

  test('are no others', () => {
    const established = Object.entries(REFUSALS).filter(([, text]) => text.established);
    expect(established.map(([code]) => code).sort()).toEqual([
      'algorithm',
      'audience',
      'discovery',
      'expired',
      'jwks',
      'no-token',
      'segments',
    ]);
  });
});

test('a refusal names all scopes of the route, with spaces between them [F101]', () => {
  expect(refusalFor(fail('expiry', 'expired', '', ''), ['quotes:read', 'quotes:write']).wwwAuthenticate).toBe(
    'Bearer scope="quotes:read quotes:write" error="invalid_token" error_description="the token has expired"',
  );
});

test('a missing scope is insufficient_scope in the access log [F205]', () => {
  expect(refusalFor(fail('scope', 'scope', '', ''), ['quotes:read'])).toEqual({
    status: 403,
    body: '{"message":"Forbidden"}',
    error: 'insufficient_scope: the token has no scope of the route',
  });
});

test('every text is fit for a quoted string in a header', () => {
  for (const { text } of Object.values(REFUSALS)) {
    expect(text).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  }
});
