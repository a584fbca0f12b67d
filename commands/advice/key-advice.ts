import { HANDBOOK, UNTRUSTED } from '../wso2/places';
import type { Failure } from './explanation';
import { mirrorAdvice } from './mirror-advice';

/** Advice about an issuer whose keys cannot be had. */
export function unreachableAdvice({ check, isLaptop, trusted, app }: Failure): string[] {
  return [
    'Without the keys the signature is not checked, and API Gateway answers 401 to every token.',
    ...(UNTRUSTED.some((code) => check.found.includes(code))
      ? [
          `Compare the fingerprint with that of the server's own certificate, and give the certificate with --ca FILE to go on here: ${HANDBOOK.ownServer}. API Gateway itself trusts public authorities only.`,
        ]
      : []),
    ...(trusted.issuer.endsWith('/oauth2/oidcdiscovery')
      ? ['WSO2 IS names itself by /oauth2/token in iss: write that into the issuer instead of /oauth2/oidcdiscovery.']
      : []),
    ...(isLaptop ? ['The issuer is that of a laptop: run npm start, which stands in for it.'] : []),
    `Run ${app.preflight}: it finds out what keeps API Gateway from the issuer. To do without it, give a saved key set: --jwks FILE.`,
  ];
}

/**
 * After a tenant's keystore was changed, WSO2 IS goes on writing the old `kid`.
 *
 * @see https://github.com/wso2/product-is/issues/24589
 */
const RESTART =
  "If new tokens are like this too, restart every node of WSO2 IS: after a tenant's keystore was changed, tokens name the old key until then.";

/**
 * Advice about a `kid` that the key set does not have.
 *
 * @see https://github.com/wso2/product-is/issues/14953 for `add_previous_version_kid`
 */
export function kidAdvice({ check, token: { header }, mirrored }: Failure): string[] {
  const kid = String(header['kid']);
  const form = formOf(kid);
  return [
    ...(mirrored === undefined ? [] : mirrorAdvice(mirrored)),
    ...suffixAdvice(kid, check.expected.split(', ')),
    ...(form === undefined
      ? []
      : [
          `The kid has the form of WSO2 IS ${form}; later releases name the same key otherwise. After an upgrade ask for a new token, or have the key set list the old names too: add_previous_version_kid = true under [oauth.jwks_endpoint] in deployment.toml (6.1 and later).`,
        ]),
    'If key or certificate were changed after the token was issued (WSO2 IS makes kid from the certificate), ask for a new token. Next time keep the old key in the keystore for two hours, as long as API Gateway may hold keys, and the life of a token; a key that WSO2 ships, never.',
    RESTART,
    'Otherwise another server or another tenant signed it: compare its iss with the issuer, and in a cluster the keystores of all nodes.',
  ];
}

/**
 * Advice about a token and a key set that differ in nothing but the suffix.
 *
 * @see https://github.com/wso2/product-is/issues/7635 for updates of 5.7 that wrote it into one of the two
 */
function suffixAdvice(kid: string, known: readonly string[]): string[] {
  const other = kid.endsWith('_RS256') ? kid.slice(0, -'_RS256'.length) : `${kid}_RS256`;
  if (!known.includes(other)) {
    return [];
  }
  const [withIt, without] = other.length > kid.length ? ['key set', 'token'] : ['token', 'key set'];
  return [
    `The kids differ in the suffix _RS256 only, which the ${withIt} has and the ${without} has not: bring all nodes of WSO2 IS to the same update, one that writes both alike, and ask for a new token. Updates of 5.7 are known to differ so.`,
  ];
}

/** In which releases WSO2 IS wrote a `kid` that way, where it no longer does. */
function formOf(kid: string): string | undefined {
  const [hash = '', ...suffix] = kid.split('_');
  const isSha1 = /^[\da-f]{40}$/.test(Buffer.from(hash, 'base64url').toString('latin1'));
  return isSha1 ? (suffix.length === 0 ? '5.4 to 5.8' : '5.9') : undefined;
}

/** Advice about a signature that the key of the token's `kid` did not make. */
export function signatureAdvice(): string[] {
  return [
    'Copy the token again, whole: it was cut off or changed on the way here.',
    `If it is whole, another key than that of its kid signed it. ${RESTART} The key set may list both keys.`,
    'In a cluster every node needs the same keystore, and the key set has to come from the server that issued the token.',
    'If none of this is so, do not trust it: nobody knows who signed it.',
  ];
}

/** Advice about a signing method that API Gateway refuses. */
export function algorithmAdvice({ token }: Failure): string[] {
  const algorithm = String(token.header['alg']);
  if (/^none$/i.test(algorithm)) {
    return [
      'The token is not signed: nobody can tell who made it.',
      `If WSO2 IS issued it, set ${ALGORITHM} back to SHA256withRSA.`,
    ];
  }
  if (algorithm.startsWith('HS')) {
    return [
      'The token is signed with a shared secret. WSO2 IS issues no such access token: it is from another issuer, or forged with the public key as the secret.',
    ];
  }
  return [
    ...(token.kind === 'ID token' ? ['This looks like an ID token: send the access token.'] : []),
    ...(algorithm.startsWith('PS')
      ? ['AWS says that RSA-based algorithms are supported; whether PS algorithms are among them is not established.']
      : []),
    `WSO2 IS signs access tokens with the server-wide algorithm: set ${ALGORITHM} to SHA256withRSA, its default. An application can have another one for ID tokens only.`,
  ];
}

const ALGORITHM = 'validation_response_signing_algorithm under [oauth.token_validation] in deployment.toml';
