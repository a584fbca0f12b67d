import type { ApiModel } from '../../local/gateway/model';
import { apiScopes } from '../support/api-scopes';
import { configOf } from '../support/config-flags';

/** What the issuer must know before there is a template: whose tokens, for which clients and scopes. */
export interface Trust {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
}

/** What the configuration says of it: known before there is a template. */
export function trustOfConfig(env: string): Trust {
  const config = configOf([`env=${env}`]);
  return { issuer: config.environment.issuer, audiences: config.environment.clientIds, scopes: apiScopes(config) };
}

/**
 * What a template says of it.
 *
 * @throws Error when the API has no JWT authorizer
 */
export function trustOfModel({ routes: served, name }: ApiModel): Trust {
  const jwt = served.flatMap(({ authorization }) => (authorization.kind === 'jwt' ? [authorization] : []));
  const [first] = jwt;
  if (first === undefined) {
    throw new Error(
      `${name} — got an API without a JWT authorizer that could be understood — expected one — protect a route with HttpJwtAuthorizer`,
    );
  }
  const { issuer } = first.authorizer;
  const own = jwt.filter(({ authorizer }) => authorizer.issuer === issuer);
  return {
    issuer,
    audiences: [...new Set(own.flatMap(({ authorizer }) => authorizer.audience))],
    scopes: [...new Set(own.flatMap(({ scopes }) => scopes))],
  };
}
