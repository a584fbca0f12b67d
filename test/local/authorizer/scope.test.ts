import type { Claims } from '../../../local/authorizer/decision';
import { checkScope, tokenScopes } from '../../../local/authorizer/scope';

const ROUTE = ['quotes:read', 'quotes:write'];

describe('the scopes of a token', () => {
  test.each<[string, Claims]>([
    ['scope with one of the route', { scope: 'openid quotes:write' }],
    ['scope as an array', { scope: ['openid', 'quotes:read'] }],
    ['scp', { scp: 'quotes:read' }],
    ['scp as an array', { scp: ['quotes:read'] }],
    ['scope and scp that both hold one', { scope: 'quotes:read', scp: ['quotes:write'] }],
    ['spaces about them', { scope: '  openid   quotes:read ' }],
  ])('pass as %s [F95] [F96]', (_fact, claims) => {
    expect(checkScope(claims, ROUTE)).toMatchObject({
      result: 'pass',
      expected: 'one of ["quotes:read","quotes:write"]',
    });
  });

  test.each<[string, Claims, string]>([
    ['none', {}, 'no scope'],
    ['an empty text', { scope: '' }, 'scope ""'],
    ['another one', { scope: 'openid' }, 'scope "openid"'],
    ['a longer one', { scope: 'quotes:reader' }, 'scope "quotes:reader"'],
    ['another case', { scope: 'Quotes:Read' }, 'scope "Quotes:Read"'],
    ['another separator', { scope: 'openid,quotes:read' }, 'scope "openid,quotes:read"'],
    ['a tab between them', { scope: 'openid\tquotes:read' }, 'scope "openid\\tquotes:read"'],
    ['several in one element', { scope: ['openid quotes:read'] }, 'scope ["openid quotes:read"]'],
    ['an array that holds more than strings', { scope: ['quotes:read', 1] }, 'scope ["quotes:read",1]'],
    ['an object', { scope: { 'quotes:read': true } }, 'scope {"quotes:read":true}'],
    ['null', { scope: null }, 'scope null'],
    ['scope alone when there is an scp', { scope: 'quotes:read', scp: 'openid' }, 'scope "quotes:read", scp "openid"'],
    ['scp alone when there is a scope', { scope: 'openid', scp: 'quotes:read' }, 'scope "openid", scp "quotes:read"'],
    ['scope when scp is null', { scope: 'quotes:read', scp: null }, 'scope "quotes:read", scp null'],
    ['roles and permissions', { roles: ROUTE, permissions: ROUTE }, 'no scope'],
  ])('are refused as %s [F95] [F97] [F98] [F99]', (_fact, claims, found) => {
    expect(checkScope(claims, ROUTE)).toMatchObject({ result: 'fail', code: 'scope', found });
  });

  test.each<Claims>([{}, { scope: 'openid' }, { scope: null }])(
    'do not matter to a route without scopes: %p',
    (claims) => {
      expect(checkScope(claims, [])).toMatchObject({ result: 'pass' });
    },
  );

  test.each<[Claims, readonly string[]]>([
    [{ scope: 'a b' }, ['a', 'b']],
    [{ scope: ['a', 'b'] }, ['a', 'b']],
    [{ scope: 'a', scp: 'b' }, ['b']],
    [{}, []],
  ])('of %j are listed as %j [F161]', (claims, scopes) => {
    expect(tokenScopes(claims)).toEqual(scopes);
  });
});
