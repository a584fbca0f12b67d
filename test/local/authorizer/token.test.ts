import { decodeToken, MAX_TOKEN_LENGTH } from '../../../local/authorizer/token';
import { claimsWith, mint, sealed, segment } from './minting';
import { KEY } from './setup';

const HEADER = segment({ alg: 'RS256', kid: KEY.kid });
const PAYLOAD = segment({ sub: 'someone' });

describe('a token', () => {
  test('is taken apart', () => {
    const token = mint(KEY);
    const decoded = decodeToken(token);
    expect(decoded).toEqual({
      header: { typ: 'at+jwt', kid: KEY.kid, alg: 'RS256' },
      claims: claimsWith(),
      signingInput: token.slice(0, token.lastIndexOf('.')),
      signature: token.slice(token.lastIndexOf('.') + 1),
    });
  });

  test('is frozen all through, since requests share it', () => {
    const decoded = decodeToken(mint(KEY, claimsWith({ act: { sub: ['a'] } })));
    const act = 'claims' in decoded ? (decoded.claims['act'] as { sub: string[] }) : { sub: [] };
    expect(() => act.sub.push('b')).toThrow(TypeError);
  });

  test('has the last of two members of one name, as RFC 7519 section 4 allows [F56]', () => {
    expect(decodeToken(`${HEADER}.${segment('{"sub":"a","sub":"b"}')}.`)).toMatchObject({ claims: { sub: 'b' } });
  });

  test('cannot set the prototype of its claims', () => {
    const decoded = decodeToken(`${HEADER}.${segment('{"__proto__":{"iss":"x"}}')}.`);
    expect('claims' in decoded && decoded.claims['iss']).toBeUndefined();
  });

  test.each([
    ['an opaque token', '4f9bb937-b758-491a-a34d-4cc29269aa72', 'segments'],
    ['two segments', `${HEADER}.${PAYLOAD}`, 'segments'],
    ['four segments', `${HEADER}.${PAYLOAD}.AA.AA`, 'segments'],
    ['an encrypted token', 'a.b.c.d.e', 'segments'],
    ['a padded header', `${HEADER}=.${PAYLOAD}.AA`, 'not-base64url'],
    ['a padded payload', `${HEADER}.${PAYLOAD}==.AA`, 'not-base64url'],
    ['base64 that is not base64url', `${HEADER}.${PAYLOAD}.+/+/`, 'not-base64url'],
    ['a space in it', `${HEADER}. ${PAYLOAD}.AA`, 'not-base64url'],
    ['a line break at its end', `${HEADER}.${PAYLOAD}.AA\n`, 'not-base64url'],
    ['a single base64url character', `${HEADER}.${PAYLOAD}.A`, 'not-base64url'],
    ['loose bits at the end of the signature', `${HEADER}.${PAYLOAD}.AB`, 'not-base64url'],
    ['an empty header', `.${PAYLOAD}.AA`, 'not-json'],
    ['an empty payload', `${HEADER}..AA`, 'not-json'],
    ['a header that is an array', `${segment('[]')}.${PAYLOAD}.AA`, 'not-json'],
    ['a header that is null', `${segment('null')}.${PAYLOAD}.AA`, 'not-json'],
    ['a payload that is a string', `${HEADER}.${segment('"x"')}.AA`, 'not-json'],
    ['a payload with text after its JSON', `${HEADER}.${segment('{} {}')}.AA`, 'not-json'],
    ['a payload with a byte order mark', `${HEADER}.${segment('\ufeff{}')}.AA`, 'not-json'],
    [
      'a payload that is not UTF-8',
      `${HEADER}.${Buffer.from('7b2261223a22ff227d', 'hex').toString('base64url')}.AA`,
      'not-json',
    ],
    ['a payload nested beyond measure', `${HEADER}.${segment('['.repeat(7000))}.AA`, 'not-json'],
    [
      'a critical extension',
      sealed(KEY, `${segment({ alg: 'RS256', kid: KEY.kid, crit: ['b64'], b64: false })}.${PAYLOAD}`),
      'critical-header',
    ],
    ['a crit of null', `${segment({ alg: 'RS256', crit: null })}.${PAYLOAD}.AA`, 'critical-header'],
    ['more characters than a request can hold', `${HEADER}.${'A'.repeat(MAX_TOKEN_LENGTH)}.AA`, 'too-long'],
  ])('is refused with %s [F55] [F58] [F110] [F111]', (_fact, token, code) => {
    expect(decodeToken(token)).toMatchObject({ code });
  });
});
