import { type Check, fail, notReached, pass } from './decision';
import type { KeyLookup, VerificationKey } from './keys';
import { printable } from './printable';
import type { DecodedToken } from './token';

/** The checks of a token against the keys, in order, and the key that has to have signed it, if there is one. */
export interface KeyChecks {
  readonly discovery: Check;
  readonly keys: Check;
  readonly kid: Check;
  readonly key?: VerificationKey;
}

const EXPECTED_DISCOVERY = 'the discovery document of the issuer, naming it and an https jwks_uri';
const EXPECTED_KEYS = 'the key set of the issuer';
const EXPECTED_KID = 'the kid of the key that signed';
/** In characters; a key set may hold many. */
const MAX_KIDS_LENGTH = 1000;

/** The token's `kid`, if it has one that could name a key. */
export function kidOf({ header }: DecodedToken): string | undefined {
  const kid = header['kid'];
  return typeof kid === 'string' && kid !== '' ? kid : undefined;
}

/** The checks of a token for which the keys are not asked: it has no `kid`, or its algorithm is refused anyway. */
export function checkWithoutKeys(kid: string | undefined): KeyChecks {
  return {
    discovery: notReached('discovery'),
    keys: notReached('keys'),
    kid: kid === undefined ? fail('kid', 'no-kid', 'no kid in the header', EXPECTED_KID) : notReached('kid'),
  };
}

/** The checks of a token whose `kid` was looked up. */
export function checkKeys(kid: string, lookup: KeyLookup): KeyChecks {
  if (lookup.kind === 'unavailable') {
    const found = printable(`${lookup.url}: ${lookup.reason}`, MAX_KIDS_LENGTH);
    const kidCheck = notReached('kid');
    return lookup.at === 'discovery'
      ? {
          discovery: fail('discovery', 'discovery', found, EXPECTED_DISCOVERY),
          keys: notReached('keys'),
          kid: kidCheck,
        }
      : {
          discovery: pass('discovery', printable(`jwks_uri ${lookup.url}`), EXPECTED_DISCOVERY),
          keys: fail('keys', 'jwks', found, EXPECTED_KEYS),
          kid: kidCheck,
        };
  }
  const { origin } = lookup;
  const discovery = pass('discovery', origin.discovery, EXPECTED_DISCOVERY);
  const keys = pass('keys', origin.keys, EXPECTED_KEYS);
  const found = printable(kid);
  switch (lookup.kind) {
    case 'found':
      return { discovery, keys, kid: pass('kid', found, EXPECTED_KID), key: lookup.key };
    case 'unusable':
      return { discovery, keys, kid: fail('kid', 'unusable-key', `${found}: ${lookup.reason}`, 'one RSA signing key') };
    case 'unknown': {
      const kids = printable(lookup.knownKids.join(', '), MAX_KIDS_LENGTH);
      return { discovery, keys, kid: fail('kid', 'unknown-kid', found, kids === '' ? 'no key is known' : kids) };
    }
  }
}
