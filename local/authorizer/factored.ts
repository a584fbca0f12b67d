import { checkPrimeSync } from 'node:crypto';
import { createRecent } from './recent';

/** The factors up to here are tried. */
const SMALL = 1000;

/** Judgements by modulus: one takes milliseconds, and a key set is read again and again. */
const judged = createRecent<bigint, boolean>(64);

/**
 * True for a modulus that is no product of two large primes, as that of every RSA key is, and that anybody can take apart at
 * once: it is a prime itself, a square, or has a small factor. Whoever has the factors can sign with the key.
 */
export function isFactoredAtOnce(modulus: bigint): boolean {
  const verdict = judged.get(modulus) ?? judge(modulus);
  judged.set(modulus, verdict);
  return verdict;
}

function judge(modulus: bigint): boolean {
  for (let factor = 2n; factor <= SMALL; factor++) {
    if (modulus % factor === 0n) {
      return true;
    }
  }
  return isSquare(modulus) || checkPrimeSync(modulus);
}

/** By Newton's method, from above. */
function isSquare(n: bigint): boolean {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) / 2n;
    if (next >= root) {
      return root * root === n;
    }
    root = next;
  }
}
