import type { Stack } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import cdkJson from '../../cdk.json';
import { environments } from '../../config/environments';
import { routes } from '../../config/routes';
import { buildApp } from '../../lib/build-app';
import { resolveConfig } from '../../lib/config/resolve';
import { testApp } from '../support/synth';

beforeAll(() => {
  delete process.env['CDK_VALIDATION'];
});

function synth(env: string, spoil: (stack: Stack) => void = () => {}): void {
  const app = testApp();
  spoil(buildApp(app, resolveConfig({ environments, routes, context: { env } })));
  app.synth();
}

test.each(['local', 'dev', 'prod'])('every validator lets %s through', (env) => {
  expect(() => synth(env)).not.toThrow();
});

test('each validator is there to stop what it is for', () => {
  const spoilt = () =>
    synth('dev', (stack) => {
      new Bucket(stack, 'Bucket');
      new CfnMetricFilter(stack, 'Filter', {
        logGroupName: 'any',
        filterPattern: '[time, level=ERROR, message',
        metricTransformations: [{ metricName: 'Any', metricNamespace: 'Any', metricValue: '1' }],
      });
      new CfnRoute(stack, 'Route', { apiId: 'any', routeKey: 'GET /open' });
    });
  expect(spoilt).toThrow(/\(AwsSolutions\)/);
  expect(spoilt).toThrow(/\(cdk-preflight\)/);
  expect(spoilt).toThrow(/\(route-guard\)/);
});

test('cdk.json sets every feature flag that the CDK recommends', () => {
  expect(cdkJson.context).toMatchObject(recommendedFlags);
});
