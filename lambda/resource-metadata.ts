import { answering, type Handler } from './answering';
import type { ResourceMetadata } from './operations/resource-metadata';
import type { RequestEvent } from './request-event';

/** A host of `npm start`, which answers over http. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * `GET /.well-known/oauth-protected-resource`: what a client has to know to get a token for the API. Under the name of the host
 * that it asked, because it must not believe a document that is about another one; API Gateway lets through none but the API's own.
 *
 * @throws Error where the stack gave no issuer
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-2
 */
export function resourceMetadata({ requestContext: { domainName } }: RequestEvent): ResourceMetadata {
  const { ISSUER, SCOPES, BEARER_METHOD, DOCUMENTATION_URL } = process.env;
  if (!ISSUER) {
    throw new Error('ISSUER - got nothing - expected the issuer of the tokens - set it in the stack');
  }
  const scopes = (SCOPES ?? '').split(' ').filter((scope) => scope !== '');
  return {
    resource: `${LOOPBACK.test(domainName) ? 'http' : 'https'}://${domainName}`,
    authorization_servers: [ISSUER],
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    bearer_methods_supported: BEARER_METHOD === 'header' || BEARER_METHOD === 'query' ? [BEARER_METHOD] : [],
    ...(DOCUMENTATION_URL && { resource_documentation: DOCUMENTATION_URL }),
  };
}

/** The code of the function `resource-metadata`, which an environment with `resourceMetadata` has. */
export const handler = answering({
  'GET /.well-known/oauth-protected-resource': resourceMetadata,
} satisfies Record<string, Handler<ResourceMetadata>>);
