import { show } from '../../lib/config/fault';

/** How a URL is shown in a fault. What stands before an @ may be a password. */
export function shownUrl(url: string | undefined): string {
  return url?.includes('@') ? 'a URL with a user in it' : show(url);
}
