/*
 * The claims of access tokens as WSO2 Identity Server writes them, by version and grant; the values are made up. Before
 * 6.0 there is no client_id, before 5.11 no aut; organizations come with 7.0, their handle with 7.1.
 */

const times = { nbf: 1744665236, iat: 1744665236, exp: 1744668836 };
const iss = 'https://localhost:9443/oauth2/token';
const client = 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa';
const jti = '0f8c6c3e-5a0e-4d53-9e0b-6a3c1d2f4b5a';
const root = { org_id: '10084a8d-113f-4211-a0d5-efe36b082211', org_name: 'Super' };

export const is510User = { sub: 'alice', aud: client, azp: client, scope: 'openid', iss, jti, ...times };

export const is511User = {
  ...is510User,
  sub: 'alice@carbon.super',
  aut: 'APPLICATION_USER',
  scope: 'openid quotes:write',
};

export const is511Client = { ...is510User, sub: 'admin@carbon.super', aut: 'APPLICATION', scope: 'default' };

export const is6User = {
  ...is511User,
  sub: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90',
  client_id: client,
  binding_type: 'cookie',
};

export const is6Client = { ...is511Client, sub: 'admin', client_id: client };

export const is7User = {
  ...is6User,
  ...root,
  email_verified: true,
  groups: ['admin', 'power user'],
  cnf: { jkt: 'dGh1bWJwcmludA' },
};

/** With a second audience, which makes `aud` an array, and without any scope, which leaves the claim out. */
export const is7Client = {
  sub: client,
  aut: 'APPLICATION',
  aud: [client, 'signup-service'],
  client_id: client,
  azp: client,
  iss,
  jti,
  ...root,
  org_handle: 'carbon.super',
  ...times,
};

/** An administrator acts as a user: token exchange of 7.0. */
export const is7Impersonation = { ...is7User, act: { sub: '2d9f0c11-87ae-46c0-9aba-f34501879d00' } };

/** An agent that calls for itself: `AgentAccessTokenClaimProvider` of 7.2. */
export const is72Agent = {
  ...is7User,
  org_handle: 'carbon.super',
  sub: '5c9a7d0e-31c4-4d0b-8a55-0e7f3d9a6b21',
  aut: 'AGENT',
};

/** The token that 7.1 and later gives an administrator to exchange: `JWTTokenIssuer.createSubjectTokenJWTClaimSet`. */
export const is7SubjectToken = {
  ...is7User,
  aut: undefined,
  may_act: { sub: '2d9f0c11-87ae-46c0-9aba-f34501879d00' },
};
