import { accessTokenClaims, accessTokenHeader } from './access-token';
import type { User } from './directory';
import { idTokenClaims, idTokenHeader } from './id-token';
import type { Claims, Json } from './jws';
import { type Algorithm, encodeSegment, signJws } from './jws';
import type { KeyRing } from './key-ring';
import type { SigningKey } from './signing-key';
import type { Release } from './token-shape';

/** Members to set, or with undefined to leave out; or a function that makes them from the usual ones. */
export type Changes =
  | { readonly [name: string]: Json | undefined }
  | ((usual: Claims) => { readonly [name: string]: Json | undefined });

/** The options of a minted token. With nothing given: as the issuer issues it for client credentials, without scope. */
export interface Recipe {
  /** @default 'access token' */
  readonly kind?: 'access token' | 'id token';
  /** The release of WSO2 IS that it looks like. @default '7.3' */
  readonly release?: Release;
  /** @default the client of the issuer's `mint` */
  readonly clientId?: string;
  /** @default none: the application speaks for itself */
  readonly user?: Pick<User, 'id' | 'username'>;
  /** @default none */
  readonly scopes?: readonly string[];
  /** For how long an access token is valid, in seconds. @default 3600, WSO2 IS's */
  readonly lifetime?: number;
  /** The age of the token, in seconds. @default 0 */
  readonly age?: number;
  /** @default none */
  readonly claims?: Changes;
  /** @default none */
  readonly header?: Changes;
  /** The key that the header names. @default the current one */
  readonly key?: SigningKey;
  /** The key that signs. @default the one that the header names */
  readonly signedBy?: SigningKey;
  /** With all of them the `kid` is a published one, so that nothing else is wrong with the token. @default 'RS256' */
  readonly alg?: Algorithm;
  /** The part that is changed after signing. @default none */
  readonly tamper?: 'header' | 'payload' | 'signature';
}

/** Makes a token, good or bad. */
export type Mint = (recipe?: Recipe) => string;

export interface MintProps {
  readonly issuer: string;
  /** Of tokens whose recipe names no other. */
  readonly clientId: string;
  readonly keys: KeyRing;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Mints tokens under the issuer's keys, without asking who wants them. */
export function createMint({ issuer, clientId: usualClient, keys, now }: MintProps): Mint {
  return (recipe = {}) => {
    const { kind = 'access token', clientId = usualClient, user, scopes = [], alg = 'RS256' } = recipe;
    const { release, lifetime } = recipe;
    const { key = keys.current, signedBy = key } = recipe;
    const issuedAt = Math.floor(now() / 1000) - (recipe.age ?? 0);
    const [header, claims] =
      kind === 'access token'
        ? [
            accessTokenHeader(key, release),
            accessTokenClaims({ issuer, clientId, user, scopes, issuedAt, release, lifetime }),
          ]
        : [idTokenHeader(key), idTokenClaims({ issuer, clientId, userId: user?.id ?? clientId, issuedAt })];
    const jws = signJws(changed({ ...header, alg }, recipe.header), changed(claims, recipe.claims), signedBy, alg);
    return recipe.tamper ? tampered(jws, recipe.tamper) : jws;
  };
}

function changed(usual: Claims, changes: Changes = {}): Claims {
  const members = { ...usual, ...(typeof changes === 'function' ? changes(usual) : changes) };
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function tampered(jws: string, part: 'header' | 'payload' | 'signature'): string {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const withMember = (segment: string) =>
    encodeSegment({ ...JSON.parse(Buffer.from(segment, 'base64url').toString()), tampered: true });
  switch (part) {
    case 'header':
      return [withMember(header), payload, signature].join('.');
    case 'payload':
      return [header, withMember(payload), signature].join('.');
    case 'signature':
      // The first character: the last one also holds bits that belong to no byte.
      return [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.');
  }
}
