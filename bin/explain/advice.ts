import type { FailureCode } from '../../local/gateway/authorizer/decision';
import { algorithmAdvice } from './algorithm-advice';
import { audienceAdvice } from './audience-advice';
import type { Failure } from './failure';
import { issuerAdvice } from './issuer-advice';
import { kidAdvice } from './kid-advice';
import { PLACES } from './places';
import { scopeAdvice } from './scope-advice';
import { aheadAdvice, expiredAdvice } from './time-advice';
import { unreachableAdvice } from './unreachable-advice';

const COPIED = 'Copy the token again, whole: it was cut off or changed on the way here.';
const WRITTEN_BY_WSO2 = (claim: string) =>
  `WSO2 IS always writes ${claim}: look for another issuer, or a pre-issue-access-token action that takes it away.`;

/** What to do about each failure, a sentence a step. */
export const ADVICE: Readonly<Record<FailureCode, (failure: Failure) => readonly string[]>> = {
  'no-token': () => ['Send the token where the identity source has it.'],
  'too-long': () => [
    'API Gateway takes at most 10,240 bytes of request line and headers together: make the token smaller.',
    `Take user attributes such as groups out of the access token: ${PLACES.accessToken}.`,
  ],
  segments: segmentsAdvice,
  'not-base64url': () => [COPIED],
  'not-json': () => [COPIED, 'If it is whole, it is no JWT, or not one that WSO2 IS issued.'],
  'critical-header': () => ['WSO2 IS issues no such token: it is from another issuer, or made by hand.'],
  'no-algorithm': () => ['WSO2 IS always writes alg: the token is from another issuer, or made by hand.'],
  algorithm: algorithmAdvice,
  discovery: unreachableAdvice,
  jwks: unreachableAdvice,
  'no-kid': () => [
    'WSO2 IS writes kid since 5.4: upgrade an older one; otherwise the token is from another issuer.',
    'API Gateway never tries all keys: a token without kid is refused.',
  ],
  'unknown-kid': kidAdvice,
  'unusable-key': () => [
    'Run npm run preflight: it lists the keys that API Gateway cannot use, and why.',
    'Give WSO2 IS an RSA signing key of at least 2048 bits, under a kid of its own.',
  ],
  'key-algorithm': () => [
    'WSO2 IS lists a key once for each algorithm, each under its own kid: the token names that of another algorithm.',
    'Send the access token: an ID token may be signed with another algorithm than it.',
  ],
  signature: () => [
    COPIED,
    'If it is whole, another key than the published one signed it: in a cluster every node needs the same keystore, and the key set has to come from the server that issued the token.',
    'If neither is so, somebody made it: do not trust it.',
  ],
  issuer: issuerAdvice,
  audience: audienceAdvice,
  expired: expiredAdvice,
  'bad-expiry': () => [WRITTEN_BY_WSO2('exp')],
  'not-yet-valid': aheadAdvice,
  'bad-not-before': () => [WRITTEN_BY_WSO2('nbf')],
  'issued-in-future': aheadAdvice,
  'bad-issued-at': () => [WRITTEN_BY_WSO2('iat')],
  scope: scopeAdvice,
  internal: () => ['This is a fault of this project, not of the token: report it, without the token.'],
};

function segmentsAdvice({ token: { segments, isUuid } }: Failure): string[] {
  if (segments === 5) {
    return [
      'The token is encrypted (JWE): API Gateway reads signed tokens only.',
      `Send the access token. WSO2 IS encrypts ID tokens where the application has it so (${PLACES.idToken}); switch encryption off where the token is meant to be read by API Gateway.`,
    ];
  }
  if (segments > 1) {
    return [COPIED];
  }
  return [
    isUuid
      ? "The token is opaque, WSO2 IS's default: API Gateway has no way to ask what it stands for."
      : 'This is no JWT: an opaque token, or not a token at all.',
    `Let the application get JWTs: ${PLACES.tokenType}. Then ask for a new token.`,
  ];
}
