import type { Caller } from './caller';

/** `GET /me`'s answer: who the caller is, as API Gateway verified it. Members the token says nothing about are absent. */
export interface Me extends Omit<Caller, 'issuedAt' | 'expiresAt'> {
  /** ISO 8601, UTC. */
  readonly issuedAt?: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** `GET /me`. */
export function me(caller: Caller): Me {
  return { ...caller, issuedAt: caller.issuedAt?.toISOString(), expiresAt: caller.expiresAt.toISOString() };
}
