import { CfnResource, CloudFormationValidatePlugin, Stack, Stage } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import cdkJson from '../../cdk.json';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addStacks } from '../../lib/add-mirror';
import { buildApp } from '../../lib/build-app';
import type { Environment } from '../../lib/config/environment';
import { resolveConfig } from '../../lib/config/resolve';
import { buildDeployRole } from '../../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../../lib/deploy-role/deploy-role-config';
import { addGuards, type GuardsProps } from '../../lib/guards';
import { MIRROR } from '../support/mirror';
import { testApp } from '../support/synth';

function synth(env: string, spoil: (stack: Stack) => void = () => {}): void {
  const app = testApp();
  spoil(buildApp(app, resolveConfig({ project, environments, routes, functions, context: { env } })));
  app.synth();
}

function failureOf(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    return String(error);
  }
}

/** Its schema forbids this, and the typed constructs would not let it through. */
function addBrokenStage(stack: Stack): void {
  new CfnResource(stack, 'Stage', {
    type: 'AWS::ApiGatewayV2::Stage',
    properties: { ApiId: 'any', StageName: 'any', AutoDeploy: 'perhaps' },
  });
}

/** A deployment fails on it, and CloudFormation's schema allows it. */
function addBrokenFilter(stack: Stack): void {
  new CfnMetricFilter(stack, 'Filter', {
    logGroupName: 'any',
    filterPattern: '[time, level=ERROR, message',
    metricTransformations: [{ metricName: 'Any', metricNamespace: 'Any', metricValue: '1' }],
  });
}

test('each validator is there, and what it is for fails synthesis', () => {
  const failure = failureOf(() =>
    synth('dev', (stack) => {
      addBrokenStage(stack);
      new Bucket(stack, 'Bucket');
      new CfnFunction(stack, 'Untraced', { code: { zipFile: ' ' }, role: 'arn:aws:iam::123456789012:role/any' });
      addBrokenFilter(stack);
      new CfnRoute(stack, 'Route', { apiId: 'any', routeKey: 'GET /open' });
    }),
  );
  for (const validator of ['route-guard', 'AwsSolutions', 'Serverless', 'CloudFormation Validate']) {
    expect(failure).toMatch(new RegExp(`^(?:.*: )?ERROR .*\\(${validator}\\)$`, 'm'));
  }
  expect(failure).toContain("Acknowledge with 'CloudFormation-Validate::pf-");
});

test('every validator lets the deploy roles through', () => {
  const app = testApp();
  const context = { repository: 'octo-org@1/api@2', environments: 'dev,prod' };
  buildDeployRole(app, resolveDeployRole({ project, environments, context }));
  expect(() => app.synth()).not.toThrow();
});

/** Synthesizes a stack of these alone: fewer types of resources are fewer rules to compile. */
function synthAlone(add: (stack: Stack) => void, guards?: GuardsProps): void {
  const app = testApp();
  addGuards(app, true, guards);
  add(new Stack(app, 'Alone', { env: { account: '111111111111', region: 'eu-west-1' } }));
  app.synth();
}

test('what CloudFormation would refuse fails synthesis on its own', () => {
  expect(() => synthAlone(addBrokenStage)).toThrow(/^ERROR .*AutoDeploy.*\(CloudFormation Validate\)$/m);
});

test('what a deployment would fail on fails synthesis on its own', () => {
  expect(() => synthAlone(addBrokenFilter)).toThrow(/^ERROR [\s\S]*Acknowledge with 'CloudFormation-Validate::pf-/m);
});

test("cdk-preflight fails synthesis, too, where CloudFormation's own rules are switched off", () => {
  // testApp() switches the CDK's off.
  expect(() => synthAlone(addBrokenFilter, { cloudFormationRules: false })).toThrow(/^ERROR .*\(cdk-preflight\)$/m);
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

test('every validator lets prod through, and each variant of it', () => {
  const judged = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  const app = testApp();
  const prod = (change: Partial<Environment>) =>
    resolveConfig({
      project,
      environments: { ...environments, prod: { ...environments.prod, ...change } },
      routes,
      functions,
      context: { env: 'prod' },
    });
  buildApp(app, prod({}));
  // In one app, for whose templates CloudFormation's rules are compiled once.
  Object.values(VARIANTS).forEach((change, index) => {
    addStacks(new Stage(app, `Variant${index}`), prod(change));
  });
  expect(() => app.synth()).not.toThrow();
  expect(judged.mock.calls.map(([{ stackTemplates, region }]) => [stackTemplates.length, region])).toEqual([
    // A mirror is a template of its own.
    [1 + Object.keys(VARIANTS).length + 1, environments.prod.region],
  ]);
  judged.mockRestore();
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

test('cdk.json sets every feature flag that the CDK recommends', () => {
  expect(cdkJson.context).toMatchObject(recommendedFlags);
});
