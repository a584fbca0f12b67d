import {
  checkAudience,
  checkExpiry,
  checkIssuedAt,
  checkIssuer,
  checkNotBefore,
} from '../../../local/authorizer/claims';
import type { Claims, Json } from '../../../local/authorizer/decision';
import { ISSUER } from './minting';

const SECOND = 1_795_478_400;
const now = SECOND * 1000;

describe('the issuer', () => {
  test('is the configured one [F84]', () => {
    const text = `iss "${ISSUER}"`;
    expect(checkIssuer({ iss: ISSUER }, ISSUER)).toEqual({
      name: 'issuer',
      result: 'pass',
      found: text,
      expected: text,
    });
  });

  test.each<[string, Json | undefined]>([
    ['with a slash at the end', `${ISSUER}/`],
    ['in another case', 'https://IS.example.com/oauth2/token'],
    ['with its port spelled out', 'https://is.example.com:443/oauth2/token'],
    ['with a space before it', ` ${ISSUER}`],
    ['in an array', [ISSUER]],
    ['of null', null],
    ['of no one', undefined],
  ])('is refused %s [F84]', (_fact, iss) => {
    expect(checkIssuer(claims({ iss }), ISSUER)).toMatchObject({
      result: 'fail',
      code: 'issuer',
      found: iss === undefined ? 'no iss' : `iss ${JSON.stringify(iss)}`,
      expected: `iss "${ISSUER}"`,
    });
  });
});

describe('the audience', () => {
  test.each<[string, Members]>([
    ['a string', { aud: 'api' }],
    ['one of an array', { aud: ['other', 'api'] }],
    ['another of the configured ones', { aud: 'second' }],
    ['client_id without aud', { client_id: 'api' }],
    ['aud beside another client_id', { aud: 'api', client_id: 'other' }],
  ])('passes as %s [F85] [F86]', (_fact, members) => {
    expect(checkAudience(claims(members), ['api', 'second'])).toMatchObject({ result: 'pass' });
  });

  test.each<[string, Members, string]>([
    ['another string', { aud: 'other' }, 'aud "other"'],
    ['another case', { aud: 'API' }, 'aud "API"'],
    ['several in one string', { aud: 'api second' }, 'aud "api second"'],
    ['an array without it', { aud: ['other'] }, 'aud ["other"]'],
    ['client_id when aud is another', { aud: 'other', client_id: 'api' }, 'aud "other"'],
    ['client_id when aud is null', { aud: null, client_id: 'api' }, 'aud null'],
    ['client_id when aud is empty text', { aud: '', client_id: 'api' }, 'aud ""'],
    ['client_id when aud is an empty array', { aud: [], client_id: 'api' }, 'aud []'],
    ['an array that holds more than strings', { aud: ['api', 1] }, 'aud ["api",1]'],
    ['an array in an array', { aud: [['api']] }, 'aud [["api"]]'],
    ['an object', { aud: { api: true } }, 'aud {"api":true}'],
    ['an array as client_id', { client_id: ['api'] }, 'no aud, client_id ["api"]'],
    ['azp alone', { azp: 'api' }, 'no aud, no client_id'],
  ])('is refused as %s [F85] [F86] [F87] [F93]', (_fact, members, found) => {
    expect(checkAudience(claims(members), ['api', 'second'])).toEqual({
      name: 'audience',
      result: 'fail',
      code: 'audience',
      found,
      expected: 'one of ["api","second"]',
    });
  });
});

describe('the expiry', () => {
  test('passes until the second it names [F88]', () => {
    expect(checkExpiry({ exp: SECOND }, now - 1)).toMatchObject({
      result: 'pass',
      found: 'expires 2026-11-24T00:00:00Z',
    });
  });

  test.each([0, 1, 3_600_000])('is refused %d ms after, without leeway [F88] [F91]', (milliseconds) => {
    expect(checkExpiry({ exp: SECOND }, now + milliseconds)).toMatchObject({
      result: 'fail',
      code: 'expired',
      found: 'expired 2026-11-24T00:00:00Z',
      expected: expect.stringMatching(/^after 2026-11-24T0/),
    });
  });

  test('is not put off by a fraction of a second', () => {
    expect(checkExpiry({ exp: SECOND + 0.9 }, now + 500)).toMatchObject({ result: 'fail' });
  });

  test.each<Json | undefined>([undefined, null, '9999999999', [9_999_999_999], true, 1e300])(
    'is refused as %p [F92]',
    (exp) => {
      expect(checkExpiry(claims({ exp }), now)).toMatchObject({ result: 'fail', code: 'bad-expiry' });
    },
  );
});

describe('the time before which a token is not valid', () => {
  test.each([undefined, SECOND, SECOND - 1, 0])('passes as %p [F89]', (nbf) => {
    expect(checkNotBefore(claims({ nbf }), now)).toMatchObject({ result: 'pass' });
  });

  test('is refused a second early, without leeway [F89]', () => {
    expect(checkNotBefore({ nbf: SECOND + 1 }, now)).toEqual({
      name: 'not-before',
      result: 'fail',
      code: 'not-yet-valid',
      found: 'valid from 2026-11-24T00:00:01Z',
      expected: 'not after 2026-11-24T00:00:00Z',
    });
  });

  test('is refused a millisecond early [F91]', () => {
    expect(checkNotBefore({ nbf: SECOND }, now - 1)).toMatchObject({ result: 'fail', code: 'not-yet-valid' });
  });

  test.each<Json>([null, '0', [0], -1e300])('is refused as %p [F128]', (nbf) => {
    expect(checkNotBefore({ nbf }, now)).toMatchObject({ result: 'fail', code: 'bad-not-before' });
  });
});

describe('the time of issue', () => {
  test.each([SECOND, SECOND - 1])('passes as %p [F90]', (iat) => {
    expect(checkIssuedAt({ iat }, now)).toMatchObject({ result: 'pass' });
  });

  test('is refused in the future, without leeway [F90]', () => {
    expect(checkIssuedAt({ iat: SECOND + 1 }, now)).toMatchObject({ result: 'fail', code: 'issued-in-future' });
    expect(checkIssuedAt({ iat: SECOND }, now - 1)).toMatchObject({ result: 'fail', code: 'issued-in-future' });
  });

  test.each<Json | undefined>([undefined, null, '0', {}])('is refused as %p', (iat) => {
    expect(checkIssuedAt(claims({ iat }), now)).toMatchObject({ result: 'fail', code: 'bad-issued-at' });
  });
});

test.each([checkExpiry, checkNotBefore, checkIssuedAt])('no claim passes %p when the clock has no time', (check) => {
  expect(() => check({ exp: SECOND, nbf: SECOND, iat: SECOND }, Number.NaN)).toThrow(RangeError);
});

type Members = { readonly [name: string]: Json | undefined };

/** The claims that JSON would hold: without those that are undefined. */
function claims(members: Members): Claims {
  return JSON.parse(JSON.stringify(members));
}
