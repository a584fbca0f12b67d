import { generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import type { Json } from '../../../local/authorizer/decision';
import { createLookup, readKeySet } from '../../../local/authorizer/key-set';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import { createRsaKey, jwkOf, type Members } from './minting';

const one = createRsaKey('one');
const two = createRsaKey('two');
const ec = { kid: 'ec', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };

const PRIME = generatePrimeSync(2048, { bigint: true });
const ROOT = generatePrimeSync(1030, { bigint: true });
const encoded = (n: bigint) => Buffer.from(n.toString(16).replace(/^(?=(..)*.$)/, '0'), 'hex').toString('base64url');

describe('a key set', () => {
  test.each<[string, Json]>([
    ['no object', []],
    ['an error text', 'Error while building the JWKS'],
    ['an object without keys', { issuer: 'x' }],
    ['keys that are no array', { keys: { one: jwkOf(one) } }],
    ['null', null],
  ])('is not read from %s', (_fact, document) => {
    expect(readKeySet(document)).toBeUndefined();
  });

  test('may be empty', () => {
    expect(read()).toEqual({ usable: [], unusable: [] });
  });

  test.each<[string, Members]>([
    ['use sig', { use: 'sig' }],
    ['no use', { use: undefined }],
    ['key_ops that verify', { use: undefined, key_ops: ['verify'] }],
    ['members of WSO2 beside', { x5c: ['MIIB'], x5t: 'abc' }],
  ])('has a key with %s', (_fact, members) => {
    expect(read(jwkOf(one, members))).toEqual({ usable: ['one'], unusable: [] });
  });

  test.each<[string, Json, string]>([
    ['use enc', jwkOf(one, { use: 'enc' }), 'not a signing key (use, key_ops)'],
    ['use null', jwkOf(one, { use: null }), 'not a signing key (use, key_ops)'],
    ['key_ops that do not verify', jwkOf(one, { key_ops: ['encrypt'] }), 'not a signing key (use, key_ops)'],
    ['key_ops that are a text', jwkOf(one, { key_ops: 'verify' }), 'not a signing key (use, key_ops)'],
    ['another type', jwkOf(ec, { kid: 'one', alg: 'ES256' }), 'not an RSA key ("EC")'],
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0', kid: 'one' }, 'not an RSA key ("oct")'],
    ['no modulus', jwkOf(one, { n: undefined }), 'not a complete RSA key (n, e)'],
    [
      'a modulus in base64 of another kind',
      jwkOf(one, { n: `${one.publicKey.export({ format: 'jwk' }).n}=` }),
      'not a valid RSA key (n and e are not base64url)',
    ],
    ['white space in its exponent', jwkOf(one, { e: 'AQ AB' }), 'not a valid RSA key (n and e are not base64url)'],
    ['an alg that is a list', jwkOf(one, { alg: ['RS256'] }), 'an alg that is not a string'],
    ['the alg null', jwkOf(one, { alg: null }), 'an alg that is not a string'],
    ['an empty modulus', jwkOf(one, { n: '' }), expect.stringMatching(/^not a valid RSA key|of \d+ bits/)],
    ['the exponent 1', jwkOf(one, { e: 'AQ' }), 'an RSA key with the exponent 1'],
    ['an exponent beyond 31 bits', jwkOf(one, { e: 'gAAAAQ' }), 'an RSA key with the exponent 2147483649'],
    ['an even exponent', jwkOf(one, { e: 'BA' }), 'an RSA key with the exponent 4'],
    ['a prime as its modulus', jwkOf(one, { n: encoded(PRIME) }), 'an RSA key that anybody can factor'],
    ['a square as its modulus', jwkOf(one, { n: encoded(ROOT ** 2n) }), 'an RSA key that anybody can factor'],
    ['a small factor', jwkOf(one, { n: encoded(997n * PRIME) }), 'an RSA key that anybody can factor'],
    [
      'too many bits',
      jwkOf(one, { n: encoded(2n ** 17_000n + 1n) }),
      expect.stringMatching(/^not a valid RSA key|of 17001 bits/),
    ],
    ['1024 bits', jwkOf(createRsaKey('one', 1024)), 'an RSA key of 1024 bits; at least 2048 are needed'],
  ])('cannot use a key with %s, and says why [F76]', (_fact, jwk, reason) => {
    expect(read(jwk, jwkOf(two))).toEqual({ usable: ['two'], unusable: [{ kid: 'one', reason }] });
  });

  test.each<[string, Json]>([
    ['without kid', jwkOf(one, { kid: undefined })],
    ['with an empty kid', jwkOf(one, { kid: '' })],
    ['with a number as kid', jwkOf(one, { kid: 1 })],
    ['that is no object', 'one'],
    ['that is null', null],
  ])('passes over an entry %s', (_fact, jwk) => {
    expect(read(jwk, jwkOf(two))).toEqual({
      usable: ['two'],
      unusable: [{ kid: undefined, reason: 'an entry without kid' }],
    });
  });

  test('has one modulus under several kids, as WSO2 IS lists it', () => {
    const entries = [jwkOf(one, { kid: 'k_RS256' }), jwkOf(one, { kid: 'k_PS256', alg: 'PS256' }), jwkOf(one)];
    expect(read(...entries)).toEqual({ usable: ['k_RS256', 'k_PS256', 'one'], unusable: [] });
  });

  test('has one key listed twice under one kid, for each of its algorithms', () => {
    const keySet = readKeySet({ keys: [jwkOf(one), jwkOf(one, { alg: 'PS256' }), jwkOf(one, { use: 'enc' })] });
    expect(keySet?.usable.get('one')?.algorithms).toEqual(['RS256', 'PS256']);
  });

  test.each<[string, Json]>([
    ['another RSA key', jwkOf(two, { kid: 'one' })],
    ['a key of another type', jwkOf(ec, { kid: 'one', alg: 'ES256' })],
    ['another key for encryption', jwkOf(two, { kid: 'one', use: 'enc' })],
  ])('cannot use a kid under which there is %s too, in either order [F78]', (_fact, other) => {
    const unusable = [{ kid: 'one', reason: 'different keys have this kid' }];
    expect(read(jwkOf(one), other)).toEqual({ usable: [], unusable });
    expect(read(other, jwkOf(one))).toEqual({ usable: [], unusable });
  });

  test('takes no kid for a member of Object', () => {
    const keySet = readKeySet({ keys: [jwkOf(one)] });
    const find = createLookup(keySet ?? { usable: new Map(), unusable: [] }, { discovery: '', keys: '' });
    expect(find('__proto__')).toMatchObject({ kind: 'unknown', knownKids: ['one'] });
    expect(find('constructor')).toMatchObject({ kind: 'unknown' });
  });
});

describe('keys at hand', () => {
  test('are found by kid', () => {
    const keys = createStaticKeys({ keys: [jwkOf(one), jwkOf(ec)] }, 'jwks.json');
    const origin = { discovery: 'not asked: keys given in jwks.json', keys: '1 usable key(s) in jwks.json' };
    expect(keys.find('one')).toMatchObject({ kind: 'found', key: { kid: 'one' }, origin });
    expect(keys.find('two')).toEqual({ kind: 'unknown', knownKids: ['one'], origin });
    expect(keys.find('ec')).toEqual({ kind: 'unusable', reason: 'not an RSA key ("EC")', origin });
  });

  test('must be a key set', () => {
    expect(() => createStaticKeys({}, 'jwks.json')).toThrow('jwks.json is not a JSON Web Key Set');
  });
});

function read(...keys: readonly Json[]) {
  const keySet = readKeySet({ keys });
  return (
    keySet && {
      usable: [...keySet.usable.keys()],
      unusable: keySet.unusable.map(({ kid, reason }) => ({ kid, reason })),
    }
  );
}
