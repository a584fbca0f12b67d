import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.d.ts';
import type { TokenSource } from './tokens.js';

/** The API, a function for each method: `api.POST('/quotes', { body })`, typed by openapi.json. */
export type Api = Client<paths, 'application/json'>;

/**
 * The API at a URL.
 *
 * @param token gives the access token of a request. Undefined: none is sent
 */
export function createApi(baseUrl: string, token?: TokenSource): Api {
  const api = createClient<paths, 'application/json'>({ baseUrl });
  if (token) {
    api.use({
      async onRequest({ request }) {
        request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    });
  }
  return api;
}
