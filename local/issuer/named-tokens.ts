import { randomUUID } from 'node:crypto';
import type { User } from './directory';
import type { KeyRing } from './key-ring';
import type { Mint, Recipe } from './mint';

/** All that a named token is made from. */
export interface NamedTokenProps {
  readonly mint: Mint;
  readonly keys: KeyRing;
  readonly user?: User;
  /** The scopes that a good token is granted. */
  readonly scopes: readonly string[];
}

export interface NamedToken {
  /** The name of what it is, for people. */
  readonly what: string;
  make(props: NamedTokenProps): string;
}

/** The user id of an agent, and that of an administrator who acts as other users. */
const AGENT = '0b7c1f3e-5a2d-4c68-9f10-7d2e4a6b8c01';
const IMPERSONATOR = '3e9d5b7a-1c4f-4f02-8b6d-9a0c2e4f6d13';

/** For how long a subject token and a refresh token are valid, in seconds: WSO2 IS's defaults. */
const SUBJECT_TOKEN_LIFETIME = 180;
const REFRESH_TOKEN_LIFETIME = 86_400;

/** The tokens that `npm start` shows and the tests send: those that WSO2 IS issues, and one for each thing to refuse. */
export const NAMED_TOKENS = {
  valid: minted('as WSO2 IS issues it to an application', {}),
  validUser: minted('as WSO2 IS issues it to a user', ({ user }) => ({ user })),
  agent: minted('as WSO2 IS 7.2 and later issues it to an AI agent', {
    user: { id: AGENT, username: 'agent' },
    claims: { aut: 'AGENT' },
  }),
  agentForUser: minted('for a user, in whose name an AI agent acts', ({ user }) => ({
    user,
    claims: { act: { sub: AGENT } },
  })),
  audienceArray: minted('for another audience too', {
    claims: ({ aud = '' }) => ({ aud: ['another-audience', aud] }),
  }),
  clientIdOnly: minted('client_id, and no aud', { claims: { aud: undefined } }),
  scopeArray: minted('scope as a JSON array', ({ scopes }) => ({ claims: { scope: scopes } })),
  scp: minted('scp instead of scope', { claims: ({ scope }) => ({ scope: undefined, scp: scope }) }),

  noScope: minted('without scope', { scopes: [] }),
  wrongScope: minted('with another scope', { scopes: ['another:scope'] }),
  idToken: minted('an ID token: who signed in, not what is allowed', ({ user }) => ({ kind: 'id token', user })),
  /** `JWTTokenIssuer.createSubjectTokenJWTClaimSet` of 7.1: API Gateway lets it pass, the function must not. */
  subjectToken: minted('a subject token: an administrator may exchange it to act as a user', ({ user }) => ({
    user,
    header: { typ: 'jwt' },
    claims: ({ iat }) => ({
      aut: undefined,
      may_act: { sub: IMPERSONATOR },
      exp: Number(iat) + SUBJECT_TOKEN_LIFETIME,
    }),
  })),
  /** `JWTTokenIssuer.createRefreshTokenJWTClaimSet` of 7.3. */
  refreshToken: minted('a refresh token, which is for WSO2 IS alone', ({ user }) => ({
    user,
    header: { typ: 'rt+jwt' },
    claims: ({ iss, iat, scope }) => ({
      aud: iss,
      scope: undefined,
      rt_scope: scope,
      exp: Number(iat) + REFRESH_TOKEN_LIFETIME,
      org_id: undefined,
      org_name: undefined,
      org_handle: undefined,
    }),
  })),

  expired: minted('expired an hour ago', { age: 7200 }),
  notYetValid: minted('valid in an hour', {
    claims: ({ iat }) => ({ nbf: Number(iat) + 3600, exp: Number(iat) + 7200 }),
  }),
  issuedInFuture: minted('issued in an hour', { age: -3600, claims: { nbf: undefined } }),

  otherIssuer: minted('of another issuer', { claims: { iss: 'https://other.example.com/oauth2/token' } }),
  otherAudience: minted('for another application', { clientId: 'another_application' }),
  otherAudienceOurClient: minted('for another audience, though client_id is right', {
    claims: { aud: 'another_application' },
  }),
  otherClientIdOnly: minted("another application's client_id, and no aud", {
    clientId: 'another_application',
    claims: { aud: undefined },
  }),

  tamperedHeader: minted('header changed after signing', { tamper: 'header' }),
  tamperedPayload: minted('payload changed after signing', { tamper: 'payload' }),
  tamperedSignature: minted('signature changed', { tamper: 'signature' }),
  forged: minted("names the issuer's key, signed with another", ({ keys }) => ({ signedBy: keys.unknown })),
  unknownKey: minted('signed with a key that is not published', ({ keys }) => ({ key: keys.unknown })),
  noKid: minted('without kid', { header: { kid: undefined } }),
  algNone: minted('not signed: alg none', { alg: 'none' }),
  hs256: minted('HS256 with the public key as the secret', { alg: 'HS256' }),
  es256: minted('ES256', { alg: 'ES256' }),
  ps256: minted('PS256', { alg: 'PS256' }),

  opaque: { what: "not a JWT: WSO2 IS's default token type", make: () => randomUUID() },
  garbage: { what: 'not a token', make: () => 'garbage' },
} as const satisfies Record<string, NamedToken>;

export type TokenName = keyof typeof NAMED_TOKENS;

/** A good token but for this. */
function minted(what: string, recipe: Recipe | ((props: NamedTokenProps) => Recipe)): NamedToken {
  return {
    what,
    make: (props) => props.mint({ scopes: props.scopes, ...(typeof recipe === 'function' ? recipe(props) : recipe) }),
  };
}
