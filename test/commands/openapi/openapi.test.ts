import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConfig, lint } from '@redocly/openapi-core';
import { openApiDocument } from '../../../commands/openapi/document';
import { openapiCommand } from '../../../commands/openapi/openapi-command';
import { serversOf } from '../../../commands/openapi/servers';
import { OPERATIONS, type Operations } from '../../../commands/project/operations';
import type { Environment } from '../../../lib/config/environment';
import type { RouteConfig } from '../../../lib/config/function';
import { resolveConfig } from '../../../lib/config/resolve';
import openapi from '../../../openapi.json';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { schemaFaults } from '../../support/described';
import { invoke } from '../support/invoke';

const WSO2: Environment = { issuer: 'https://is.example.com/oauth2/token', clientIds: ['abc'], region: 'eu-west-1' };
const ME: RouteConfig = { method: 'GET', path: '/me', access: { anyToken: 'why' } };
const HEALTH: RouteConfig = { method: 'GET', path: '/health', access: { public: 'why' } };
const QUOTES: RouteConfig = { method: 'POST', path: '/quotes', access: { scopes: ['a', 'b'] } };

interface Made {
  readonly environment?: Partial<Environment>;
  readonly routes?: readonly RouteConfig[];
  readonly operations?: Operations;
}

function made({ environment, routes = [HEALTH, ME, QUOTES], operations = OPERATIONS }: Made = {}) {
  const config = resolveConfig({
    project: 'api',
    environments: { dev: { ...WSO2, ...environment } },
    routes,
    functions: [{ name: 'quotes', entry: 'lambda/handler.ts' }],
    context: { env: 'dev' },
  });
  // biome-ignore lint/suspicious/noExplicitAny: as deep as OpenAPI
  return openApiDocument({ config, operations, servers: serversOf(config, undefined) }) as any;
}

