/** The part of an issuer's path that chooses a tenant or an organization of WSO2 IS; empty for the super tenant. */
export function tenantOf({ pathname }: URL): string {
  return /^(\/(?:t|o)\/[^/]+)*/.exec(pathname)?.[0] ?? '';
}
