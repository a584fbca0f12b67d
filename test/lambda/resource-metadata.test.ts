import { handler } from '../../lambda/resource-metadata';
import type { Environment } from '../../lib/config/environment';
import { synthesize } from '../support/synth';
import { context, eventOf } from './support/events';
import { captureOutput } from './support/output';

captureOutput();

const KEY = 'GET /.well-known/oauth-protected-resource';
const before = process.env;
afterEach(() => {
  process.env = before;
});

/** Answer of the function at a host, with the variables of an environment's template. */
async function metadataOf(environment: Partial<Environment>, domainName: string) {
  const template = synthesize({ env: 'dev' }, { environment: { resourceMetadata: {}, ...environment } });
  const [fn] = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'resource-metadata' } } },
    }),
  );
  process.env = fn?.['Properties'].Environment.Variables;
  const event = eventOf(KEY);
  const { statusCode, body } = await handler(
    { ...event, requestContext: { ...event.requestContext, domainName } },
    context,
  );
  return { status: statusCode, body: JSON.parse(body) };
}

test('names the API by the host that was asked, its issuer, its scopes and the place of the token', async () => {
  expect(await metadataOf({ issuer: 'https://is.example.com/t/acme/oauth2/token' }, 'api.example.com')).toEqual({
    status: 200,
    body: {
      resource: 'https://api.example.com',
      authorization_servers: ['https://is.example.com/t/acme/oauth2/token'],
      scopes_supported: ['quotes:write'],
      bearer_methods_supported: ['header'],
    },
  });
});

test.each([
  ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['localhost:3000', 'http://localhost:3000'],
  ['[::1]:3000', 'http://[::1]:3000'],
  ['localhost.example.com', 'https://localhost.example.com'],
])('at %s it is %s', async (host, resource) => {
  expect((await metadataOf({}, host)).body.resource).toBe(resource);
});

test.each([
  ['$request.header.authorization', ['header']],
  ['$request.querystring.access_token', ['query']],
  ['$request.header.X-Token', []],
  ['$request.querystring.token', []],
])('of a token that is read from %s it says %j', async (identitySource, methods) => {
  expect((await metadataOf({ identitySource }, 'api.example.com')).body.bearer_methods_supported).toEqual(methods);
});

test('names the page for developers where there is one', async () => {
  const documentationUrl = 'https://developers.example.com';
  expect((await metadataOf({ resourceMetadata: { documentationUrl } }, 'a.example.com')).body).toHaveProperty(
    'resource_documentation',
    documentationUrl,
  );
});

test('without an issuer it is 500, and says nothing of another one', async () => {
  process.env = {};
  const { statusCode, body } = await handler(eventOf(KEY), context);
  expect({ statusCode, ...JSON.parse(body) }).toMatchObject({ statusCode: 500, code: 'internal_error' });
});
