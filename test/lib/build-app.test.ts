import { CfnResource, CloudFormationValidatePlugin, type PolicyViolation, Stack, Stage } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { loadEngine } from 'cdk-preflight/lib/private/enforce';
import cdkJson from '../../cdk.json';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addStacks } from '../../lib/add-mirror';
import { buildApp } from '../../lib/build-app';
import type { Environment } from '../../lib/config/environment';
import { resolveConfig } from '../../lib/config/resolve';
import { addDeployRole, buildDeployRole } from '../../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../../lib/deploy-role/deploy-role-config';
import { addGuards } from '../../lib/guards';
import { generatedConfiguration } from '../support/generated-configuration';
import { MIRROR } from '../support/mirror';
import { testApp } from '../support/synth';

function synth(env: string, spoil: (stack: Stack) => void = () => {}): void {
  const app = testApp();
  spoil(buildApp(app, resolveConfig({ project, environments, routes, functions, context: { env } })));
  app.synth();
}

afterEach(() => {
  jest.restoreAllMocks();
});

function failureOf(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    return String(error);
  }
}

/** A stage that only this is wrong with, and that only CloudFormation's rules know as one. */
function addStage(stack: Stack, properties: Readonly<Record<string, unknown>>): void {
  new CfnResource(stack, 'Stage', {
    type: 'AWS::ApiGatewayV2::Stage',
    properties: { ApiId: 'any', StageName: 'any', ...properties },
  });
}

/** Its schema forbids this, and the typed constructs would not let it through. */
const addBrokenStage = (stack: Stack) => addStage(stack, { AutoDeploy: 'perhaps' });

/** A deployment fails on it, and CloudFormation's schema allows it. */
const addNamedStage = (stack: Stack) => addStage(stack, { StageName: 'no-dashes' });

/** A finding for each other validator. */
function addOpenRoute(stack: Stack): void {
  new CfnRoute(stack, 'Open', { apiId: 'any', routeKey: 'GET /open' });
  new CfnFunction(stack, 'Untraced', { code: { zipFile: ' ' }, role: 'arn:aws:iam::123456789012:role/any' });
}

/** A finding of CloudFormation's rules. */
const FINDING: PolicyViolation = {
  ruleName: 'any',
  description: 'anything',
  severity: 'error',
  violatingResources: [{ resourceLogicalId: 'Open', templatePath: 'any', locations: [] }],
};

/** Each validator fails the synthesis. */
function expectEachIn(failure: string): void {
  for (const validator of ['route-guard', 'AwsSolutions', 'Serverless', 'CloudFormation Validate']) {
    expect(failure).toMatch(new RegExp(`^(?:.*: )?ERROR .*\\(${validator}\\)$`, 'm'));
  }
}

const deployRoles = resolveDeployRole({
  project,
  // Without a bootstrap of its own, whoever deploys dev could deploy prod: that is warned of.
  environments: { ...environments, dev: { ...environments.dev, bootstrapQualifier: 'devapi' } },
  context: { repository: 'octo-org@1/api@2', environments: 'dev,prod' },
});

/** The errors of a failed synthesis, a line each. */
const errorsIn = (failure: string) => failure.match(/^(?:.*: )?ERROR .*$/gm);

// These are made of types of resources that dev has anyhow, so that the rules are compiled once for all of them.

test('each validator is there, and what it is for fails synthesis', () => {
  const failure = failureOf(() =>
    synth('dev', (stack) => {
      addNamedStage(stack);
      addOpenRoute(stack);
    }),
  );
  expectEachIn(failure);
  expect(failure).toContain("Acknowledge with 'CloudFormation-Validate::pf-");
});

test('what CloudFormation would refuse fails synthesis on its own', () => {
  expect(errorsIn(failureOf(() => synth('dev', addBrokenStage)))).toEqual([
    expect.stringMatching(/AutoDeploy.*\(CloudFormation Validate\)$/),
  ]);
});

test('what a deployment would fail on fails synthesis on its own', () => {
  const failure = failureOf(() => synth('dev', addNamedStage));
  expect(errorsIn(failure)).toEqual([expect.stringMatching(/StageName.*\(CloudFormation Validate\)$/)]);
  expect(failure).toContain("Acknowledge with 'CloudFormation-Validate::pf-");
});

test.each<[Record<string, string>, string[]]>([
  [
    { env: 'dev' },
    [
      'config/environments.ts: dev.issuer — got "https://is.dev.example.com/oauth2/token", a placeholder that nobody edited — expected the issuer of your WSO2 IS — write it there, or give -c issuer=https://HOST/oauth2/token',
      'config/environments.ts: dev.clientIds[0] — got "replace_with_dev_client_id", a placeholder that nobody edited — expected the client id of your application — write there the one that npm run register prints, or give -c clientId=ID',
    ],
  ],
  [{ issuer: 'https://is.example.com/oauth2/token', clientId: 'mine' }, []],
  [{ env: 'local' }, []],
])('every validator lets %j through, which tells of its placeholders', (context, expected) => {
  const app = testApp({ context });
  const stack = buildApp(app, resolveConfig({ project, environments, routes, functions, context }));
  expect(() => app.synth()).not.toThrow();
  const told = stack.node.metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => String(data));
  expect(told.filter((text) => text.includes('placeholder'))).toEqual(expected);
});

