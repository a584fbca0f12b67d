import type { Claims, Json } from '../../local/gateway/authorizer/decision';
import type { JsonObject } from '../../local/gateway/authorizer/strict-json';
import { decodeToken } from '../../local/gateway/authorizer/token';

/** What can be told of a token without asking anybody. Nothing of it is verified. */
export interface TokenFacts {
  /** In characters. */
  readonly length: number;
  /** How many there are with dots between them: a signed JWT has 3, an encrypted one 5. */
  readonly segments: number;
  /** Whether it looks like WSO2 IS's opaque tokens. */
  readonly isUuid: boolean;
  /** False where it could not be taken apart; header and claims are then empty. */
  readonly isReadable: boolean;
  readonly header: JsonObject;
  readonly claims: Claims;
  /** What it was issued for, as far as its members tell. */
  readonly kind: TokenKind;
}

export type TokenKind = 'access token' | 'ID token' | 'refresh token' | 'unknown';

const UUID = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i;
/** Members of ID tokens (OpenID Connect Core 1.0 section 2) that WSO2 IS puts into no access token. */
const OF_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 'amr', 'acr', 'auth_time'] as const;
/** Of them at least one is in most access tokens of WSO2 IS, none in its ID tokens. */
const OF_ACCESS_TOKENS = ['scope', 'scp', 'client_id', 'aut'] as const;

/** Looks at a token. */
export function tokenFacts(token: string): TokenFacts {
  const decoded = decodeToken(token);
  const shape = { length: token.length, segments: token.split('.').length, isUuid: UUID.test(token) };
  if ('code' in decoded) {
    return { ...shape, isReadable: false, header: {}, claims: {}, kind: 'unknown' };
  }
  const { header, claims } = decoded;
  return { ...shape, isReadable: true, header, claims, kind: kindOf(header['typ'], claims) };
}

/** WSO2 IS names access tokens `at+jwt` since 6.0 and leaves `typ` out of ID tokens; before, neither has it. */
function kindOf(typ: Json | undefined, claims: Claims): TokenKind {
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  if (type === 'at+jwt' || type === 'rt+jwt') {
    return type === 'at+jwt' ? 'access token' : 'refresh token';
  }
  if (OF_ACCESS_TOKENS.some((name) => claims[name] !== undefined)) {
    return 'access token';
  }
  return OF_ID_TOKENS.some((name) => claims[name] !== undefined) ? 'ID token' : 'unknown';
}
