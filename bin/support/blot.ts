/** A text of somebody else without the secrets that it may repeat. */
export function blot(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((blotted, secret) => blotted.replaceAll(secret, '***'), text);
}
