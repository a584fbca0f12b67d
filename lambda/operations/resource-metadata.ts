import * as v from 'valibot';
import { content, type Operation } from './operation';

const texts = (description: string) => v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.description(description));

/** @see https://www.rfc-editor.org/rfc/rfc9728#section-2 */
const ResourceMetadata = v.strictObject({
  resource: v.pipe(v.string(), v.url(), v.description('The API, by the host that was asked')),
  authorization_servers: texts('The issuers of the tokens that it takes'),
  scopes_supported: v.optional(texts('The scopes that its routes ask for')),
  bearer_methods_supported: v.pipe(
    v.array(v.picklist(['header', 'query'])),
    v.description('How it takes a token, of the ways of RFC 6750'),
  ),
  resource_documentation: v.optional(v.pipe(v.string(), v.url(), v.description('A page for developers'))),
});

/** @see {@link resourceMetadata} */
export type ResourceMetadata = v.InferOutput<typeof ResourceMetadata>;

/** `GET /.well-known/oauth-protected-resource`, of environments with `resourceMetadata` */
export const resourceMetadata = {
  id: 'getResourceMetadata',
  tag: 'Discovery',
  summary: 'Says where tokens for the API are issued, and with which scopes (RFC 9728)',
  answer: content({
    name: 'ResourceMetadata',
    description: 'The metadata of the API as a protected resource',
    schema: ResourceMetadata,
    examples: {
      wso2: {
        resource: 'https://api.example.com',
        authorization_servers: ['https://is.example.com/oauth2/token'],
        scopes_supported: ['quotes:write'],
        bearer_methods_supported: ['header'],
      },
    },
  }),
} as const satisfies Operation;
