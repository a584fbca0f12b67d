import type { Route } from '../../lib/api/types';
import type { Config } from '../../lib/config/environment';
import { createJwtAuthorizer, type FetchResult, type KeySource } from '../../local/authorizer';
import { defaultKeyOf, type ShippedKey } from '../../mirror';
import { routeKey } from '../project/routes';
import { requestWith, withAdvice } from './advised-checks';
import type { ExplainedRoute, Explanation, Failure, Trusted } from './explanation';
import { OUR_APP } from './judged-app';
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
    app: OUR_APP,
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
    const mirrored = props.mirrored?.();
    routes.push({ route, decision, checks: withAdvice(decision, { ...context, scopes, mirrored }) });
  }

  const passed = routes.filter(({ decision }) => decision?.allowed).map(({ route }) => routeKey(route));
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
    notes: notesOn(token, passed, { app: OUR_APP, isOffline: props.isOffline, shipped }),
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
