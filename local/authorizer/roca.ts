/** The first 39 primes. Infineon's library built keys of every length from a product that they are part of. */
const PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
  113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

const GENERATOR = 65_537;

/** The exponents to which the generator is a number: all that are `exponent` modulo `order`. */
interface Logarithm {
  readonly exponent: number;
  readonly order: number;
}

/**
 * True where a modulus has the fingerprint of ROCA (CVE-2017-15361): it was made by a faulty chip, and can be factored from
 * the public key alone.
 *
 * The primes of such a key, and so its modulus, are a power of 65537 modulo the product of the first primes. That is the
 * case when the modulus has a discrete logarithm modulo each of them, and all of these agree. Of the other moduli one in
 * 2^154 is so too.
 *
 * @see https://crocs.fi.muni.cz/_media/public/papers/nemec_roca_ccs17_preprint.pdf section 2
 */
export function hasRocaFingerprint(modulus: bigint): boolean {
  const logarithms: Logarithm[] = [];
  for (const prime of PRIMES) {
    const logarithm = logarithmOf(Number(modulus % BigInt(prime)), prime);
    if (!logarithm || !logarithms.every((other) => agree(logarithm, other))) {
      return false;
    }
    logarithms.push(logarithm);
  }
  return true;
}

/** Undefined when no power of the generator is the residue. */
function logarithmOf(residue: number, prime: number): Logarithm | undefined {
  let found: number | undefined;
  let power = 1;
  for (let order = 0; ; order++) {
    if (order > 0 && power === 1) {
      return found === undefined ? undefined : { exponent: found, order };
    }
    if (power === residue) {
      found = order;
    }
    power = (power * GENERATOR) % prime;
  }
}

/** True where there is an exponent that both allow (the Chinese remainder theorem). */
function agree(one: Logarithm, other: Logarithm): boolean {
  return (one.exponent - other.exponent) % greatestCommonDivisor(one.order, other.order) === 0;
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
