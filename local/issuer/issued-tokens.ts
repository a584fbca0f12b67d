import { verify } from 'node:crypto';
import type { Claims } from './jws';
import { keyId } from './key-id';
import type { KeyRing } from './key-ring';

/** The access tokens that this issuer answers for. They are not kept: a token says itself what it is. */
export interface IssuedTokens {
  /** The claims of an access token that is valid now, of whatever client; undefined of anything else. */
  read(token: string): Claims | undefined;
  /** From now on {@link read} does not know the token with these claims. API Gateway never asks. */
  revoke(claims: Claims): void;
}

export interface IssuedTokensProps {
  readonly issuer: string;
  readonly keys: KeyRing;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

export function createIssuedTokens({ issuer, keys, now }: IssuedTokensProps): IssuedTokens {
  /** By `jti`, until they have expired anyway. */
  const revoked = new Map<string, number>();

  return {
    read(token) {
      const [header = '', payload = '', signature = '', ...more] = token.split('.');
      const { alg, typ, kid } = decode(header);
      const key = keys.listed.find(({ certificate }) => keyId(certificate) === kid);
      const signed = Buffer.from(`${header}.${payload}`);
      if (!key || alg !== 'RS256' || typ !== 'at+jwt' || more.length > 0) {
        return undefined;
      }
      if (!verify('sha256', signed, key.publicKey, Buffer.from(signature, 'base64url'))) {
        return undefined;
      }
      const claims = decode(payload);
      const valid = claims['iss'] === issuer && Number(claims['exp']) * 1000 > now();
      return valid && !revoked.has(String(claims['jti'])) ? claims : undefined;
    },
    revoke({ jti, exp }) {
      for (const [id, expiry] of revoked) {
        if (expiry * 1000 <= now()) {
          revoked.delete(id);
        }
      }
      revoked.set(String(jti), Number(exp));
    },
  };
}

function decode(segment: string): Claims {
  try {
    return Object(JSON.parse(Buffer.from(segment, 'base64url').toString()));
  } catch {
    return {};
  }
}
