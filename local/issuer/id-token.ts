import { randomUUID } from 'node:crypto';
import { ROOT_ORGANIZATION, TOKEN_LIFETIME } from './access-token';
import type { Claims } from './jws';
import { keyId } from './key-id';
import type { SigningKey } from './signing-key';

/** The sign-in that an ID token tells of. */
export interface IdTokenProps {
  readonly issuer: string;
  readonly clientId: string;
  readonly userId: string;
  /** In seconds since 1970. */
  readonly issuedAt: number;
}

/** The claims of an ID token as WSO2 IS 7 writes them: no scope, and the client id as the audience. */
export function idTokenClaims({ issuer, clientId, userId, issuedAt }: IdTokenProps): Claims {
  return {
    sub: userId,
    iss: issuer,
    aud: clientId,
    azp: clientId,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_LIFETIME,
    jti: randomUUID(),
    amr: ['BasicAuthenticator'],
    ...ROOT_ORGANIZATION,
  };
}

/** Without `typ`, by which ID tokens can be told from access tokens since WSO2 IS 6.0. */
export function idTokenHeader({ certificate }: SigningKey): Claims {
  return { kid: keyId(certificate), alg: 'RS256' };
}
