import fc from 'fast-check';
import { refusalsOf } from '../../../commands/deploy/edit-rules';
import type { Refusal } from '../../../commands/deploy/stack-rules';
import { resourcesOf, type StackTemplate, type SynthesizedStack } from '../../../commands/project/template';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes as shipped } from '../../../config/routes';
import type { Route } from '../../../lib/api/types';
import { resolveConfig } from '../../../lib/config/resolve';
import { knownStack } from '../support/known-stack';
import { ApiGatewayError, carryOut, FakeApiGateway, STAGE_TURNS } from './fake-api-gateway';

// Each template is a synthesis.
jest.setTimeout(300_000);

const route = (key: string, rateLimit?: number): Route => {
  const [method = '', path = ''] = key.split(' ');
  return {
    method: method as Route['method'],
    path,
    access: { scopes: ['a'] },
    ...(rateLimit !== undefined && { throttle: { rateLimit, burstLimit: 10 } }),
  };
};

function synthesized(routes: readonly Route[], env = 'dev'): SynthesizedStack {
  return knownStack(resolveConfig({ project, environments, routes, functions, context: { env } }));
}

const deployedOf = ({ template, tags }: SynthesizedStack) => ({
  status: 'UPDATE_COMPLETE',
  isProtected: false,
  tags,
  template,
});

const refused = (before: SynthesizedStack, next: SynthesizedStack): Refusal[] =>
  refusalsOf({ deployed: deployedOf(before), next, environment: {} });

/** An API to which the first template was deployed, and the others after it. */
function liveAfter(templates: readonly StackTemplate[], turn: (typeof STAGE_TURNS)[number]): FakeApiGateway {
  const api = new FakeApiGateway();
  templates.forEach((template, index) => {
    carryOut(api, templates[index - 1], template, turn);
  });
  return api;
}

/** Answer of API Gateway to an edit, in either order. */
function answers(...stacks: readonly SynthesizedStack[]): (string | undefined)[] {
  return STAGE_TURNS.map((turn) => {
    try {
      const templates = stacks.map(({ template }) => template);
      const api = liveAfter(templates, turn);
      // Nothing is left over that would be in the way of the next edit.
      expect([...api.settings.keys()].sort()).toEqual(throttledKeys(templates.at(-1)).sort());
      return undefined;
    } catch (error) {
      if (error instanceof ApiGatewayError) {
        return error.message;
      }
      throw error;
    }
  });
}

function throttledKeys(template: StackTemplate | undefined): string[] {
  const stages = template === undefined ? [] : resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  return stages.flatMap(([, { Properties }]) => Object.keys(Properties?.['RouteSettings'] ?? {}));
}

/** The route keys with settings of whose routes the stage is not said to depend on. */
function withoutDependency(template: StackTemplate): string[] {
  const [[, stage] = []] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  const needed = [stage?.DependsOn ?? []].flat();
  const keys = resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .filter(([id]) => needed.includes(id))
    .map(([, { Properties }]) => Properties?.['RouteKey']);
  return throttledKeys(template).filter((key) => !keys.includes(key));
}

const OTHER = route('GET /other');
const PASS = [undefined, undefined];

test.each<[string, Route[], Route[]]>([
  ['a route gets a throttle', [route('GET /a')], [route('GET /a', 5)]],
  ['a throttled route is added', [OTHER], [OTHER, route('GET /a', 5)]],
  ['a throttle changes', [route('GET /a', 5)], [route('GET /a', 6)]],
  ['a throttle is removed', [route('GET /a/{id}', 5)], [route('GET /a/{id}')]],
  ['a throttled route is removed', [OTHER, route('GET /a/{id}', 5)], [OTHER]],
  ['a throttled route is renamed in a literal segment', [route('GET /a', 5)], [route('GET /b', 5)]],
  ['a throttled route is renamed and loses its throttle', [route('GET /a', 5)], [route('GET /b')]],
  ['a parameter is renamed that has no throttle', [route('GET /a/{id}')], [route('GET /a/{name}')]],
  ['a parameter is renamed, and gets a throttle', [route('GET /a/{id}')], [route('GET /a/{name}', 5)]],
])('goes through in one deployment, and is let through: %s', (_, from, to) => {
  const [before, next] = [synthesized(from), synthesized(to)];
  expect(refused(before, next)).toEqual([]);
  expect(answers(before, next)).toEqual(PASS);
});

test.each<[string, Route, Route]>([
  ['keeps its throttle', route('GET /a/{id}', 5), route('GET /a/{name}', 5)],
  ['loses its throttle', route('GET /a/{id}', 5), route('GET /a/{name}')],
])(
  'refuses to rename the parameter of a throttled route which %s, and names two deployments that go through',
  (_, old, now) => {
    const [before, next] = [synthesized([old]), synthesized([now])];
    expect(refused(before, next)).toEqual([
      {
        what: 'config/routes.ts: GET /a/{name}',
        got: 'a throttled route that was GET /a/{id}',
        expected: expect.stringContaining('while it is throttled'),
        fix: 'deploy twice: first GET /a/{id} without its throttle, then GET /a/{name} with it; in between it has the limit of the stage',
      },
    ]);
    expect(answers(before, next)).toContain(
      'NotFoundException: Unable to find Route by key GET /a/{id} within the provided RouteSettings',
    );

    const between = synthesized([route('GET /a/{id}')]);
    expect([...refused(before, between), ...refused(between, next)]).toEqual([]);
    expect(answers(before, between, next)).toEqual(PASS);
  },
);

const KEYS = ['GET /a/{id}', 'GET /a/{name}', 'POST /a/{id}', 'GET /b', 'GET /c'];
const someRoutes = fc
  .uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4, selector: (key) => key.replace(/\{.*\}/, '{}') })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }).map((rate) => route(key, rate)),
      ),
    ),
  );

test('of generated configurations, the stage depends on every route that it throttles, and what is let through goes through', () => {
  fc.assert(
    fc.property(someRoutes, someRoutes, (from, to) => {
      const [before, next] = [synthesized(from), synthesized(to)];
      expect(withoutDependency(next.template)).toEqual([]);
      const isRefused = refused(before, next).length > 0;
      expect(answers(before, next).some((answer) => answer !== undefined)).toBe(isRefused);
    }),
    { numRuns: 15 },
  );
});

test.each(Object.keys(environments))('of %s, the stage depends on every route that it throttles', (env) => {
  const { template } = synthesized(shipped, env);
  expect(throttledKeys(template)).not.toEqual([]);
  expect(withoutDependency(template)).toEqual([]);
});
