import type { Check, CheckName, Decision, Json } from '../../../local/authorizer/decision';
import { createJwtAuthorizer, type JwtAuthorizer } from '../../../local/authorizer/jwt-authorizer';
import type { KeySource } from '../../../local/authorizer/keys';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import { CLIENT_ID, createRsaKey, ISSUER, jwkOf, NOW, type SigningKey } from './minting';

/** One pair for all tests of a file that need no particular key. */
export const KEY: SigningKey = createRsaKey('a2V5LW9uZQ_RS256');

export interface SetupProps {
  readonly keys?: KeySource;
  readonly jwks?: Json;
  readonly issuer?: string;
  readonly audience?: readonly string[];
  readonly identitySource?: string;
  readonly now?: () => number;
}

/** An authorizer that trusts KEY, unless told otherwise. */
export function authorizerWith(props: SetupProps = {}): JwtAuthorizer {
  const { jwks = { keys: [jwkOf(KEY)] }, keys = createStaticKeys(jwks, 'the tests'), now = () => NOW } = props;
  const { issuer = ISSUER, audience = [CLIENT_ID], identitySource = '$request.header.Authorization' } = props;
  return createJwtAuthorizer({ issuer, audience, identitySource }, { keys, now });
}

/** The decision about a token that comes as `Authorization: Bearer TOKEN`. */
export async function decide(
  token: string,
  routeScopes: readonly string[] = [],
  authorizer: JwtAuthorizer = authorizerWith(),
): Promise<Decision> {
  return await authorizer.authorize({ headers: { authorization: `Bearer ${token}` }, query: {} }, routeScopes);
}

/** The answer that a client gets to a refused request, with the check and code behind it; of an allowed request, `allowed`. */
export function outcome(decision: Decision) {
  if (decision.allowed) {
    return 'allowed';
  }
  const { failed, refusal } = decision;
  return { status: refusal.status, check: failed.name, code: failed.code, error: refusal.error };
}

export function checkNamed(decision: Decision, name: CheckName): Check {
  const check = decision.checks.find((candidate) => candidate.name === name);
  if (!check) {
    throw new Error(`no check ${name}`);
  }
  return check;
}
