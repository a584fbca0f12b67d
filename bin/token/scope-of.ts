/** The parameter that asks for scopes: absent to ask for none. */
export function scopeOf(scopes: readonly string[]): Record<string, string> {
  return scopes.length > 0 ? { scope: scopes.join(' ') } : {};
}
