import type { ApiModel } from '../../local/gateway';
import { configOf } from '../project/config-flags';
import { apiScopes } from '../project/routes';

/** The issuer, its clients and their scopes, which the stand-in must know before there is a template. */
export interface Trust {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
}

/** Reads them from the configuration, before there is a template. */
export function trustOfConfig(context: readonly string[]): Trust {
  const config = configOf(context);
  return { issuer: config.environment.issuer, audiences: config.environment.clientIds, scopes: apiScopes(config) };
}

/** Reads them from a template; undefined when no route has a JWT authorizer that is understood. */
export function trustOfModel({ routes: served }: ApiModel): Trust | undefined {
  const jwt = served.flatMap(({ authorization }) => (authorization.kind === 'jwt' ? [authorization] : []));
  const [first] = jwt;
  if (first === undefined) {
    return undefined;
  }
  const { issuer } = first.authorizer;
  const own = jwt.filter(({ authorizer }) => authorizer.issuer === issuer);
  return {
    issuer,
    audiences: [...new Set(own.flatMap(({ authorizer }) => authorizer.audience))],
    scopes: [...new Set(own.flatMap(({ scopes }) => scopes))],
  };
}
