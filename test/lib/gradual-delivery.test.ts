import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DELIVERY_STRATEGIES } from '../../lib/config/features';
import { GradualDelivery } from '../../lib/gradual-delivery';
import { synthesize, testApp } from '../support/synth';

/** The properties of the one deployment group. */
function groupOf(of: Template) {
  const [group = {}] = Object.values(of.findResources('AWS::CodeDeploy::DeploymentGroup'));
  return group['Properties'];
}

const template = synthesize({ env: 'dev' }, { environment: { monitoring: {}, gradualDelivery: {} } });
const LIVE = { Ref: Match.stringLikeRegexp('^DeliveryLive') };

test('callers get the alias, which CodeDeploy moves', () => {
  template.hasResource('AWS::Lambda::Alias', {
    Properties: { Name: 'live', FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('Version'), 'Version'] } },
    UpdatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: Match.stringLikeRegexp('^Delivery') },
        DeploymentGroupName: { Ref: Match.stringLikeRegexp('^Delivery') },
      },
    },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { IntegrationUri: LIVE });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    FunctionName: LIVE,
    Principal: 'apigateway.amazonaws.com',
  });
});

test('they are moved back on the alarms that may tell of new code, and on no other', () => {
  const { AlarmConfiguration, AutoRollbackConfiguration } = groupOf(template);
  expect(AutoRollbackConfiguration).toEqual({
    Enabled: true,
    Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
  });
  const alarms = AlarmConfiguration.Alarms.map(({ Name }: { Name: { Ref: string } }) => Name.Ref);
  expect(alarms).toEqual(
    ['ServerErrors', 'Latency', 'FunctionErrors', 'FunctionFailures', 'FunctionDuration'].map((name) =>
      expect.stringMatching(new RegExp(`^MonitoringAlarms${name}[0-9A-F]{8}$`)),
    ),
  );
});

test('those alarms go off while callers are still being moved', () => {
  const minutesWatched = Number(/Canary10Percent(\d+)Minutes$/.exec(groupOf(template).DeploymentConfigName)?.[1]);
  const alarms = groupOf(template).AlarmConfiguration.Alarms.map(
    ({ Name }: { Name: { Ref: string } }) => template.toJSON()['Resources'][Name.Ref].Properties,
  );
  for (const { Period, Metrics, DatapointsToAlarm } of alarms) {
    const seconds = Period ?? Metrics.find(({ MetricStat }: { MetricStat?: object }) => MetricStat).MetricStat.Period;
    // A minute that has begun already, and one until CloudWatch has its metrics.
    expect((DatapointsToAlarm * seconds) / 60 + 2).toBeLessThan(minutesWatched);
  }
});

test('each strategy is one of CodeDeploy’s', () => {
  const stack = new Stack(testApp(), 'Stack');
  const fn = new LambdaFunction(stack, 'Function', {
    code: Code.fromInline(' '),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  for (const strategy of DELIVERY_STRATEGIES) {
    new GradualDelivery(stack, strategy, { function: fn, strategy });
  }
  const groups = Template.fromStack(stack).findResources('AWS::CodeDeploy::DeploymentGroup');
  const configs = Object.values(groups).map(({ Properties }) => Properties.DeploymentConfigName);
  expect(configs).toEqual([
    'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    'CodeDeployDefault.LambdaCanary10Percent10Minutes',
    'CodeDeployDefault.LambdaCanary10Percent15Minutes',
    'CodeDeployDefault.LambdaCanary10Percent30Minutes',
    'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
    'CodeDeployDefault.LambdaLinear10PercentEvery2Minutes',
    'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes',
    'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes',
  ]);
});

test('an environment names its strategy', () => {
  const strategy = 'linear-10-percent-every-minute';
  const linear = synthesize({ env: 'dev' }, { environment: { monitoring: {}, gradualDelivery: { strategy } } });
  expect(groupOf(linear).DeploymentConfigName).toBe('CodeDeployDefault.LambdaLinear10PercentEvery1Minute');
});

test('without it callers get the function itself', () => {
  const plain = synthesize({ env: 'dev' });
  plain.resourceCountIs('AWS::Lambda::Alias', 0);
  plain.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
});
