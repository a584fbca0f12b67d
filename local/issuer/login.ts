import type { IncomingMessage } from 'node:http';
import type { Directory } from './directory';
import type { Middleware, Provider } from './library';
import { escapeHtml, page } from './page';

export interface LoginProps {
  readonly path: string;
  readonly directory: Directory;
}

/** More than any sign-in needs. */
const MAX_FORM_BYTES = 4096;

/**
 * The sign-in page of the authorization code flow. Which request it belongs to is known from a cookie of the library,
 * which other sites' pages cannot send.
 */
export function createLogin(provider: Provider, { path, directory }: LoginProps): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path) {
      await next();
      return;
    }
    ctx.set('cache-control', 'no-store');
    ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    ctx.type = 'html';
    const request = await provider.interactionDetails(ctx.req, ctx.res).catch(() => undefined);
    if (!request) {
      ctx.status = 400;
      ctx.body = page('Nothing to sign in to', '<p>Start again where you came from: this sign-in is over.</p>');
      return;
    }
    if (ctx.method !== 'POST') {
      ctx.body = form(request.params.client_id);
      return;
    }
    const fields = await readForm(ctx.req);
    const user = directory.users.find(({ username }) => username === fields.get('username'));
    if (!user || user.password !== fields.get('password')) {
      ctx.status = 401;
      ctx.body = form(request.params.client_id, 'User name or password is wrong.');
      return;
    }
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, { login: { accountId: user.id } }));
    ctx.status = 303;
  };
}

function form(clientId: string, problem = ''): string {
  return page(
    'Sign in',
    `<p>to <strong>${escapeHtml(clientId)}</strong></p>
<p role="alert">${escapeHtml(problem)}</p>
<form method="post">
<label>User name <input name="username" autocomplete="off" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="off" required></label>
<button>Sign in</button>
</form>`,
  );
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of req) {
    // What is more is read, so that the answer can be sent, and not kept.
    text = (text + chunk).slice(0, MAX_FORM_BYTES);
  }
  return new URLSearchParams(text);
}
