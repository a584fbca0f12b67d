import { type Fault, HttpError } from './http-error';
import type { RequestEvent } from './request-event';

/** Who calls, as API Gateway's JWT authorizer verified it. */
export interface Caller {
  /**
   * The user's id or name. With client credentials the client id from WSO2 IS 7 on, but the *application's owner* before:
   * there, look at `kind` before taking it for a person.
   */
  readonly subject: string;
  readonly clientId: string;
  /** `unknown` for access tokens of versions before 5.11 and for ID tokens, neither of which says. */
  readonly kind: 'user' | 'application' | 'unknown';
  /** The user who acts as `subject`, in an impersonation token (7.0 and later). */
  readonly actor?: string;
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

/**
 * Reads the claims, which API Gateway hands on as text: numbers as digits, arrays as `[a b]`, objects as `map[key:value]`.
 * Understands the tokens of WSO2 Identity Server 5.11, 6 and 7.
 *
 * @throws HttpError 403 `claims_missing` when the token is valid but does not say who calls. Not 401, which would send
 *   the client back to the issuer for another token just like it.
 * @throws Error when the route has no authorizer. No caller causes or cures that, so it is answered 500, where an alarm
 *   finds it, and never as an anonymous caller.
 */
export function callerOf(event: RequestEvent): Caller {
  const jwt = event.requestContext.authorizer?.jwt;
  if (!jwt) {
    throw new Error(
      `Route "${event.routeKey}" is for callers with a token - got an event without requestContext.authorizer.jwt - ` +
        "expected a JWT authorizer's claims - attach the authorizer to the route",
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

  const organizationId = claim('org_id');
  return {
    subject,
    clientId,
    kind: kindOf(claim('aut')),
    actor: actorOf(claim('act')),
    scopes: jwt.scopes ?? listOf(claim('scope') ?? claim('scp')),
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

function claimsMissing(faults: readonly (Fault | false)[]): HttpError {
  return new HttpError(
    403,
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

/** Seconds since 1970, as digits. */
function timeOf(claim: string | undefined): Date | undefined {
  const time = new Date(Number(claim) * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function kindOf(authorizedUserType: string | undefined): Caller['kind'] {
  if (authorizedUserType === 'APPLICATION_USER') return 'user';
  return authorizedUserType === 'APPLICATION' ? 'application' : 'unknown';
}

/** `map[sub:ID]`. Of nested actors the outermost acts now, and its `sub` comes last, because Go sorts the keys. */
function actorOf(claim: string | undefined): string | undefined {
  return claim === undefined ? undefined : (/\bsub:([^\s[\]]+)\]$/.exec(claim)?.[1] ?? claim);
}
