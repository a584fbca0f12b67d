/** The owners of an issuer's URL as an audience. */
export const REFRESH_TOKENS = 'JWT refresh tokens of WSO2 IS 7.3 have the issuer as their audience';

/**
 * The audience that WSO2 API Manager writes for its gateway.
 *
 * @see https://github.com/wso2/docs-apim, the `jwtTokenConfig` of the Microgateway
 */
export const API_MANAGER_AUDIENCE = 'http://org.wso2.apimgt/gateway';

/**
 * Audiences that let in what nobody means to let in, each with its owners.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth `JWTTokenIssuer.createRefreshTokenJWTClaimSet` (7.3)
 */
const OPEN_AUDIENCES = [
  { is: (audience: string) => audience.endsWith('/oauth2/token'), whose: REFRESH_TOKENS },
  {
    is: (audience: string) => audience === API_MANAGER_AUDIENCE,
    whose: 'every application of an API Manager has this one',
  },
];

/** The owners of an audience that must not be accepted; empty for any other audience. */
export function ownersOf(audience: string): string[] {
  return OPEN_AUDIENCES.filter(({ is }) => is(audience)).map(({ whose }) => whose);
}
