/**
 * What to change in WSO2 IS so that it calls itself by the host and the port of this issuer.
 *
 * @see https://github.com/wso2/docs-is, "Change the hostname"; https://github.com/wso2/product-is/issues/16450 for 5.10 and 5.11
 */
export function hostnameAdvice(issuer: string): string {
  const { hostname, port } = new URL(issuer);
  const proxyPort = port === '9443' ? '' : ` and [transport.https.properties] proxyPort = ${port || 443}`;
  return (
    `in WSO2 IS's deployment.toml set [server] hostname = "${hostname}"${proxyPort}; on IS 5.10 and 5.11 set the Identity ` +
    `Provider Entity ID too (Identity Providers > Resident > Inbound Authentication Configuration > OAuth2/OpenID Connect ` +
    `Configuration): ${issuer}`
  );
}
