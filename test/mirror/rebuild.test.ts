import * as fc from 'fast-check';
import type { Json } from '../../local/authorizer/decision';
import { MirrorRefusal, rebuild } from '../../mirror';
import { createRsaKey, jwkOf } from '../local/authorizer/minting';
import { ISSUER, KEYS } from './support/source';

const keys = ['one_RS256', 'two_RS256'].map((kid) => createRsaKey(kid));
const MEMBERS = ['kty', 'n', 'e', 'kid', 'alg', 'use'];

/** A key as WSO2 IS may list it, with members that are odd, or secret, or not of a key at all. */
const anyEntry: fc.Arbitrary<Json> = fc
  .tuple(
    fc.constantFrom(...keys),
    fc.dictionary(
      fc.constantFrom('kid', 'alg', 'use', 'key_ops', 'x5c', 'kty', 'n', 'd', 'oth', 'internal', '__proto__'),
      fc.oneof(fc.string(), fc.constantFrom('sig', 'enc', 'RS256', 'RS512', 'PS256', 'RSA', null, 1, 'SECRET')),
      { maxKeys: 3 },
    ),
  )
  .map(([key, odd]) => ({ ...(jwkOf(key) as object), ...odd }) as Json);

const SECRET = jwkOf(keys[0] ?? createRsaKey('one_RS256'), { d: 'SECRET' });

test('whatever a key set holds, each key of what is published has the six members alone, or nothing is published', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyEntry, fc.jsonValue() as fc.Arbitrary<Json>), { maxLength: 5 }), (entries) => {
      let texts: ReadonlyMap<string, string>;
      try {
        const { documents } = rebuild({ keys: entries }, { issuer: ISSUER });
        texts = new Map(documents.map(({ key, text }) => [key, text]));
      } catch (error) {
        expect(error).toBeInstanceOf(MirrorRefusal);
        return;
      }
      expect([...texts.keys()]).toEqual([KEYS.jwks, KEYS.discovery]);
      const published: readonly Readonly<Record<string, unknown>>[] = JSON.parse(texts.get(KEYS.jwks) ?? '').keys;
      expect(published.length).toBeGreaterThan(0);
      for (const key of published) {
        expect(Object.keys(key).filter((member) => !MEMBERS.includes(member))).toEqual([]);
        expect(keys.map(({ publicKey }) => publicKey.export({ format: 'jwk' }).n)).toContain(key['n']);
        expect(key).toMatchObject({ kty: 'RSA', use: 'sig' });
        expect(['RS256', 'RS384', 'RS512', undefined]).toContain(key['alg']);
      }
      expect(
        entries.filter((entry) => Object.hasOwn(Object(entry), 'd') || Object.hasOwn(Object(entry), 'oth')),
      ).toEqual([]);
    }),
    { examples: [[[SECRET]], [[jwkOf(createRsaKey('weak', 1024))]], [keys.map((key) => jwkOf(key))]] },
  );
});
