import type { Issuer } from '../../../local/issuer/start-issuer';
import { type Answer, type Call, call } from './client';

export interface Browser {
  /** Goes to an address of the issuer, or sends it a form. `location` is where the answer leads, when it leads elsewhere. */
  visit(url: string, form?: Call['form']): Promise<Answer & { location: string }>;
  /** The cookies, by name. */
  readonly jar: Map<string, { value: string; path: string }>;
}

/** A browser: keeps cookies, and follows redirects as long as they lead to the issuer. */
export function createBrowser(issuer: Issuer): Browser {
  const jar: Browser['jar'] = new Map();

  async function visit(url: string, form?: Call['form']): Promise<Answer & { location: string }> {
    const { pathname } = new URL(url, issuer.connectTo.origin);
    const cookies = [...jar]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`);
    const answer = await call(issuer, url, { form, headers: { cookie: cookies.join('; ') } });
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, { value, path: /path=([^;]*)/.exec(cookie)?.[1] ?? '/' });
    }
    const location = new URL(answer.headers.location ?? '', new URL(url, issuer.connectTo.origin)).href;
    const leadsBack = answer.headers.location !== undefined && location.startsWith(issuer.connectTo.origin);
    return leadsBack ? visit(location) : { ...answer, location };
  }

  return { visit, jar };
}
