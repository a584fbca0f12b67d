import type { Caller } from './caller';
import type { Me } from './operations/me';

/** `GET /me`: who the caller is, as API Gateway verified it. Members the token says nothing about are absent. */
export function me(caller: Caller): Me {
  return {
    ...caller,
    scopes: [...caller.scopes],
    audience: [...caller.audience],
    issuedAt: caller.issuedAt?.toISOString(),
    expiresAt: caller.expiresAt.toISOString(),
  };
}
