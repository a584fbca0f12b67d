import type { FailedCheck, FailureCode, Refusal } from './decision';

/** The text for a failure, and its evidence. */
export interface RefusalText {
  /** The `error_description`; `{found}` stands for what the check found. */
  readonly text: string;
  /** True where API Gateway is known to use this text. Otherwise it is ours, and only the status and body are its. */
  readonly established: boolean;
  /** The place where it was seen or, for a text of ours, the facts known. */
  readonly evidence: string;
}

const UNKNOWN = 'no capture found';

/**
 * The texts of refusals, one for each way to fail.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 */
export const REFUSALS: Readonly<Record<FailureCode, RefusalText>> = {
  'no-token': { text: 'token not provided', established: true, evidence: 'access logs of several accounts' },
  segments: {
    text: 'token contains an invalid number of segments',
    established: true,
    evidence: 'responses and access logs of several accounts',
  },
  'too-long': { text: 'token is too long', established: false, evidence: UNKNOWN },
  'not-base64url': { text: 'token is not base64url', established: false, evidence: UNKNOWN },
  'not-json': { text: 'token header or payload is not a JSON object', established: false, evidence: UNKNOWN },
  'critical-header': { text: 'token has a critical header extension', established: false, evidence: UNKNOWN },
  'no-algorithm': { text: 'signing method is missing', established: false, evidence: UNKNOWN },
  algorithm: {
    text: 'signing method {found} is invalid',
    established: true,
    evidence: 'responses of two accounts for ES256; other names by analogy',
  },
  discovery: {
    text: 'OIDC discovery endpoint communication error',
    established: true,
    evidence: 'responses, for an issuer out of reach; for a document of no use by analogy',
  },
  jwks: {
    text: 'JWKS communication error',
    established: true,
    evidence: 'responses, for keys out of reach; for a document of no use by analogy',
  },
  'no-kid': { text: 'token has no kid', established: false, evidence: UNKNOWN },
  'unknown-kid': { text: 'no key has the kid of the token', established: false, evidence: UNKNOWN },
  'unusable-key': { text: 'the key of the token cannot be used', established: false, evidence: UNKNOWN },
  'key-algorithm': {
    text: 'the key of the token is for another signing method',
    established: false,
    evidence: UNKNOWN,
  },
  signature: { text: 'the signature is invalid', established: false, evidence: UNKNOWN },
  issuer: {
    text: 'issuer does not match',
    established: false,
    evidence: "seen once, in a project's own documentation",
  },
  audience: {
    text: 'the token does not have a valid audience',
    established: true,
    evidence: 'documented: http-api-troubleshooting-jwt.html',
  },
  expired: { text: 'the token has expired', established: true, evidence: 'a response' },
  'bad-expiry': { text: 'the token has no valid exp', established: false, evidence: UNKNOWN },
  'not-yet-valid': { text: 'the token is not valid yet', established: false, evidence: UNKNOWN },
  'bad-not-before': { text: 'the token has no valid nbf', established: false, evidence: UNKNOWN },
  'issued-in-future': { text: 'the token was issued in the future', established: false, evidence: UNKNOWN },
  'bad-issued-at': { text: 'the token has no valid iat', established: false, evidence: UNKNOWN },
  scope: { text: 'the token has no scope of the route', established: false, evidence: UNKNOWN },
  internal: { text: 'the token could not be checked', established: false, evidence: 'a fault of this gateway' },
};

/** The answer to a request whose token failed a check, as API Gateway gives it. */
export function refusalFor(failed: FailedCheck, routeScopes: readonly string[]): Refusal {
  const description = headerSafe(REFUSALS[failed.code].text.replace('{found}', () => failed.found));
  switch (failed.code) {
    case 'no-token':
      return { ...UNAUTHORIZED, wwwAuthenticate: 'Bearer', error: `missing: ${description}` };
    case 'scope':
      // No capture shows a www-authenticate header with it.
      return { status: 403, body: '{"message":"Forbidden"}', error: `insufficient_scope: ${description}` };
    default:
      return {
        ...UNAUTHORIZED,
        wwwAuthenticate: `Bearer scope="${headerSafe(routeScopes.join(' '))}" error="invalid_token" error_description="${description}"`,
        error: `invalid_token: ${description}`,
      };
  }
}

const UNAUTHORIZED = { status: 401, body: '{"message":"Unauthorized"}' } as const;

/** Fit for a quoted string in a header: nothing that would end it, and printable ASCII only. */
function headerSafe(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/g, '?');
}
