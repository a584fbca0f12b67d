import { type Claims, decodeToken, type Json, type JsonObject, timeText } from '../../local/authorizer';

/** All that can be told of a token without asking anybody. Nothing of it is verified. */
export interface TokenFacts {
  /** In characters. */
  readonly length: number;
  /** The number of parts with dots between them: a signed JWT has 3, an encrypted one 5. */
  readonly segments: number;
  /** It looks like WSO2 IS's opaque tokens. */
  readonly isUuid: boolean;
  /** False where it could not be taken apart; header and claims are then empty. */
  readonly isReadable: boolean;
  readonly header: JsonObject;
  readonly claims: Claims;
  /** The use it was issued for, as far as its members tell. */
  readonly kind: TokenKind;
  /** Absent where the token does not say, and where it is the application or the user in `sub`. */
  readonly caller?: TokenCaller;
}

/** `subject token`: one to exchange for an access token, with which an administrator acts as a user. */
export type TokenKind = 'access token' | 'ID token' | 'refresh token' | 'subject token' | 'unknown';

/**
 * The caller who uses a token, and for whom. WSO2 IS writes `aut: AGENT` into the tokens of agents (7.2 and later), and `act`
 * into a user's token for an agent (7.2 and later) and for a user who impersonates (7.0 and later) alike.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth `AgentAccessTokenClaimProvider`,
 *   `ImpersonatedAccessTokenClaimProvider`
 */
export type TokenCaller =
  | 'an agent, for itself'
  | 'an agent or an impersonating user, for the user in sub'
  | 'somebody else, for the agent in sub';

/** Advice about a token that is no access token, a sentence or two. */
export const SEND_INSTEAD = {
  'ID token':
    'This looks like an ID token: it says who signed in, not what is allowed, and has no scopes. Send the access token.',
  'refresh token':
    'This looks like a refresh token, which is no token for an API: WSO2 IS alone takes it, and gives a new access token for it. Send the access token.',
  'subject token':
    'This looks like a subject token of impersonation (may_act), which is no token for an API: exchange it at WSO2 IS for an access token, and send that.',
} as const satisfies Partial<Record<TokenKind, string>>;

const UUID = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i;
/** Members of ID tokens (OpenID Connect Core 1.0 section 2) that WSO2 IS puts into no access token. */
const OF_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 'amr', 'acr', 'auth_time'] as const;
/** Of them at least one is in most access tokens of WSO2 IS, none in its ID tokens. */
const OF_ACCESS_TOKENS = ['scope', 'scp', 'client_id'] as const;

/** Looks at a token. */
export function tokenFacts(token: string): TokenFacts {
  const decoded = decodeToken(token);
  const shape = { length: token.length, segments: token.split('.').length, isUuid: UUID.test(token) };
  if ('code' in decoded) {
    return { ...shape, isReadable: false, header: {}, claims: {}, kind: 'unknown' };
  }
  const { header, claims } = decoded;
  return { ...shape, isReadable: true, header, claims, kind: kindOf(header['typ'], claims), caller: callerOf(claims) };
}

/**
 * WSO2 IS names access tokens `at+jwt` since 6.0 and leaves `typ` out of ID tokens; before, neither has it. Refresh tokens
 * that are JWTs (7.3) have `rt+jwt`, `rt_scope` and the issuer as their audience, subject tokens (7.1) `jwt` and `may_act`.
 * The ID tokens of agents have `aut`, as access tokens do.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth `JWTTokenIssuer`, `OIDCAgentClaimProviderImpl`
 */
function kindOf(typ: Json | undefined, claims: Claims): TokenKind {
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  const has = (name: string) => claims[name] !== undefined;
  if (has('may_act')) {
    return 'subject token';
  }
  if (type === 'at+jwt') {
    return 'access token';
  }
  if (type === 'rt+jwt' || has('rt_scope') || (has('aud') && claims['aud'] === claims['iss'])) {
    return 'refresh token';
  }
  if (OF_ACCESS_TOKENS.some(has) || (has('aut') && claims['aut'] !== 'AGENT')) {
    return 'access token';
  }
  if (OF_ID_TOKENS.some(has)) {
    return 'ID token';
  }
  return has('aut') ? 'access token' : 'unknown';
}

function callerOf({ aut, act }: Claims): TokenCaller | undefined {
  if (aut === 'AGENT') {
    return act === undefined ? 'an agent, for itself' : 'somebody else, for the agent in sub';
  }
  return act === undefined ? undefined : 'an agent or an impersonating user, for the user in sub';
}

const HEADER = ['alg', 'typ', 'kid'] as const;
const CLAIMS = ['iss', 'aud', 'client_id', 'azp', 'aut', 'scope', 'scp', 'iat', 'nbf', 'exp'] as const;

/** The members of a header or of claims that are shown, and the names of the others. */
export interface ShownMembers {
  readonly shown: Readonly<Record<string, Json>>;
  readonly others: readonly string[];
}

/**
 * The members that are shown of a token: those that decide about it and say whose it is. Of everything else the names only, since a user's
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

/**
 * The time that a claim names, and how far it is from that of the decision: `2026-01-31T12:00:00Z, in 5 min`. Undefined where
 * the claim is none of a time, or holds none.
 *
 * @param at - in milliseconds since 1970
 */
export function momentOf(name: string, value: unknown, at: number): string | undefined {
  // Beyond it a Date holds no time.
  if (!['iat', 'nbf', 'exp', 'auth_time'].includes(name) || typeof value !== 'number' || Math.abs(value) > 8.64e12) {
    return undefined;
  }
  const ahead = value - at / 1000;
  return `${timeText(value)}, ${ahead > 0 ? `in ${timeSpan(ahead)}` : `${timeSpan(ahead)} ago`}`;
}
