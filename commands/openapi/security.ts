import type { Access } from '../../lib/api/types';
import type { Config } from '../../lib/config/environment';
import { parseIdentitySource } from '../../local/authorizer';
import { apiScopes, routeKey } from '../project/routes';

/** A Security Requirement Object: all of its schemes together. Of several in a list, one suffices. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

/**
 * The Security Scheme Objects of an environment. The endpoints are those that WSO2 IS has beside its issuer; of an issuer of another
 * form, which a proxy or a setting made, only discovery can tell them.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object
 */
export function securitySchemes(config: Config): Readonly<Record<string, object>> {
  const { issuer, identitySource, domain } = config.environment;
  const authorizationUrl = issuer.replace(/\/oauth2\/token$/, '/oauth2/authorize');
  const scopes = Object.fromEntries(apiScopes(config).map((scope) => [scope, scopeText(config, scope)]));
  const { kind, name } = parseIdentitySource(identitySource);
  return {
    ...(hasEndpoints(config) && {
      oauth2: {
        type: 'oauth2',
        description: 'WSO2 Identity Server: access tokens of type JWT.',
        flows: {
          clientCredentials: { tokenUrl: issuer, scopes },
          authorizationCode: { authorizationUrl, tokenUrl: issuer, scopes },
        },
      },
    }),
    openIdConnect: {
      type: 'openIdConnect',
      description: 'The same, with endpoints and keys by discovery.',
      openIdConnectUrl: `${issuer}/.well-known/openid-configuration`,
    },
    ...(isUsualPlace(identitySource)
      ? {}
      : {
          token: {
            type: 'apiKey',
            description: 'The place of the access token.',
            in: kind === 'header' ? 'header' : 'query',
            name,
          },
        }),
    ...(domain?.mutualTls && {
      clientCertificate: { type: 'mutualTLS', description: 'A certificate of an authority that the API trusts.' },
    }),
  };
}

/** The Security Requirement Objects of a route: API Gateway takes a token that has any one of its scopes. */
export function securityOf(access: Access, { environment }: Pick<Config, 'environment'>): SecurityRequirement[] {
  const { issuer, identitySource, domain } = environment;
  const certificate: SecurityRequirement = domain?.mutualTls ? { clientCertificate: [] } : {};
  if ('public' in access) {
    return domain?.mutualTls ? [certificate] : [];
  }
  const place: SecurityRequirement = isUsualPlace(identitySource) ? {} : { token: [] };
  const schemes = hasEndpoints({ environment: { issuer } }) ? ['oauth2', 'openIdConnect'] : ['openIdConnect'];
  const alternatives = 'scopes' in access ? access.scopes.map((scope) => [scope]) : [[]];
  return schemes.flatMap((scheme) => alternatives.map((scopes) => ({ [scheme]: scopes, ...place, ...certificate })));
}

function hasEndpoints({ environment }: { readonly environment: { readonly issuer: string } }): boolean {
  return environment.issuer.endsWith('/oauth2/token');
}

/** The header in which RFC 6750 has a token, which clients of the two schemes use unasked. */
function isUsualPlace(identitySource: string): boolean {
  const { kind, name } = parseIdentitySource(identitySource);
  return kind === 'header' && name.toLowerCase() === 'authorization';
}

function scopeText({ routes }: Config, scope: string): string {
  const keys = routes.filter(({ access }) => 'scopes' in access && access.scopes.includes(scope)).map(routeKey);
  return `For ${keys.join(', ')}`;
}
