import { parseIdentitySource, prefixFault, tokenOf } from '../../../local/authorizer/identity-source';

const header = parseIdentitySource('$request.header.Authorization');
const query = parseIdentitySource('$request.querystring.Token');

describe('the identity source', () => {
  test.each([
    ['a bare token', 'x.y.z', 'x.y.z'],
    ['a token after Bearer', 'Bearer x.y.z', 'x.y.z'],
    ['only one Bearer', 'Bearer Bearer x.y.z', 'Bearer x.y.z'],
    ['nothing off a lower-case bearer', 'bearer x.y.z', 'bearer x.y.z'],
    ['nothing off another scheme', 'Basic eA==', 'Basic eA=='],
    ['no space off the token', 'Bearer  x.y.z', ' x.y.z'],
    ['two header values as one text', 'Bearer x.y.z,Bearer a.b.c', 'x.y.z,Bearer a.b.c'],
  ])('gives %s [F50] [F53]', (_fact, authorization, token) => {
    expect(tokenOf({ headers: { authorization }, query: {} }, header)).toBe(token);
  });

  test.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['nothing after Bearer', { authorization: 'Bearer ' }],
    ['a token in another header', { 'x-token': 'x.y.z' }],
  ])('gives no token for %s', (_fact, headers) => {
    expect(tokenOf({ headers, query: { authorization: 'x.y.z' } }, header)).toBeUndefined();
  });

  test('names a header in any case [F51]', () => {
    expect(parseIdentitySource('$request.header.X-Token')).toMatchObject({ kind: 'header', name: 'x-token' });
  });

  test('names a query string parameter in its own case [F51]', () => {
    expect(tokenOf({ headers: {}, query: { Token: 'x.y.z' } }, query)).toBe('x.y.z');
    expect(tokenOf({ headers: {}, query: { token: 'x.y.z' } }, query)).toBeUndefined();
  });

  test('takes no member of Object for a token', () => {
    const source = parseIdentitySource('$request.querystring.constructor');
    expect(tokenOf({ headers: {}, query: {} }, source)).toBeUndefined();
  });

  test.each([
    '',
    'Authorization',
    '$request.header.',
    '$request.header.a b',
    '$request.body.x',
    '$context.x',
    '$request.querystring.',
  ])('is not understood as %p', (expression) => {
    expect(() => parseIdentitySource(expression)).toThrow(
      `must be $request.header.NAME or $request.querystring.NAME, not ${JSON.stringify(expression)}`,
    );
  });
});

test.each([
  ['bearer x.y.z', 'the scheme bearer'],
  ['BEARER x.y.z', 'the scheme BEARER'],
  ['Token x.y.z', 'the scheme Token'],
  ['Basic dTpw', 'the scheme Basic'],
  ['Bearer x.y.z', 'Bearer twice'],
  [' x.y.z', 'more than one space after Bearer'],
])('says of %p what stands before the token', (raw, found) => {
  expect(prefixFault(raw)).toEqual({ found, expected: 'Bearer and one space before the token, or the token alone' });
});

test.each(['x.y.z', 'secret words', 'bearer', 'tokens x'])('repeats nothing of %p, which may be a secret', (raw) => {
  expect(prefixFault(raw)).toBeUndefined();
});
