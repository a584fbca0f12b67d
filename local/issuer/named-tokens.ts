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
  /** `good`: any route takes it. `wrong`: not all do, though it is signed as it should be. `forged`: it is not. */
  readonly group: 'good' | 'wrong' | 'forged';
  /** The thing that is special about it: a sentence for people. */
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
  valid: good('WSO2 IS issues it so to an application.', {}),
  validUser: good('WSO2 IS issues it so to a user.', ({ user }) => ({ user })),
  agent: good('WSO2 IS 7.2 and later issues it so to an AI agent.', {
    user: { id: AGENT, username: 'agent' },
    claims: { aut: 'AGENT' },
  }),
  agentForUser: good('It is for a user, in whose name an AI agent acts.', ({ user }) => ({
    user,
    claims: { act: { sub: AGENT } },
  })),
  audienceArray: good('It is for another audience, too.', {
    claims: ({ aud = '' }) => ({ aud: ['another-audience', aud] }),
  }),
  clientIdOnly: good('It has client_id, and no aud.', { claims: { aud: undefined } }),
  scopeArray: good('Its scope is a JSON array.', ({ scopes }) => ({ claims: { scope: scopes } })),
  scp: good('It has scp instead of scope.', { claims: ({ scope }) => ({ scope: undefined, scp: scope }) }),

  noScope: wrong('It has no scope.', { scopes: [] }),
  wrongScope: wrong('It has another scope than the routes ask for.', { scopes: ['another:scope'] }),
  idToken: wrong('It is an ID token: it says who signed in, not what is allowed.', ({ user }) => ({
    kind: 'id token',
    user,
  })),
  /** `JWTTokenIssuer.createSubjectTokenJWTClaimSet` of 7.1: API Gateway lets it pass, the function must not. */
  subjectToken: wrong('It is a subject token, which an administrator may exchange to act as a user.', ({ user }) => ({
    user,
    header: { typ: 'jwt' },
    claims: ({ iat }) => ({
      aut: undefined,
      may_act: { sub: IMPERSONATOR },
      exp: Number(iat) + SUBJECT_TOKEN_LIFETIME,
    }),
  })),
  /** `JWTTokenIssuer.createRefreshTokenJWTClaimSet` of 7.3. */
  refreshToken: wrong('It is a refresh token, which is for WSO2 IS alone.', ({ user }) => ({
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

  expired: wrong('It expired an hour ago.', { age: 7200 }),
  notYetValid: wrong('It is valid from an hour ahead.', {
    claims: ({ iat }) => ({ nbf: Number(iat) + 3600, exp: Number(iat) + 7200 }),
  }),
  issuedInFuture: wrong('It was issued an hour ahead.', { age: -3600, claims: { nbf: undefined } }),

  otherIssuer: wrong('It names another issuer.', { claims: { iss: 'https://other.example.com/oauth2/token' } }),
  otherAudience: wrong('It is for another application.', { clientId: 'another_application' }),
  otherAudienceOurClient: wrong('It is for another audience, though its client_id is right.', {
    claims: { aud: 'another_application' },
  }),
  otherClientIdOnly: wrong("It has another application's client_id, and no aud.", {
    clientId: 'another_application',
    claims: { aud: undefined },
  }),

  tamperedHeader: forged('Its header was changed after it was signed.', { tamper: 'header' }),
  tamperedPayload: forged('Its payload was changed after it was signed.', { tamper: 'payload' }),
  tamperedSignature: forged('Its signature was changed.', { tamper: 'signature' }),
  forged: forged("It names the issuer's key, and is signed with another.", ({ keys }) => ({ signedBy: keys.unknown })),
  unknownKey: forged('It is signed with a key that is not published.', ({ keys }) => ({ key: keys.unknown })),
  noKid: forged('It has no kid.', { header: { kid: undefined } }),
  algNone: forged('It is not signed: its alg is none.', { alg: 'none' }),
  hs256: forged('It is signed by HS256, with the public key as the secret.', { alg: 'HS256' }),
  es256: forged('It is signed by ES256.', { alg: 'ES256' }),
  ps256: forged('It is signed by PS256.', { alg: 'PS256' }),

  opaque: { group: 'wrong', what: "It is no JWT, but opaque: WSO2 IS's default token type.", make: () => randomUUID() },
  garbage: { group: 'wrong', what: 'It is no token.', make: () => 'garbage' },
} as const satisfies Record<string, NamedToken>;

export type TokenName = keyof typeof NAMED_TOKENS;

type Making = Recipe | ((props: NamedTokenProps) => Recipe);

function good(what: string, making: Making): NamedToken {
  return minted('good', what, making);
}

function wrong(what: string, making: Making): NamedToken {
  return minted('wrong', what, making);
}

function forged(what: string, making: Making): NamedToken {
  return minted('forged', what, making);
}

/** A good token but for this. */
function minted(group: NamedToken['group'], what: string, recipe: Making): NamedToken {
  return {
    group,
    what,
    make: (props) => props.mint({ scopes: props.scopes, ...(typeof recipe === 'function' ? recipe(props) : recipe) }),
  };
}
