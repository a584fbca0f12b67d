import type { KeyIdForm, ThumbprintForm } from './key-id';

/** The releases of WSO2 IS after which its access tokens look different. One that is missing looks as the one before. */
export type Release = '5.4' | '5.7' | '5.8' | '5.9' | '5.10' | '5.11' | '6.0' | '7.0' | '7.1' | '7.2' | '7.3';

/** The form of a JWT access token in a release. `alg`, `iss`, `sub`, `azp`, `iat`, `exp` and `jti` are in all of them. */
export interface TokenShape {
  readonly kid: KeyIdForm;
  readonly x5t?: ThumbprintForm;
  readonly 'x5t#S256'?: ThumbprintForm;
  readonly typ?: 'at+jwt';
  readonly aud: 'array' | 'string';
  /** Those of the other claims that it has. */
  readonly claims: readonly ('nbf' | 'aut' | 'client_id' | 'org_id' | 'org_name' | 'org_handle')[];
  /** The meaning of `sub`: of an application its owner or its client id, of a user the name or the id. */
  readonly sub: { readonly application: 'owner' | 'client id'; readonly user: 'name' | 'id' };
}

const IS_5_4: TokenShape = {
  kid: 'sha1',
  x5t: 'sha1-hex',
  aud: 'array',
  claims: [],
  sub: { application: 'owner', user: 'name' },
};
const IS_5_7: TokenShape = { ...IS_5_4, claims: ['nbf'] };
const IS_5_8: TokenShape = { ...IS_5_7, aud: 'string' };
const IS_5_9: TokenShape = { ...IS_5_8, kid: 'sha1_alg' };
const IS_5_10: TokenShape = { ...IS_5_9, kid: 'sha256_alg', x5t: 'sha256-hex' };
const IS_5_11: TokenShape = { ...IS_5_10, claims: [...IS_5_10.claims, 'aut'] };
const IS_6_0: TokenShape = { ...IS_5_11, typ: 'at+jwt', claims: [...IS_5_11.claims, 'client_id'] };
const IS_7_0: TokenShape = {
  ...IS_6_0,
  claims: [...IS_6_0.claims, 'org_id', 'org_name'],
  sub: { application: 'client id', user: 'id' },
};
const IS_7_1: TokenShape = { ...IS_7_0, x5t: 'sha1' };
// Tokens of 7.1 are published with `org_handle` and without; here it comes with 7.2.
const IS_7_2: TokenShape = { ...IS_7_1, claims: [...IS_7_1.claims, 'org_handle'] };
const IS_7_3: TokenShape = { ...IS_7_2, x5t: undefined, 'x5t#S256': 'sha256' };

/** The changes of each release, read from WSO2's token issuer (`JWTTokenIssuer.java`) and from published tokens. */
export const TOKEN_SHAPES: Readonly<Record<Release, TokenShape>> = {
  '5.4': IS_5_4,
  '5.7': IS_5_7,
  '5.8': IS_5_8,
  '5.9': IS_5_9,
  '5.10': IS_5_10,
  '5.11': IS_5_11,
  '6.0': IS_6_0,
  '7.0': IS_7_0,
  '7.1': IS_7_1,
  '7.2': IS_7_2,
  '7.3': IS_7_3,
};

/** The shape of the tokens that the stand-in issues. */
export const CURRENT_RELEASE: Release = '7.3';
