import { randomUUID } from 'node:crypto';
import type { User } from './directory';
import type { KeyRing } from './key-ring';
import type { Mint, Recipe } from './mint';

/** What a named token is made from. */
export interface NamedTokenProps {
  readonly mint: Mint;
  readonly keys: KeyRing;
  readonly user?: User;
  /** What a good token is granted. */
  readonly scopes: readonly string[];
}

export interface NamedToken {
  /** What it is, for people. */
  readonly what: string;
  make(props: NamedTokenProps): string;
}

/** The tokens that `npm start` shows and the tests send: those that WSO2 IS issues, and one for each thing to refuse. */
export const NAMED_TOKENS = {
  valid: minted('as WSO2 IS issues it to an application', {}),
  validUser: minted('as WSO2 IS issues it to a user', ({ user }) => ({ user })),
  audienceArray: minted('for another audience too', {
    claims: ({ aud = '' }) => ({ aud: ['another-audience', aud] }),
  }),
  clientIdOnly: minted('client_id, and no aud', { claims: { aud: undefined } }),
  scopeArray: minted('scope as a JSON array', ({ scopes }) => ({ claims: { scope: scopes } })),
  scp: minted('scp instead of scope', { claims: ({ scope }) => ({ scope: undefined, scp: scope }) }),

  noScope: minted('without scope', { scopes: [] }),
  wrongScope: minted('with another scope', { scopes: ['another:scope'] }),
  idToken: minted('an ID token: who signed in, not what is allowed', ({ user }) => ({ kind: 'id token', user })),

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
