import { randomUUID } from 'node:crypto';
import type { Claims } from './jws';
import { keyId, thumbprint } from './key-id';
import type { SigningKey } from './signing-key';
import { CURRENT_RELEASE, type Release, TOKEN_SHAPES } from './token-shape';

/** The subject of a token. */
export interface AccessTokenProps {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent when the application speaks for itself (client credentials). */
  readonly user?: { readonly id: string; readonly username: string };
  readonly scopes: readonly string[];
  /** In seconds since 1970. */
  readonly issuedAt: number;
  /** @default '7.3' */
  readonly release?: Release;
  /** In seconds. @default TOKEN_LIFETIME */
  readonly lifetime?: number;
}

/** For how long a token is valid, in seconds: WSO2 IS's default. */
export const TOKEN_LIFETIME = 3600;

/** The organization that everything belongs to in a WSO2 IS without others. The id is the same in every installation. */
export const ROOT_ORGANIZATION = {
  org_id: '10084a8d-113f-4211-a0d5-efe36b082211',
  org_name: 'Super',
  org_handle: 'carbon.super',
};

/** The claims of an access token, as this release of WSO2 IS writes them. */
export function accessTokenClaims(props: AccessTokenProps): Claims {
  const { issuer, clientId, user, scopes, issuedAt } = props;
  const { release = CURRENT_RELEASE, lifetime = TOKEN_LIFETIME } = props;
  const shape = TOKEN_SHAPES[release];
  // Where nobody changed it, WSO2 IS's own administrator owns every application.
  const application = shape.sub.application === 'owner' ? 'admin' : clientId;
  const optional = {
    nbf: issuedAt,
    aut: user ? 'APPLICATION_USER' : 'APPLICATION',
    client_id: clientId,
    ...ROOT_ORGANIZATION,
  };
  return {
    sub: user ? (shape.sub.user === 'name' ? user.username : user.id) : application,
    iss: issuer,
    aud: shape.aud === 'array' ? [clientId] : clientId,
    azp: clientId,
    iat: issuedAt,
    exp: issuedAt + lifetime,
    jti: randomUUID(),
    ...Object.fromEntries(shape.claims.map((name) => [name, optional[name]])),
    // No scope, no member: WSO2 IS does not write an empty one.
    ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
  };
}

/** The header that goes with them. */
export function accessTokenHeader({ certificate }: SigningKey, release = CURRENT_RELEASE): Claims {
  const { kid, typ, x5t, 'x5t#S256': x5tS256 } = TOKEN_SHAPES[release];
  return {
    ...(x5t ? { x5t: thumbprint(certificate, x5t) } : {}),
    ...(x5tS256 ? { 'x5t#S256': thumbprint(certificate, x5tS256) } : {}),
    kid: keyId(certificate, kid),
    ...(typ ? { typ } : {}),
    alg: 'RS256',
  };
}
