import type { Directory } from './directory';

/** Scopes of OpenID Connect: any user's tokens may have them. */
export const OIDC_SCOPES: readonly string[] = ['openid', 'profile', 'email'];

export interface GrantableProps {
  readonly directory: Directory;
  readonly clientId: string;
  /** Absent when the application speaks for itself. */
  readonly userId?: string;
}

/**
 * The scopes that a token may have of those asked for. As in WSO2 IS the application has to be authorized to them, and the user has to
 * have them by a role. What else is asked for is passed over, without an error.
 */
export function grantableScopes({ directory, clientId, userId }: GrantableProps): readonly string[] {
  const authorized = directory.clients.find(({ id }) => id === clientId)?.scopes ?? [];
  if (userId === undefined) {
    return authorized;
  }
  const byRole = directory.users.find(({ id }) => id === userId)?.scopes ?? [];
  return [...OIDC_SCOPES, ...authorized.filter((scope) => byRole.includes(scope))];
}
