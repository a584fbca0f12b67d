/** Where in WSO2 IS a thing is set: in the Console of IS 7 and, in brackets, in the management console of 5.x and 6.x. */
export const PLACES = {
  accessToken:
    'Console › Applications › yours › Protocol › Access Token (5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth)',
  tokenType:
    'Console › Applications › yours › Protocol › Access Token: type JWT (5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth › Token Issuer: JWT)',
  idToken: 'Console › Applications › yours › Protocol › ID Token',
  apiAuthorization: 'Console › Applications › yours › API Authorization',
  hostname:
    'deployment.toml: hostname under [server], proxyPort under [transport.https.properties]; on 5.10 and 5.11 also Identity Providers › Resident › Inbound Authentication › OpenID Connect › Identity Provider Entity ID',
} as const;