const name = 'api.example.com';
const certificateArn = 'arn:aws:acm:eu-west-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const hostedZone = { id: 'Z0123456789ABC', name: 'example.com' };
const mutualTls = { truststore: 's3://truststore-bucket/ca.pem', truststoreVersion: 'version-id' };

/** Changes of prod. */
const VARIANTS: Readonly<Record<string, Partial<Environment>>> = {
  'with a domain and a hosted zone': { domain: { name, hostedZone } },
  'with mutual TLS under a certificate that is there': { domain: { name, certificateArn, mutualTls } },
  'with monitoring alone': { monitoring: {}, gradualDelivery: undefined, reservedConcurrency: undefined },
  'with a mirror of its issuer': { issuerMirror: MIRROR },
  'with tokens in the query, and no CORS': { identitySource: '$request.querystring.token', cors: undefined },
};

/** The number of environments, with routes, that are generated. */
const GENERATED = Number(process.env['CONFIGURATIONS'] ?? 3);

test('no validator objects to, or warns of, prod, each variant of it, the deploy roles, and what is generated', () => {
  const app = testApp();
  const { account, region } = environments.prod;
  const ofProd = (change: Partial<Environment>) =>
    resolveConfig({
      project,
      environments: { ...environments, prod: { ...environments.prod, ...change } },
      routes,
      functions,
      context: { env: 'prod' },
    });
  buildApp(app, ofProd({}));
  // In one app, for whose templates CloudFormation's rules are compiled once; so all are in one place.
  Object.values(VARIANTS).forEach((change, index) => {
    addStacks(new Stage(app, `Variant${index}`), ofProd(change));
  });
  addDeployRole(new Stage(app, 'Roles'), deployRoles, { region });
  for (let seed = 0; seed < GENERATED; seed++) {
    const { environment: dev, routes: generated } = generatedConfiguration(seed);
    const source = { project, environments: { ...environments, dev }, routes: generated, functions };
    addStacks(new Stage(app, `Seed${seed}`), resolveConfig({ ...source, context: { env: 'dev' } }), {
      account,
      region,
    });
  }
  // The CDK prints on Node's console.
  const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const judged = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  expect(() => app.synth()).not.toThrow();
  // As `cdk synth --strict` has it: a warning fails it, too.
  expect(printed.mock.calls.map(String).filter((text) => /WARNING|ERROR/.test(text))).toEqual([]);
  expect(judged.mock.calls.map(([context]) => context.region)).toEqual([region]);
  const stacks = judged.mock.calls.flatMap(([{ stackTemplates }]) =>
    stackTemplates.map((one) => one.stackConstructPath),
  );
  // A mirror is a template of its own.
  expect(stacks.filter((path) => !path.startsWith('Seed'))).toHaveLength(1 + Object.keys(VARIANTS).length + 1 + 1);
  expect(new Set(stacks.map((path) => path.split('/')[0])).size).toBe(1 + Object.keys(VARIANTS).length + 1 + GENERATED);
});

test('each validator is there for the deploy roles', () => {
  // Their types of resources are others: for what is wrong with them alone, the rules would be compiled once more.
  const rules = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  rules.mockReturnValue({ success: false, violations: [FINDING] });
  const app = testApp();
  addOpenRoute(buildDeployRole(app, deployRoles));
  expectEachIn(failureOf(() => app.synth()));
});

test("cdk-preflight fails synthesis, too, where CloudFormation's own rules are switched off", () => {
  // testApp() switches the CDK's off.
  const app = testApp();
  addGuards(app, true, { cloudFormationRules: false });
  addNamedStage(new Stack(app, 'Alone', { env: { account: '111111111111', region: 'eu-west-1' } }));
  // Both keep their engines, beside which the next one of this process takes twice as long to start.
  CloudFormationValidatePlugin._disposeSingleton();
  const asked = jest.spyOn(loadEngine().RegoEngine.prototype, 'validateDetailed');
  expect(failureOf(() => app.synth())).toMatch(/^(?:.*: )?ERROR .*\(cdk-preflight\)$/m);
  for (const engine of asked.mock.contexts as { free(): void }[]) {
    engine.free();
  }
});

test('cdk.json sets every feature flag that the CDK recommends', () => {
  expect(cdkJson.context).toMatchObject(recommendedFlags);
});
