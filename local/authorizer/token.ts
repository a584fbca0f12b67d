import type { Claims, FailureCode } from './decision';
import { isJsonObject, type JsonObject, strictJson } from './strict-json';

/** A token taken apart. Nothing in it is verified. */
export interface DecodedToken {
  readonly header: JsonObject;
  readonly claims: Claims;
  /** The signed text: the first two segments with the dot between them. */
  readonly signingInput: string;
  /** Base64url, canonical; empty for an unsigned token. */
  readonly signature: string;
}

/** Why a token cannot be taken apart. Holds nothing of the token. */
export interface MalformedToken {
  readonly code: FailureCode;
  readonly found: string;
  readonly expected: string;
}

/**
 * In characters. API Gateway lets a request line and its header values have 10,240 bytes in total, so that a longer
 * token never reaches an authorizer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_TOKEN_LENGTH = 10_240;

/**
 * Takes a compact JWS apart: three segments, each canonical base64url, the first two JSON objects.
 *
 * The signature's length is not looked at: an unsigned token is refused for its algorithm, which says more.
 */
export function decodeToken(token: string): DecodedToken | MalformedToken {
  if (token.length > MAX_TOKEN_LENGTH) {
    const expected = `at most ${MAX_TOKEN_LENGTH} characters`;
    return { code: 'too-long', found: `${token.length} characters`, expected };
  }
  const [headerText, payloadText, signature, ...more] = token.split('.');
  if (headerText === undefined || payloadText === undefined || signature === undefined || more.length > 0) {
    const found = `${token.split('.').length} segment(s)`;
    return { code: 'segments', found, expected: '3 segments with a dot between them: a JWT' };
  }
  const headerBytes = canonicalBase64url(headerText);
  const payloadBytes = canonicalBase64url(payloadText);
  if (!headerBytes || !payloadBytes || !canonicalBase64url(signature)) {
    const found = `a ${headerBytes ? (payloadBytes ? 'signature' : 'payload') : 'header'} in another form`;
    return { code: 'not-base64url', found, expected: 'base64url without padding' };
  }
  const header = strictJson(headerBytes);
  const claims = strictJson(payloadBytes);
  if (!isJsonObject(header) || !isJsonObject(claims)) {
    const found = `a ${isJsonObject(header) ? 'payload' : 'header'} of another kind`;
    return { code: 'not-json', found, expected: 'a JSON object' };
  }
  if (header['crit'] !== undefined) {
    // RFC 7515 section 4.1.11: a token whose critical extensions are not understood must be refused. None is.
    return { code: 'critical-header', found: 'a crit header', expected: 'no critical extensions' };
  }
  return { header, claims, signingInput: token.slice(0, headerText.length + 1 + payloadText.length), signature };
}

/** The bytes, or undefined when `text` is not the one base64url text for them: padding, other characters, loose bits. */
function canonicalBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
