import { checkPrimeSync, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { readKeySet } from '../../../local/authorizer/key-set';
import { hasRocaFingerprint } from '../../../local/authorizer/roca';
import { createRsaKey, jwkOf, mint, type SigningKey } from './minting';
import { authorizerWith, decide, outcome } from './setup';

// CVE-2017-15361, as the paper describes how the chips made their primes (section 2.1).

const E = 65_537n;
const random = (bits: number) => BigInt(`0x${randomBytes(bits / 8).toString('hex')}`);

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n) {
    result = rest & 1n ? (result * square) % modulus : result;
    square = (square * square) % modulus;
  }
  return result;
}

/** The product of the first primes: 126 of them for a key of 2048 bits. */
function primorial(count: number): bigint {
  let product = 1n;
  for (let candidate = 2, found = 0; found < count; candidate++) {
    if (checkPrimeSync(BigInt(candidate))) {
      product *= BigInt(candidate);
      found += 1;
    }
  }
  return product;
}

/** A prime of 1024 bits as such a chip makes it. */
function faultyPrime(): bigint {
  const m = primorial(126);
  // So great that the product of two has 2048 bits.
  const least = 3n << 1022n;
  for (;;) {
    const prime = (least / m + 1n + random(48)) * m + power(E, random(64), m);
    if (prime % E !== 1n && checkPrimeSync(prime)) {
      return prime;
    }
  }
}

const base64url = (number: bigint) => {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
};

/** The inverse of E modulo `modulus`: the one multiple of it, plus 1, that E divides. */
function inverseOfE(modulus: bigint): bigint {
  let multiple = 1n;
  while (multiple % E !== 0n) {
    multiple += modulus;
  }
  return multiple / E;
}

function faultyKey(kid: string): SigningKey {
  const [p, q] = [faultyPrime(), faultyPrime()];
  const d = inverseOfE((p - 1n) * (q - 1n));
  const members = { n: p * q, e: E, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: power(q, p - 2n, p) };
  const jwk = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, base64url(value)]));
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' });
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
}

const modulusOf = (key: SigningKey) =>
  BigInt(`0x${Buffer.from(String(key.publicKey.export({ format: 'jwk' }).n), 'base64url').toString('hex')}`);

describe('a key with the fingerprint of ROCA', () => {
  const faulty = faultyKey('faulty');
  const sound = createRsaKey('sound');
  const keys = [jwkOf(faulty), jwkOf(sound)];

  test('is recognized, and another one is not [F77]', () => {
    expect(hasRocaFingerprint(modulusOf(faulty))).toBe(true);
    expect(hasRocaFingerprint(modulusOf(sound))).toBe(false);
    expect(hasRocaFingerprint(modulusOf(faulty) * faultyPrime())).toBe(true);
  });

  test.each([
    ['a power of 65537', power(E, 12_345n, primorial(39)), true],
    ['1', 1n, true],
    ['2', 2n, false],
    ['0', 0n, false],
    // Modulo each prime a power of 65537, though not of one exponent: 65537 modulo 3, and 1 modulo all others.
    ['powers of different exponents', 1n + (primorial(39) / 3n) * ((primorial(39) / 3n) % 3n === 1n ? 1n : 2n), false],
  ])('is told by the arithmetic alone: %s', (_what, modulus, has) => {
    expect(hasRocaFingerprint(modulus)).toBe(has);
  });

  test('cannot be used, and does not spoil the others', () => {
    const keySet = readKeySet({ keys });
    expect([...(keySet?.usable.keys() ?? [])]).toEqual(['sound']);
    expect(keySet?.unusable).toEqual([
      { kid: 'faulty', why: 'weak', reason: 'an RSA key that can be factored (ROCA, CVE-2017-15361)' },
    ]);
  });

  test('lets no token in that it has signed [F77]', async () => {
    const authorizer = authorizerWith({ jwks: { keys } });
    expect(outcome(await decide(mint(faulty), [], authorizer))).toMatchObject({ status: 401, code: 'unusable-key' });
    expect(outcome(await decide(mint(sound), [], authorizer))).toBe('allowed');
  });
});
