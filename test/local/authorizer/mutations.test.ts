import fc from 'fast-check';
import { CLIENT_ID, claimsWith, createRsaKey, jwkOf, mint } from './minting';
import { authorizerWith, decide, KEY } from './setup';

const SECOND_KEY = createRsaKey('second_RS256');
const authorizer = authorizerWith({ jwks: { keys: [jwkOf(KEY), jwkOf(SECOND_KEY)] } });

const TOKENS = [
  mint(KEY),
  mint(SECOND_KEY, claimsWith({ sub: 'admin', scope: ['quotes:admin'] })),
  mint(KEY, claimsWith({ aud: [CLIENT_ID, 'signup-service'], nbf: undefined }), { typ: undefined }),
];
const SEGMENTS = TOKENS.map((token) => token.split('.'));

const BASE64URL = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
const anyToken = fc.constantFrom(...TOKENS);
const anyPlace = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const anyCharacter = fc.oneof(
  fc.constantFrom(...BASE64URL),
  fc.constantFrom(...'.=+/ ,%\n\0'),
  fc.string({ minLength: 1, maxLength: 3 }),
);

/** One character, or a few, put at a place of a token, over none or more that are there. */
const overwritten = fc.tuple(anyToken, anyPlace, anyCharacter, fc.nat({ max: 2 })).map(([token, place, text, over]) => {
  const at = Math.floor(place * (token.length + 1));
  return token.slice(0, at) + text + token.slice(at + over);
});

/** A piece of a token left out. */
const shortened = fc.tuple(anyToken, anyPlace, fc.integer({ min: 1, max: 400 })).map(([token, place, length]) => {
  const at = Math.floor(place * token.length);
  return token.slice(0, at) + token.slice(at + length);
});

/** One bit of what a segment decodes to, encoded again as it should be. */
const flipped = fc
  .tuple(anyToken, fc.nat({ max: 2 }), anyPlace, fc.nat({ max: 7 }))
  .map(([token, index, place, bit]) => {
    const segments = token.split('.');
    const bytes = Buffer.from(segments[index] ?? '', 'base64url');
    const at = Math.floor(place * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    segments[index] = bytes.toString('base64url');
    return segments.join('.');
  });

/** The last character of a segment changed, where base64url has bits that stand for nothing. */
const loose = fc.tuple(anyToken, fc.nat({ max: 2 }), fc.constantFrom(...BASE64URL)).map(([token, index, character]) => {
  const segments = token.split('.');
  segments[index] = `${segments[index]?.slice(0, -1)}${character}`;
  return segments.join('.');
});

/** Segments of several tokens together. */
const spliced = fc
  .tuple(...[0, 1, 2].map((index) => fc.constantFrom(...SEGMENTS.map((segments) => segments[index] ?? ''))))
  .map((segments) => segments.join('.'));

/** Members of the header or the claims set to something else, under the signature of before. */
const rewritten = fc
  .tuple(
    anyToken,
    fc.nat({ max: 1 }),
    fc.constantFrom(
      'alg',
      'kid',
      'typ',
      'crit',
      'jwk',
      'iss',
      'aud',
      'client_id',
      'exp',
      'nbf',
      'iat',
      'scope',
      'scp',
      'sub',
    ),
    fc.oneof(fc.jsonValue(), fc.constantFrom('none', 'HS256', 'quotes:admin', 9_999_999_999)),
  )
  .map(([token, index, name, value]) => {
    const segments = token.split('.');
    const members = JSON.parse(Buffer.from(segments[index] ?? '', 'base64url').toString());
    segments[index] = Buffer.from(JSON.stringify({ ...members, [name]: value })).toString('base64url');
    return segments.join('.');
  });

const mutated = fc
  .oneof(overwritten, shortened, flipped, loose, spliced, rewritten)
  .filter((token) => !TOKENS.includes(token));

test('the tokens that are mutated are valid', async () => {
  for (const token of TOKENS) {
    expect(await decide(token, [], authorizer)).toMatchObject({ allowed: true });
  }
});

test('no mutation of a valid token is let in [F81]', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, async (token) => {
      const decision = await decide(token, [], authorizer);
      return !decision.allowed && decision.refusal.status === 401 && decision.failed.code !== 'internal';
    }),
    { numRuns: 12_000 },
  );
});
