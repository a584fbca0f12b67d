import { CfnResource, type Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import cdkJson from '../../cdk.json';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { buildApp } from '../../lib/build-app';
import type { Environment } from '../../lib/config/environment';
import { resolveConfig } from '../../lib/config/resolve';
import { buildDeployRole } from '../../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../../lib/deploy-role/deploy-role-config';
import type { GuardsProps } from '../../lib/guards';
import { MIRROR } from '../support/mirror';
import { testApp } from '../support/synth';

function synth(
  env: string,
  spoil: (stack: Stack) => void = () => {},
  change: Partial<Environment> = {},
  guards: GuardsProps = {},
): void {
  const app = testApp();
  const changed = { ...environments, [env]: { ...environments[env as keyof typeof environments], ...change } };
  spoil(
    buildApp(
      app,
      resolveConfig({ project, environments: changed, routes, functions, context: { env } }),
      undefined,
      guards,
    ),
  );
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

/** As its schema forbids, which the typed constructs would not let through. */
function addBrokenStage(stack: Stack): void {
  new CfnResource(stack, 'Stage', {
    type: 'AWS::ApiGatewayV2::Stage',
    properties: { ApiId: 'any', StageName: 'any', AutoDeploy: 'perhaps' },
  });
}

/** That a deployment fails on, and CloudFormation's schema allows. */
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

test('what CloudFormation would refuse fails synthesis on its own', () => {
  expect(() => synth('dev', addBrokenStage)).toThrow(/^ERROR .*AutoDeploy.*\(CloudFormation Validate\)$/m);
});

test('what a deployment would fail on fails synthesis on its own', () => {
  expect(() => synth('dev', addBrokenFilter)).toThrow(/^ERROR [\s\S]*Acknowledge with 'CloudFormation-Validate::pf-/m);
});

test("cdk-preflight fails synthesis, too, where CloudFormation's own rules are switched off", () => {
  // testApp() switches the CDK's off.
  expect(() => synth('dev', addBrokenFilter, {}, { cloudFormationRules: false })).toThrow(
    /^ERROR .*\(cdk-preflight\)$/m,
  );
});

test.each(['dev', 'local', 'prod'])('every validator lets %s through', (env) => {
  expect(() => synth(env)).not.toThrow();
});

const name = 'api.example.com';
const certificateArn = 'arn:aws:acm:eu-west-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const hostedZone = { id: 'Z0123456789ABC', name: 'example.com' };
const mutualTls = { truststore: 's3://truststore-bucket/ca.pem', truststoreVersion: 'version-id' };

// What prod has besides is in its own template above.
test.each<[what: string, change: Partial<Environment>]>([
  ['a domain with a hosted zone', { domain: { name, hostedZone } }],
  ['mutual TLS under a certificate that is there', { domain: { name, certificateArn, mutualTls } }],
  // The validators cost by the template: it is one for each stack.
  [
    'monitoring alone, and a mirror of the issuer',
    { monitoring: {}, gradualDelivery: undefined, reservedConcurrency: undefined, issuerMirror: MIRROR },
  ],
  ['tokens in the query, and no CORS', { identitySource: '$request.querystring.token', cors: undefined }],
])('every validator lets %s through', (_what, change) => {
  expect(() => synth('prod', undefined, change)).not.toThrow();
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
])('tells of the placeholders of %j, and synthesizes all the same', (context, expected) => {
  const app = testApp({ context });
  const stack = buildApp(app, resolveConfig({ project, environments, routes, functions, context }));
  const told = Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('placeholder'));
  expect(told.map(({ entry }) => entry.data)).toEqual(expected);
});

test('cdk.json sets every feature flag that the CDK recommends', () => {
  expect(cdkJson.context).toMatchObject(recommendedFlags);
});
