import type { Route } from '../../lib/api/types';
import type { Config } from '../../lib/config/environment';
import {
  type Check,
  createJwtAuthorizer,
  type FailedCheck,
  type FetchResult,
  type IdentityRequest,
  type KeySource,
  parseIdentitySource,
} from '../../local/authorizer';
import { defaultKeyOf, type ShippedKey } from '../../mirror';
import { ADVICE } from './advice';
import type { ExplainedCheck, ExplainedRoute, Explanation, Failure, Trusted } from './explanation';
import { notesOn } from './notes';
import { type TokenFacts, tokenFacts } from './token-facts';

/** A token to explain, and all that the decision depends on. */
export interface ExplainProps {
  readonly token: string;
  readonly config: Config;
  /** Those of the configuration's routes that are looked at. */
  readonly routes: readonly Route[];
  /** The issuer's keys. */
  readonly keys: KeySource;
  /** The key set as the mirror gave it, once it was fetched. @default the issuer has no mirror, or is not asked */
  readonly mirrored?: () => FetchResult | undefined;
  /** The keys are from a file. */
  readonly isOffline: boolean;
  /** The clock of the decision, in milliseconds since 1970. */
  readonly at: number;
  /** All environments by name. */
  readonly environments: Readonly<Record<string, Trusted>>;
}

/** Has the gateway's own authorizer decide about a token, route by route, and says what to do about every failure. */
export async function explainToken(props: ExplainProps): Promise<Explanation> {
  const { config, keys, at } = props;
  const { issuer, clientIds: audience, identitySource } = config.environment;
  const authorizer = createJwtAuthorizer({ issuer, audience, identitySource }, { keys, now: () => at });
  const request = requestWith(props.token, identitySource);
  const token = tokenFacts(props.token);
  const context: Omit<Failure, 'check' | 'scopes'> = {
    token,
    trusted: { issuer, clientIds: audience },
    isLaptop: config.environment.laptopOnly,
    environments: props.environments,
    at,
  };

  const routes: ExplainedRoute[] = [];
  for (const route of props.routes) {
    const { access } = route;
    if ('public' in access) {
      routes.push({ route, checks: [] });
      continue;
    }
    const scopes = 'scopes' in access ? access.scopes : [];
    // One after the other, so that the keys are fetched once.
    const decision = await authorizer.authorize(request, scopes);
    routes.push({
      route,
      decision,
      checks: decision.checks.map((check) => advised(check, { ...context, scopes, mirrored: props.mirrored?.() })),
    });
  }

  const isVerified = routes.some(({ checks }) =>
    checks.some(({ name, result }) => name === 'signature' && result === 'pass'),
  );
  const shipped = isVerified ? await shippedKey(token, keys) : undefined;
  return {
    environment: config.name,
    issuer,
    audience,
    at,
    token,
    isVerified,
    routes,
    isAllowed: routes.every(({ decision }) => decision === undefined || decision.allowed),
    notes: notesOn(token, routes, { isOffline: props.isOffline, shipped }),
  };
}

/** The key that made the signature, where that is one which WSO2 ships with its private half. */
async function shippedKey({ header }: TokenFacts, keys: KeySource): Promise<ShippedKey | undefined> {
  const kid = header['kid'];
  const lookup = typeof kid === 'string' ? await keys.find(kid) : undefined;
  if (lookup?.kind !== 'found') {
    return undefined;
  }
  const { n = '', e = '' } = lookup.key.publicKey.export({ format: 'jwk' });
  return defaultKeyOf({ n, e });
}

/** A request as a client sends it. */
function requestWith(token: string, identitySource: string): IdentityRequest {
  const { kind, name } = parseIdentitySource(identitySource);
  return kind === 'header'
    ? { headers: { [name]: `Bearer ${token}` }, query: {} }
    : { headers: {}, query: { [name]: token } };
}

function advised(check: Check, context: Omit<Failure, 'check'>): ExplainedCheck {
  return isFailed(check) ? { ...check, advice: ADVICE[check.code]({ ...context, check }) } : check;
}

function isFailed(check: Check): check is FailedCheck {
  return check.result === 'fail';
}
