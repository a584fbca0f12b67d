import {
  isJsonObject,
  type Json,
  MAX_DOCUMENT_BYTES,
  printable,
  RSA_HASHES,
  readKeySet,
  type UnusableKey,
} from '../local/authorizer';
import { mirrorKeys, publicJwksUri } from './mirror-keys';
import { MirrorRefusal, type RefusalFault } from './refusal';
import { defaultKeyOf } from './wso2-default-keys';

/** A key as it is published: nothing else of what WSO2 IS says about it. */
export interface PublishedKey {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  /** Left out where WSO2 IS names none. */
  readonly alg?: string;
  readonly use: 'sig';
}

/** The two documents, written anew. */
export interface Rebuilt {
  /** The text of each document by its key in the bucket, in the order in which they are written: keys first. */
  readonly documents: readonly { readonly key: string; readonly text: string }[];
  readonly keys: readonly PublishedKey[];
  /** Entries of WSO2 IS's key set that API Gateway has no use for, and why. */
  readonly leftOut: readonly UnusableKey[];
}

export interface RebuildProps {
  readonly issuer: string;
  /** The `kid`s that may be published. @default any */
  readonly kids?: readonly string[] | undefined;
}

/** The members of a JWK that are secret, for every kind of key. RFC 7518 section 6. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Checks a key set of WSO2 IS, and writes both documents anew from what API Gateway needs: of the key set the RSA signing keys
 * of 2048 bits or more, in an order of its own, so that the same keys are the same bytes; of the metadata no endpoint.
 *
 * @throws MirrorRefusal with every fault
 */
export function rebuild(jwks: Json, { issuer, kids }: RebuildProps): Rebuilt {
  const jwksUri = publicJwksUri(issuer);
  const keySet = readKeySet(jwks);
  if (!keySet || !isJsonObject(jwks)) {
    throw new MirrorRefusal([
      {
        code: 'no-usable-key',
        what: 'the key set',
        got: 'JSON that is no key set',
        expected: 'a JSON object with the array keys',
        fix: 'see repository/logs/wso2carbon.log: WSO2 IS answers with an error where it cannot read its keys',
      },
    ]);
  }
  const keys: PublishedKey[] = [...keySet.usable.values()]
    .flatMap(({ kid, publicKey, algorithms }) => {
      const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
      const served = [...new Set(algorithms)].filter((alg) => alg === undefined || RSA_HASHES.has(alg));
      return served.map((alg) => ({
        kty: 'RSA' as const,
        n,
        e,
        kid,
        ...(alg !== undefined && { alg }),
        use: 'sig' as const,
      }));
    })
    .sort((one, other) => order(one.kid, other.kid) || order(one.alg ?? '', other.alg ?? ''));

  const leftOut: UnusableKey[] = [
    ...keySet.unusable,
    ...[...keySet.usable.values()]
      .filter(({ kid }) => keys.every((key) => key.kid !== kid))
      .map(({ kid, algorithms }) => ({
        kid,
        why: 'not-for-signing' as const,
        reason: `for ${algorithms.join(', ')} only`,
      })),
  ];
  const [discoveryText, jwksText] = [
    JSON.stringify({
      issuer,
      jwks_uri: jwksUri,
      // OpenID Connect Discovery 1.0 section 3 asks for these three. They tell nothing of WSO2 IS: nobody logs in here.
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    JSON.stringify({ keys }),
  ];
  const entries = jwks['keys'] as readonly Json[];
  const faults = [...secretFaults(entries), ...defaultKeyFaults(entries), ...listFaults(keys, kids)];
  if (keys.length === 0) {
    const got = leftOut.map(({ kid, reason }) => `${kid ?? 'no kid'}: ${reason}`).join('; ') || 'no keys at all';
    faults.push({
      code: 'no-usable-key',
      what: 'the key set',
      got: printable(got),
      expected: 'an RSA signing key of 2048 bits or more, with kid, for RS256, RS384 or RS512',
      fix: 'give WSO2 IS such a key: without one every token would be refused',
    });
  }
  if (Buffer.byteLength(jwksText) > MAX_DOCUMENT_BYTES) {
    faults.push({
      code: 'too-large',
      what: 'the key set',
      got: `${Buffer.byteLength(jwksText)} bytes for ${keys.length} keys`,
      expected: `at most ${MAX_DOCUMENT_BYTES}, API Gateway's limit`,
      fix: 'take keys that are not needed out of the keystore of WSO2 IS',
    });
  }
  if (faults.length > 0) {
    throw new MirrorRefusal(faults);
  }
  const places = mirrorKeys(issuer);
  return {
    documents: [
      { key: places.jwks, text: jwksText },
      { key: places.discovery, text: discoveryText },
    ],
    keys,
    leftOut,
  };
}

/** A key set with a secret in it is not trusted in any part. Only the names of the members are shown. */
function secretFaults(entries: readonly Json[]): RefusalFault[] {
  return entries.flatMap((entry) => {
    const secret = isJsonObject(entry) ? PRIVATE_MEMBERS.filter((member) => Object.hasOwn(entry, member)) : [];
    return secret.length === 0
      ? []
      : [
          {
            code: 'private-member' as const,
            what: keyName(entry),
            got: `the private ${secret.length === 1 ? 'member' : 'members'} ${secret.join(', ')}`,
            expected: 'a public key',
            fix: 'replace the key: WSO2 IS gives its private half out to everybody who asks',
          },
        ];
  });
}

function defaultKeyFaults(entries: readonly Json[]): RefusalFault[] {
  return entries.flatMap((entry) => {
    const shipped = defaultKeyOf(entry);
    return shipped === undefined
      ? []
      : [
          {
            code: 'default-key' as const,
            what: keyName(entry),
            got: `the key that ships with ${shipped.shippedIn}`,
            expected: 'keys of your own alone: anyone can forge tokens under this one',
            fix: 'make a keystore without it for WSO2 IS, and restart; npm run preflight says how',
          },
        ];
  });
}

function listFaults(keys: readonly PublishedKey[], kids: readonly string[] | undefined): RefusalFault[] {
  const unlisted =
    kids === undefined ? [] : [...new Set(keys.map(({ kid }) => kid))].filter((kid) => !kids.includes(kid));
  return unlisted.map((kid) => ({
    code: 'unlisted-kid',
    what: `key ${printable(kid)}`,
    got: 'a kid that is not on the list',
    expected: 'a kid of the list in the configuration',
    fix: 'where the key is yours, add its kid to the list and deploy; where nobody knows it, find out who added it to the keystore of WSO2 IS',
  }));
}

function keyName(entry: Json): string {
  const kid = isJsonObject(entry) ? entry['kid'] : undefined;
  return typeof kid === 'string' ? `key ${printable(kid)}` : 'a key without kid';
}

/** As the texts are stored, not as a language orders them. */
function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
