import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../../../local/fault';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { TemplateResource } from '../../../../local/gateway/assembly/template';
import type { ApiModel } from '../../../../local/gateway/model';
import { apiResources, assemblyFiles } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

// Whatever stands in a template: it is read or named, never a crash, and never an open door.

const STRANGE: readonly unknown[] = [
  null,
  0,
  true,
  '',
  'x',
  'constructor',
  '$default',
  'NONE',
  [],
  ['x'],
  [null],
  {},
  { a: { b: [] } },
  { Ref: 'AWS::NoValue' },
  { Ref: 'Gone' },
  { Ref: 'constructor' },
  { Ref: ['Api'] },
  { 'Fn::ImportValue': 'gone' },
  { 'Fn::ImportValue': { Ref: 'Gone' } },
  { 'Fn::GetStackOutput': 'gone' },
  { 'Fn::GetStackOutput': { StackName: 'Stack', OutputName: 'constructor' } },
  { 'Fn::GetAtt': 5 },
  { 'Fn::GetAtt': ['Api', 'Gone'] },
  { 'Fn::Join': 'x' },
  { 'Fn::Join': ['', [{ Ref: 'AWS::NoValue' }]] },
  { 'Fn::If': ['Gone', 'NONE', 'NONE'] },
  { 'Fn::If': ['constructor', 'NONE', 'NONE'] },
  { 'Fn::Select': [-1, ['x']] },
  { 'Fn::Sub': ['${A', null] },
  { 'Fn::Split': [] },
  { 'Fn::FindInMap': ['constructor', 'name', 'x'] },
  { 'Fn::Transform': { Name: 'AWS::Include' } },
  { 'Fn::New': [] },
  '{{resolve:ssm:/x}}',
];

const MAPPED: Readonly<Record<string, TemplateResource>> = {
  Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com', RoutingMode: 'x' } },
  Mapping: {
    Type: 'AWS::ApiGatewayV2::ApiMapping',
    Properties: { ApiId: { Ref: 'Api' }, ApiMappingKey: 'v1', DomainName: { Ref: 'Domain' }, Stage: '$default' },
  },
};
const RESOURCES = apiResources({
  api: { CorsConfiguration: { AllowOrigins: ['*'] }, DisableExecuteApiEndpoint: false },
  stage: {
    AccessLogSettings: { DestinationArn: 'a', Format: '$context.requestId' },
    DefaultRouteSettings: { ThrottlingRateLimit: 1 },
    RouteSettings: { 'GET /me': { ThrottlingRateLimit: 1 } },
    StageVariables: { a: 'b' },
  },
  fn: { Environment: { Variables: { A: 'b' } }, Timeout: 3, MemorySize: 128, LoggingConfig: { LogGroup: 'x' } },
  integration: { TimeoutInMillis: 1000 },
  routes: { 'GET /me': { scopes: ['read'] } },
  others: MAPPED,
});

let folder: string;
let file: number;

beforeAll(() => {
  folder = tempFolder(assemblyFiles({ Stack: {} }));
  file = openSync(join(folder, 'Stack.template.json'), 'r+');
});
afterAll(() => closeSync(file));

/** The outcome of reading a template: its model, or nothing where reading it is one clear error. */
function read(resources: Readonly<Record<string, unknown>>, outputs: object = {}): ApiModel | undefined {
  const template = { Resources: resources, Outputs: outputs, Conditions: { Never: { 'Fn::Equals': [1, 2] } } };
  // Stays open: to make a new file for each, or to empty the old one before, takes longer than all else.
  ftruncateSync(file, writeSync(file, JSON.stringify(template), 0));
  try {
    return readAssembly(folder);
  } catch (error) {
    if (error instanceof FaultError) {
      return undefined;
    }
    throw error;
  }
}

/** Every property of every resource, and the members of those that are objects. */
const PLACES = Object.entries(RESOURCES).flatMap(([id, { Properties: properties = {} }]) =>
  Object.entries(properties).flatMap(([name, value]) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const members = isObject ? Object.keys(value).map((member) => [id, name, member]) : [];
    return [[id, name], ...members];
  }),
);

function withChange([id = '', name = '', member]: readonly string[], value: unknown): Record<string, unknown> {
  const resource = RESOURCES[id] as TemplateResource;
  const old = resource.Properties?.[name] as object;
  const changed = member === undefined ? value : { ...old, [member]: value };
  return { ...RESOURCES, [id]: { ...resource, Properties: { ...resource.Properties, [name]: changed } } };
}

test.each(PLACES.map((place) => [place.join('.'), place] as const))('%s may be anything', (_, place) => {
  const isOfRoute = place[0] === 'Route0' && place[1] === 'AuthorizationType';
  const bad = STRANGE.flatMap((value) => {
    const routes = read(withChange(place, value))?.routes ?? [];
    return routes.filter(({ authorization }) => {
      switch (authorization.kind) {
        case 'none':
          // A route says NONE itself, or is never open.
          return !isOfRoute;
        case 'jwt':
          return false;
        default:
          return !authorization.reason.startsWith('Stack/');
      }
    });
  });
  expect(bad).toEqual([]);
});

test('AuthorizationType NONE opens no route that has scopes and an authorizer', () => {
  for (const value of [...STRANGE, undefined]) {
    for (const { authorization } of read(withChange(['Route0', 'AuthorizationType'], value))?.routes ?? []) {
      expect(authorization.kind).toBe('not emulated');
    }
  }
});

test('a condition that has the name of what every object has is not one that does not hold', () => {
  const Route0 = { ...(RESOURCES['Route0'] as TemplateResource), Condition: 'constructor' };
  expect(read({ ...RESOURCES, Route0 })).toBeUndefined();
});

test.each(Object.keys(RESOURCES))('%s may have any condition, and any properties', (id) => {
  const routes = STRANGE.flatMap((value) =>
    ['Condition', 'Properties', 'Metadata'].flatMap(
      (part) => read({ ...RESOURCES, [id]: { ...RESOURCES[id], [part]: value } })?.routes ?? [],
    ),
  );
  expect(routes.filter(({ authorization }) => authorization.kind === 'none')).toEqual([]);
});

test('outputs may be anything', () => {
  for (const value of STRANGE) {
    for (const outputs of [
      { Out: value },
      { Out: { Value: value, Export: value } },
      { Out: { Export: { Name: value } } },
    ]) {
      const change = withChange(['Integration', 'IntegrationUri'], { 'Fn::ImportValue': 'x' });
      for (const { target } of read(change, outputs)?.routes ?? []) {
        expect(target.kind).toBe('not emulated');
      }
    }
  }
});
