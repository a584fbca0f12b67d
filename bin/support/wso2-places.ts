const IN_5_AND_6 = '5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth';

/** Where in WSO2 IS a thing is set: in the Console of IS 7 and, in brackets, in the management console of 5.x and 6.x. */
export const WSO2_PLACES = {
  protocol: `Console › Applications › yours › Protocol (${IN_5_AND_6})`,
  accessToken: `Console › Applications › yours › Protocol › Access Token (${IN_5_AND_6})`,
  tokenType: `Console › Applications › yours › Protocol › Access Token: type JWT (${IN_5_AND_6} › Token Issuer: JWT)`,
  idToken: 'Console › Applications › yours › Protocol › ID Token',
  apiResources: 'Console › API Resources',
  apiAuthorization: 'Console › Applications › yours › API Authorization',
  roles: 'Console › User Management › Roles',
} as const;

/**
 * What to change in WSO2 IS so that it calls itself by the host and the port of this issuer.
 *
 * @see https://github.com/wso2/docs-is, "Change the hostname"; https://github.com/wso2/product-is/issues/16450 for 5.10 and 5.11
 */
export function hostnameAdvice(issuer: string): string {
  const { hostname, port } = new URL(issuer);
  const proxyPort = port === '9443' ? '' : ` and [transport.https.properties] proxyPort = ${port || 443}`;
  return (
    `set [server] hostname = "${hostname}"${proxyPort} in WSO2 IS's deployment.toml, and on IS 5.10 and 5.11 the Identity ` +
    `Provider Entity ID (Identity Providers › Resident › Inbound Authentication Configuration › OAuth2/OpenID Connect ` +
    `Configuration) to ${issuer}`
  );
}
