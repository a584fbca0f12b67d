import { HttpError, type InputFault } from './http-error';
import type { RequestEvent } from './request-event';

/** The caller, as API Gateway's JWT authorizer verified it. */
export interface Caller {
  /**
   * The user's id or name. With client credentials the client id from WSO2 IS 7 on, but the *application's owner* before:
   * there, look at `kind` before taking it for a person.
   */
  readonly subject: string;
  readonly clientId: string;
  /**
   * `agent`: an AI agent that calls for itself (7.2 and later). `unknown` for access tokens of versions before 5.11 and for
   * ID tokens, neither of which says.
   */
  readonly kind: 'user' | 'application' | 'agent' | 'unknown';
  /** Present where somebody else acts as `subject`. */
  readonly actor?: Actor;
  /**
   * All scopes of the token, not only those the route asks for. For showing: whether they suffice is API Gateway's
   * decision, made before.
   */
  readonly scopes: readonly string[];
  /** The organization the token was issued in (7.0 and later; the handle from 7.1). */
  readonly organization?: { readonly id: string; readonly name?: string; readonly handle?: string };
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly tokenId?: string;
  readonly issuedAt?: Date;
  readonly expiresAt: Date;
}

/** The one who calls with the rights of a user. */
export interface Actor {
  /** The id of a user or of an agent; the whole claim as text where it names none. */
  readonly subject: string;
  /**
   * `user`: one who impersonates (7.0 and later). `agent`: one that the user let act (7.2 and later). WSO2 IS writes `act`
   * for both alike, so that most tokens leave it open: do not take `unknown` for a person.
   */
  readonly kind: 'user' | 'agent' | 'unknown';
}

/**
 * Reads the claims, which API Gateway hands on as text: numbers as digits, arrays as `[a b]`, objects as `map[key:value]`.
 * Understands the tokens of WSO2 Identity Server 5.11, 6 and 7.
 *
 * @throws HttpError 403 `not_an_access_token` for a subject token of impersonation (7.1 and later). It has scopes and the
 *   client id as its audience, and API Gateway does not tell token types apart, so that it comes this far.
 * @throws HttpError 403 `claims_missing` when the token is valid but does not say who calls. Not 401, which would send
 *   the client back to the issuer for another token just like it.
 * @throws Error when the route has no authorizer. No caller causes or cures that, so it is answered 500, where an alarm
 *   finds it, and never as an anonymous caller.
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth `JWTTokenIssuer.createSubjectTokenJWTClaimSet` for
 *   `may_act`; `AgentAccessTokenClaimProvider` and `ImpersonatedAccessTokenClaimProvider` for `aut` and `act`
 */
export function callerOf(event: RequestEvent): Caller {
  const jwt = event.requestContext.authorizer?.jwt;
  if (!jwt) {
    throw new Error(
      `Route "${event.routeKey}" is for callers with a token - got an event without requestContext.authorizer.jwt - ` +
        "expected a JWT authorizer's claims - attach the authorizer to the route",
    );
  }
  if (jwt.claims['may_act'] !== undefined) {
    throw new HttpError(
      'not_an_access_token',
      'The token is a subject token, with which an access token is asked for. Exchange it at WSO2 Identity Server, and send the access token.',
      [{ path: 'may_act', got: 'a claim of subject tokens', expected: 'no such claim, as in every access token' }],
    );
  }
  const claim = (name: string) => textOf(jwt.claims[name]);

  const subject = claim('sub');
  // 5.11 writes no client_id; azp holds the same value in every version.
  const clientId = claim('client_id') ?? claim('azp');
  const issuer = claim('iss');
  const expiresAt = timeOf(claim('exp'));
  if (!subject || !clientId || !issuer || !expiresAt) {
    throw claimsMissing([
      !subject && { path: 'sub', got: 'nothing', expected: 'the id of the user or application' },
      !clientId && { path: 'client_id', got: 'nothing', expected: 'the client id, here or in azp' },
      !issuer && { path: 'iss', got: 'nothing', expected: 'the issuer' },
      !expiresAt && { path: 'exp', got: claim('exp') ?? 'nothing', expected: 'the expiry in seconds since 1970' },
    ]);
  }

  const scopes = jwt.scopes ?? listOf(claim('scope') ?? claim('scp'));
  const organizationId = claim('org_id');
  return {
    subject,
    clientId,
    kind: kindOf(claim('aut')),
    actor: actorOf(claim('act'), scopes, claim('grantType')),
    scopes,
    organization: organizationId
      ? { id: organizationId, name: claim('org_name'), handle: claim('org_handle') }
      : undefined,
    issuer,
    audience: listOf(claim('aud')),
    tokenId: claim('jti'),
    issuedAt: timeOf(claim('iat')),
    expiresAt,
  };
}

function claimsMissing(faults: readonly (InputFault | false)[]): HttpError {
  return new HttpError(
    'claims_missing',
    'The access token is valid but does not say who calls. Use an access token of WSO2 Identity Server.',
    faults.filter((fault) => fault !== false),
  );
}

/** API Gateway's text of a claim; its type allows for raw values, which it sent for a while in June 2020. */
function textOf(claim: unknown): string | undefined {
  if (claim === undefined || claim === null || claim === '') return undefined;
  return Array.isArray(claim) ? `[${claim.join(' ')}]` : String(claim);
}

/** `a b` or `[a b]`. An element with a space in it cannot be told from two elements. */
function listOf(claim = ''): string[] {
  const inner = claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1) : claim;
  return inner.split(/\s+/).filter((element) => element !== '');
}

/** The end of the year 9999, in seconds since 1970: RFC 3339 writes no later time. */
const END_OF_TIME = 253_402_300_800;

/** Seconds since 1970, as digits. */
function timeOf(claim: string | undefined): Date | undefined {
  const seconds = Number(claim);
  return seconds >= 0 && seconds < END_OF_TIME ? new Date(seconds * 1000) : undefined;
}

/** The values that WSO2 IS writes into `aut`. */
const KINDS: ReadonlyMap<string | undefined, Caller['kind']> = new Map([
  ['APPLICATION_USER', 'user'],
  ['APPLICATION', 'application'],
  ['AGENT', 'agent'],
]);

function kindOf(authorizedUserType: string | undefined): Caller['kind'] {
  return KINDS.get(authorizedUserType) ?? 'unknown';
}

/**
 * WSO2 IS 7.2 and later gives these scopes to tokens of impersonation, and takes them out of all others
 * (`DefaultOAuth2ScopeValidator.handleImpersonationScope`).
 */
const IMPERSONATION_SCOPES = ['internal_user_impersonate', 'internal_org_user_impersonate'];

/** The grant in which none but an agent asks for a user's token. 7.3 names the grant in tokens that it does not keep. */
const CIBA = 'urn:openid:params:grant-type:ciba';

/**
 * @param act `map[sub:ID]`. Of nested actors the outermost acts now, and its `sub` comes last, because Go sorts the keys.
 */
function actorOf(act: string | undefined, scopes: readonly string[], grantType: string | undefined): Actor | undefined {
  if (act === undefined) return undefined;
  const subject = /\bsub:([^\s[\]]+)\]$/.exec(act)?.[1] ?? act;
  if (scopes.some((scope) => IMPERSONATION_SCOPES.includes(scope))) return { subject, kind: 'user' };
  return { subject, kind: grantType === CIBA ? 'agent' : 'unknown' };
}
