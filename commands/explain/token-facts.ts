import { type Claims, decodeToken, type Json, type JsonObject } from '../../local/authorizer';

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

const HEADER = ['alg', 'typ', 'kid'] as const;
const CLAIMS = ['iss', 'aud', 'client_id', 'azp', 'aut', 'scope', 'scp', 'iat', 'nbf', 'exp'] as const;

/** The members of a header or of claims that are shown, and the names of the others. */
export interface ShownMembers {
  readonly shown: Readonly<Record<string, Json>>;
  readonly others: readonly string[];
}

/**
 * What is shown of a token: what decides about it and whose it is. Of everything else the names only, since a user's
 * token may hold a name, an address, groups.
 */
export function shownToken({ header, claims }: TokenFacts): {
  readonly header: ShownMembers;
  readonly claims: ShownMembers;
} {
  return { header: pick(header, HEADER), claims: pick(claims, CLAIMS) };
}

function pick(members: JsonObject, names: readonly string[]): ShownMembers {
  return {
    shown: Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]]))),
    others: Object.keys(members).filter((name) => !names.includes(name)),
  };
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/**
 * A span of time for people, in its two largest units: `2 h 5 min`.
 *
 * @param seconds its sign does not count
 */
export function timeSpan(seconds: number): string {
  let rest = Math.round(Math.abs(seconds));
  const parts = UNITS.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return { count, text: `${count} ${unit}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return first === -1
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .filter(({ count }) => count > 0)
        .map(({ text }) => text)
        .join(' ');
}
