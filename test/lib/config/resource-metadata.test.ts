import { Match } from 'aws-cdk-lib/assertions';
import { routeKey } from '../../../commands/project/routes';
import type { Environment } from '../../../lib/config/environment';
import type { FunctionConfig, RouteConfig } from '../../../lib/config/function';
import { resolveConfig } from '../../../lib/config/resolve';
import { synthesize } from '../../support/synth';

const KEY = 'GET /.well-known/oauth-protected-resource';
const ROUTE: RouteConfig = { method: 'GET', path: '/a', access: { scopes: ['a'] } };
const QUOTES: FunctionConfig = { name: 'quotes', entry: 'lambda/handler.ts' };

const resolve = (
  environment: Partial<Environment>,
  routes: readonly RouteConfig[] = [ROUTE],
  functions: readonly FunctionConfig[] = [QUOTES],
) =>
  resolveConfig({
    project: 'api',
    environments: { dev: { issuer: 'https://is.example.com/oauth2/token', clientIds: ['abc'], ...environment } },
    routes,
    functions,
    context: { env: 'dev' },
  });

test('an environment without it has neither route nor function', () => {
  const { routes, functions } = resolve({});
  expect(routes.map(routeKey)).toEqual(['GET /a']);
  expect(functions.map(({ name }) => name)).toEqual(['quotes']);
});

test('an environment with it has a public route, the last, and a function that shares nothing with the others', () => {
  const { routes, functions } = resolve({
    resourceMetadata: {},
    reservedConcurrency: 50,
    monitoring: {},
    gradualDelivery: {},
  });
  expect(routes.map(routeKey)).toEqual(['GET /a', KEY]);
  expect(routes[1]?.access).toEqual({ public: 'clients without a token learn here who issues one (RFC 9728)' });
  expect(functions[1]).toMatchObject({ name: 'resource-metadata', code: { entry: 'lambda/resource-metadata.ts' } });
  expect(functions[1]).not.toHaveProperty('reservedConcurrency');
  expect(functions[1]).not.toHaveProperty('gradualDelivery');
});

test('its route has no authorizer, and says in the template why', () => {
  const template = synthesize({ env: 'dev' }, { environment: { resourceMetadata: {} } });
  template.hasResource('AWS::ApiGatewayV2::Route', {
    Properties: { RouteKey: KEY, AuthorizationType: 'NONE', AuthorizationScopes: Match.absent() },
    Metadata: { Access: { public: Match.stringLikeRegexp('RFC 9728') } },
  });
});

test('a route or a function of that name is refused', () => {
  const own: RouteConfig = {
    method: 'GET',
    path: '/.well-known/oauth-protected-resource',
    access: { public: 'by hand' },
    function: 'resource-metadata',
  };
  const functions: FunctionConfig[] = [QUOTES, { name: 'resource-metadata', entry: 'lambda/handler.ts' }];
  expect(resolve({}, [ROUTE, own], functions).routes.map(routeKey)).toEqual(['GET /a', KEY]);
  expect(() => resolve({ resourceMetadata: {} }, [ROUTE, own], functions)).toThrow(
    [
      'config/functions.ts: functions[1].name — got "resource-metadata" — expected another name: the function of resourceMetadata has this one — rename it, or take resourceMetadata out of the environment',
      `config/routes.ts: routes[1] (${KEY}) — got a route that resourceMetadata makes, too — expected one of the two — remove it, or take resourceMetadata out of the environment`,
    ].join('\n  '),
  );
});

test('a page for developers that is no https URL is refused', () => {
  expect(() => resolve({ resourceMetadata: { documentationUrl: 'http://example.com' } })).toThrow(
    'config/environments.ts: dev.resourceMetadata.documentationUrl — got "http://example.com" — expected an https URL — write one like "https://developers.example.com"',
  );
});