/** The findings of Redocly's linter, by all its recommended rules. */
async function findings(document: object): Promise<string[]> {
  const file = join(tempFolder({}), 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const config = await createConfig({ extends: ['recommended-strict'] });
  const found = await lint({ ref: file, config });
  return found.map(({ ruleId, location: [at] }) => `${ruleId} ${at?.pointer}`);
}

describe('the document', () => {
  test.each<[string, object]>([
    ['of npm start', openapi],
    [
      'of a deployment with everything that shows in it',
      made({ environment: { ...domain(), identitySource: '$request.header.X-Token', resourceMetadata: {} } }),
    ],
  ])('has nothing in it that the linter of Redocly finds: %s', async (_, document) => {
    expect(await findings(document)).toEqual([]);
  });

  test('is linted: an operation without an id is found', async () => {
    const { paths, ...rest } = made({ routes: [ME] });
    const { operationId: _, ...get } = paths['/me'].get;
    expect(await findings({ ...rest, paths: { '/me': { get } } })).toEqual([
      'operation-operationId #/paths/~1me/get/operationId',
    ]);
  });

  test('has examples that pass the schemas beside them, by a validator that nobody here wrote', () => {
    const held = mediaTypes(openapi.paths);
    expect(held.length).toBeGreaterThan(10);
    const faults = held.flatMap(({ place, examples }) =>
      Object.entries(examples).flatMap(([name, { value }]) =>
        schemaFaults(value, ...place, 'schema').map((fault) => `${place.join(' › ')}, ${name}: ${fault}`),
      ),
    );
    expect(faults).toEqual([]);
  });

  test('says who may call: any one of the scopes, any token, or anybody', () => {
    const { paths } = made();
    expect(paths['/quotes'].post.security).toEqual([
      { oauth2: ['a'] },
      { oauth2: ['b'] },
      { openIdConnect: ['a'] },
      { openIdConnect: ['b'] },
    ]);
    expect(paths['/me'].get.security).toEqual([{ oauth2: [] }, { openIdConnect: [] }]);
    expect(paths['/health'].get.security).toEqual([]);
  });

  test("names WSO2 IS's endpoints beside the issuer, of a tenant, too, and its discovery", () => {
    const { securitySchemes } = made({
      environment: { issuer: 'https://is.example.com/t/acme/oauth2/token' },
    }).components;
    expect(securitySchemes.oauth2.flows).toEqual({
      clientCredentials: {
        tokenUrl: 'https://is.example.com/t/acme/oauth2/token',
        scopes: { a: 'For POST /quotes', b: 'For POST /quotes' },
      },
      authorizationCode: {
        authorizationUrl: 'https://is.example.com/t/acme/oauth2/authorize',
        tokenUrl: 'https://is.example.com/t/acme/oauth2/token',
        scopes: { a: 'For POST /quotes', b: 'For POST /quotes' },
      },
    });
    expect(securitySchemes.openIdConnect.openIdConnectUrl).toBe(
      'https://is.example.com/t/acme/oauth2/token/.well-known/openid-configuration',
    );
  });

  test('guesses no endpoints of an issuer of another form', () => {
    const { components, paths } = made({ environment: { issuer: 'https://login.example.com' } });
    expect(Object.keys(components.securitySchemes)).toEqual(['openIdConnect']);
    expect(paths['/me'].get.security).toEqual([{ openIdConnect: [] }]);
  });

  test('says where else the token is looked for, and that a certificate is asked for', () => {
    const { components, paths } = made({ environment: { ...domain(), identitySource: '$request.querystring.token' } });
    expect(components.securitySchemes).toMatchObject({
      token: { type: 'apiKey', in: 'query', name: 'token' },
      clientCertificate: { type: 'mutualTLS' },
    });
    expect(paths['/me'].get.security[0]).toEqual({ oauth2: [], token: [], clientCertificate: [] });
    expect(paths['/health'].get.security).toEqual([{ clientCertificate: [] }]);
  });

  test("has API Gateway's own answers, as far as they are established", () => {
    const { paths, components } = made();
    const statuses = (path: string, method: string) => Object.keys(paths[path][method].responses);
    expect(statuses('/health', 'get')).toEqual(['200', '429', '500', '503']);
    expect(statuses('/me', 'get')).toEqual(['200', '401', '403', '429', '500', '503']);
    expect(statuses('/quotes', 'post')).toEqual(['200', '400', '401', '403', '413', '415', '429', '500', '503']);
    expect(components.schemas.Unauthorized.properties).toEqual({ message: { type: 'string', const: 'Unauthorized' } });
    // What the body of a 429 is, nobody has shown.
    expect(paths['/me'].get.responses['429']).not.toHaveProperty('content');
  });

  test('has the route of resourceMetadata where an environment has it', () => {
    const { paths } = made({ environment: { resourceMetadata: {} } });
    expect(paths['/.well-known/oauth-protected-resource'].get).toMatchObject({
      operationId: 'getResourceMetadata',
      security: [],
    });
    expect(Object.keys(made().paths)).toEqual(['/health', '/me', '/quotes']);
  });

  test('writes parameters of path and query, and no greedy one', () => {
    const operations: Operations = {
      'GET /files/{id}/{rest+}': {
        ...(OPERATIONS['GET /health'] as Operations[string]),
        parameters: {
          id: { description: 'The id of the file', example: 'f-1' },
          lang: { description: 'The language', example: 'en' },
        },
      },
    };
    const routes: RouteConfig[] = [{ ...HEALTH, path: '/files/{id}/{rest+}' }];
    const schema = { type: 'string' };
    expect(made({ routes, operations }).paths['/files/{id}/{rest}'].get.parameters).toEqual([
      { name: 'id', in: 'path', required: true, description: 'The id of the file', schema, example: 'f-1' },
      {
        name: 'rest',
        in: 'path',
        required: true,
        description: 'The rest of the path. May have slashes in it',
        schema,
        example: 'smoke-test',
      },
      { name: 'lang', in: 'query', required: false, description: 'The language', schema, example: 'en' },
    ]);
  });

  test('is refused where a route is not described', () => {
    expect(() => made({ operations: {} })).toThrow(
      'config/routes.ts: POST /quotes — got a route that nobody described — expected its schemas in lambda/operations/index.ts',
    );
  });

  test('has the limits of a body that the function checks with code of its own', () => {
    const { pieces } = made().components.schemas.QuoteRequest.properties;
    expect(pieces).toMatchObject({ minItems: 1, maxItems: 99 });
    expect(pieces.items.properties).toMatchObject({
      weightKg: { minimum: 0.01, maximum: 70 },
      lengthCm: { minimum: 1, maximum: 270, description: 'a number from 1 to 270, in steps of 0.1 (cm)' },
    });
  });

  test("lets clients take tomorrow's members of an answer, and names a body's misspelt ones", () => {
    const { schemas } = made().components;
    expect(schemas.Quote).not.toHaveProperty('additionalProperties');
    expect(schemas.QuoteRequest).toHaveProperty('additionalProperties', false);
  });
});

describe('the address', () => {
  const url = (environment?: Partial<Environment>) => made({ environment }).servers[0];

  test('is the domain of the environment, or has a variable for what a deployment alone knows', () => {
    expect(url(domain()).url).toBe('https://api.acme.test');
    const existing = { name: 'api.acme.test', existing: true, mappingKey: 'orders/v1' };
    expect(url({ domain: existing }).url).toBe('https://api.acme.test/orders/v1');
    expect(url()).toMatchObject({
      url: 'https://{apiId}.execute-api.{region}.amazonaws.com',
      variables: { region: { default: 'eu-west-1' } },
    });
    expect(url({ region: 'cn-north-1' }).url).toBe('https://{apiId}.execute-api.{region}.amazonaws.com.cn');
  });
});

describe('npm run openapi', () => {
  test('writes the document and the types of the client, and finds them current from then on', async () => {
    const root = tempFolder({});
    expect(await invoke(openapiCommand, [], { root })).toEqual({
      code: 0,
      out: 'wrote openapi.json\nwrote examples/client/schema.d.ts\n',
      err: '',
    });
    expect(readFileSync(join(root, 'examples/client/schema.d.ts'), 'utf8')).toContain('createQuote: {');
    writeFileSync(join(root, 'openapi.json'), '{}');
    expect(await invoke(openapiCommand, ['--check'], { root })).toEqual({
      code: 1,
      out: '',
      err: 'openapi.json — got another content — expected what npm run openapi writes — run npm run openapi\n',
    });
  });

  test('prints the document of a deployment with its address, warns of placeholders in it, and writes nothing', async () => {
    const args = ['-c', 'env=prod', '--url', 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/'];
    const { code, out, err } = await invoke(openapiCommand, args, { root: tempFolder({}) });
    expect(code).toBe(0);
    expect(err).toBe(
      'warning: config/environments.ts: prod.issuer — got "https://is.example.com/oauth2/token", a placeholder that nobody edited — expected the issuer of your WSO2 IS — write it there, or give -c issuer=https://HOST/oauth2/token\n',
    );
    expect(JSON.parse(out).servers).toEqual([
      { url: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com', description: 'The environment prod' },
    ]);
  });

  test.each([
    [['--check', '-c', 'env=prod'], '--check — got it with another flag — expected it alone — leave the other one out'],
    [['--url', 'api.example.com'], '--url — got "api.example.com" — expected an http or https URL without user'],
    [['--url', 'https://a:b@example.com'], '--url — got'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await invoke(openapiCommand, args, { root: tempFolder({}) });
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });
});

/** A domain with mutual TLS. */
function domain(): Partial<Environment> {
  return {
    domain: {
      name: 'api.acme.test',
      hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'acme.test' },
      mutualTls: { truststore: 's3://bucket/ca.pem', truststoreVersion: 'one' },
    },
  };
}

interface MediaType {
  readonly place: readonly string[];
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Everything in the paths that has a schema and examples of it, with its place in the document. */
function mediaTypes(value: unknown, place: readonly string[] = ['paths']): MediaType[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const found =
    'schema' in value && 'examples' in value ? [{ place, examples: value.examples as MediaType['examples'] }] : [];
  return [...found, ...Object.entries(value).flatMap(([key, member]) => mediaTypes(member, [...place, key]))];
}
