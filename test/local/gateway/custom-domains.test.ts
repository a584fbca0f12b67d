import type { TemplateResource } from '../../../local/gateway/assembly/template';
import { createCustomDomains } from '../../../local/gateway/custom-domains';
import type { MappingModel } from '../../../local/gateway/model';
import type { ApiFixture } from './support/assembly';
import { RETURNS_EVENT } from './support/code';
import { shareTestGateway, startTestGateway, type TestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html

const DOMAIN = 'api.example.com';

function resource(type: string, properties: Readonly<Record<string, unknown>>): TemplateResource {
  return { Type: `AWS::ApiGatewayV2::${type}`, Properties: properties };
}

/** A mapping of this API, or another, on {@link DOMAIN}. */
function mapping(ApiMappingKey: string | undefined, Stage: unknown, ApiId: unknown = { Ref: 'Api' }): TemplateResource {
  return resource('ApiMapping', { ApiId, ApiMappingKey, Stage, DomainName: { Ref: 'Domain' } });
}

const Domain = resource('DomainName', { DomainName: DOMAIN });
const Beta = resource('Stage', { ApiId: { Ref: 'Api' }, StageName: 'beta', AutoDeploy: true });

/** The stage, route key and path that an event names; the status where the function did not run. */
async function seen(gateway: TestGateway, path: string, host = DOMAIN): Promise<unknown> {
  const { status, body } = await gateway.send({ path, headers: { host } });
  if (status !== 200) {
    return status;
  }
  const { rawPath, routeKey, requestContext } = JSON.parse(body);
  expect(requestContext.http.path).toBe(rawPath);
  return [requestContext.stage, routeKey, rawPath];
}

describe('a request to a custom domain', () => {
  const fixture: ApiFixture = {
    routes: { 'GET /': {}, 'GET /me': {} },
    others: { Domain, Beta, V1: mapping('v1', { Ref: 'Stage' }), V2: mapping('v2', { Ref: 'Beta' }) },
  };

  const shared = shareTestGateway(fixture, RETURNS_EVENT);

  test('is led by the mapping key to its stage: the key is in no path, the name of a stage is [F10] [F11]', async () => {
    const gateway = shared();
    expect(await seen(gateway, '/v1/me')).toEqual(['$default', 'GET /me', '/me']);
    expect(await seen(gateway, '/v2/me', 'API.example.com')).toEqual(['beta', 'GET /me', '/beta/me']);
    expect(await seen(gateway, '/v1')).toEqual(['$default', 'GET /', '/']);
    expect(await seen(gateway, '/v2/')).toEqual(['beta', 'GET /', '/beta/']);
    expect(await seen(gateway, '/v%31/me', `${DOMAIN}:3000`)).toEqual(['$default', 'GET /me', '/me']);
  });

  test('for a path without a mapping is not found, though the API has the route or the stage [F12]', async () => {
    const gateway = shared();
    for (const path of ['/me', '/beta/me', '/v1x/me', '/v3/me', '/']) {
      expect(await seen(gateway, path)).toBe(404);
    }
    expect(gateway.records.at(-1)?.reason).toBe('no stage is served at this path');
  });

  test('is subject to the authorizer of the route that it is led to [F13]', async () => {
    const gateway = await startTestGateway({ ...fixture, routes: { 'GET /me': { scopes: [] } } }, RETURNS_EVENT);
    expect(await seen(gateway, '/v1/me')).toBe(401);
    expect(await seen(gateway, '/v1/me', 'localhost')).toBe(401);
  });

  test('whose path is mapped to another API is 501 [F236]', async () => {
    const Other = resource('Api', { Name: 'other', ProtocolType: 'WEBSOCKET' });
    const others = { Domain, Other, Root: mapping(undefined, '$default'), Far: mapping('far', 'x', { Ref: 'Other' }) };
    const gateway = await startTestGateway({ routes: { 'GET /{any+}': {} }, others }, RETURNS_EVENT);
    expect(await seen(gateway, '/near')).toEqual(['$default', 'GET /{any+}', '/near']);
    expect(await gateway.send({ path: '/far/away', headers: { host: DOMAIN } })).toMatchObject({
      status: 501,
      body: '{"message":"Not Implemented","reason":"Stack/Far: the path is mapped to another API, which is not served here"}',
    });
    expect(gateway.model.notEmulated).toEqual([]);
  });
});

describe('a request to a custom domain that no stack of the assembly makes', () => {
  const onExisting = (ApiMappingKey: string | undefined) =>
    resource('ApiMapping', { ApiId: { Ref: 'Api' }, ApiMappingKey, Stage: '$default', DomainName: DOMAIN });
  const others = { Orders: onExisting('orders/v1') };

  test('is led by the mapping key all the same, and so is one to this machine [F10] [F13]', async () => {
    const gateway = await startTestGateway({ routes: { 'GET /me': {} }, others }, RETURNS_EVENT);
    for (const host of [DOMAIN, 'localhost']) {
      expect(await seen(gateway, '/orders/v1/me', host)).toEqual(['$default', 'GET /me', '/me']);
    }
    expect(await seen(gateway, '/me')).toBe(404);
    expect(gateway.model.notEmulated).toEqual([]);
  });
});

describe('a request to this machine', () => {
  const others = { Domain, Beta, V1: mapping('v1', { Ref: 'Beta' }), Me: mapping('me', { Ref: 'Beta' }) };

  test('is led by a mapping key too, where no stage and route takes its path [F13]', async () => {
    const gateway = await startTestGateway({ routes: { 'GET /me': {}, 'GET /': {} }, others }, RETURNS_EVENT);
    expect(await seen(gateway, '/v1/me', 'localhost')).toEqual(['beta', 'GET /me', '/beta/me']);
    expect(await seen(gateway, '/me', '127.0.0.1')).toEqual(['$default', 'GET /me', '/me']);
    expect(await seen(gateway, '/v1/no', '127.0.0.1')).toBe(404);
  });

  test('is left to the route where one takes every path [F13]', async () => {
    const gateway = await startTestGateway({ routes: { $default: {} }, others }, RETURNS_EVENT);
    expect(await seen(gateway, '/v1/me', 'localhost')).toEqual(['$default', '$default', '/v1/me']);
  });
});

describe('of several mapping keys', () => {
  const on = (domainName: string, ...keys: string[]): MappingModel[] =>
    keys.map((key) => ({ domainName, key, stage: `stage of ${key}` }));
  // The example of AWS's page.
  const EXAMPLE = on(DOMAIN, '', 'orders', 'orders/v1/items', 'orders/v2/items', 'orders/v2/items/categories');
  const found = (mappings: readonly MappingModel[], path: string, host = DOMAIN) => {
    const match = createCustomDomains(mappings).find(host, path);
    return match && [match.mapping.key, match.path];
  };

  test.each([
    ['/orders', 'orders', '/'],
    ['/orders/v1/items', 'orders/v1/items', '/'],
    ['/orders/v2/items', 'orders/v2/items', '/'],
    ['/orders/v1/items/123', 'orders/v1/items', '/123'],
    ['/orders/v2/items/categories/5', 'orders/v2/items/categories', '/5'],
    ['/customers', '', '/customers'],
  ])("%s has the one of AWS's example [F10]", (path, key, rest) => {
    expect(found(EXAMPLE, path)).toEqual([key, rest]);
  });

  test('one that ends in the middle of a segment counts where keys have several levels, and is then not served [F12]', () => {
    const match = createCustomDomains(EXAMPLE).find(DOMAIN, '/ordersandmore');
    expect(match?.mapping).toEqual({
      domainName: DOMAIN,
      key: 'orders',
      stage: {
        kind: 'not emulated',
        reason:
          'the path begins with the mapping key orders in the middle of a segment; what the API then sees is not known',
      },
    });
    expect(found(on(DOMAIN, '', 'orders'), '/ordersandmore')).toEqual(['', '/ordersandmore']);
  });

  test('those of the domain itself go before those of a wildcard, which is for one label', () => {
    const mappings = [...on('*.example.com', 'any'), ...on(DOMAIN, 'own')];
    expect(found(mappings, '/own')).toEqual(['own', '/']);
    expect(found(mappings, '/any')).toBeUndefined();
    expect(found(mappings, '/any/a', 'www.example.com')).toEqual(['any', '/a']);
    expect(createCustomDomains(mappings).has('a.b.example.com')).toBe(false);
    expect(createCustomDomains(mappings).has('example.com')).toBe(false);
  });
});
