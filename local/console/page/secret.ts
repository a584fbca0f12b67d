import type { SecretHeader } from '../protocol';

const HEADER: SecretHeader = 'x-console-secret';
const KEPT_AS = 'console-secret';

/**
 * Keeps the secret of the address that `npm start` prints for this tab, so that a reload finds it, and takes it out of the
 * address bar, so that nobody passes it on with the address.
 */
export function keepSecret(): void {
  const given = location.hash.slice(1);
  if (given !== '') {
    sessionStorage.setItem(KEPT_AS, given);
    history.replaceState(null, '', location.pathname);
  }
}

/** Empty where the page was opened without. */
export function secret(): string {
  return sessionStorage.getItem(KEPT_AS) ?? '';
}

/** The header of every request to the server. */
export function secretHeader(): Readonly<Record<string, string>> {
  return { [HEADER]: secret() };
}
