import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Environment } from '../../../lib/config/environment';
import type { Monitoring } from '../../../lib/config/features';
import { synthesize } from '../../support/synth';

function watched(monitoring: Monitoring = {}, environment: Partial<Environment> = {}): Template {
  return synthesize({ env: 'dev' }, { environment: { monitoring, ...environment } });
}

const template = watched();

/** The properties of the alarm that sends people to this entry of docs/operations.md. */
function alarm(name: string, of: Template = template): Record<string, unknown> {
  const description = Match.stringLikeRegexp(`#${name.toLowerCase()}$`);
  const found = Object.values(
    of.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmDescription: description } }),
  );
  expect(found).toHaveLength(1);
  return found[0]?.['Properties'];
}

const OF_API = [
  { Name: 'ApiId', Value: { Ref: 'HttpApi4E1D4184' } },
  { Name: 'Stage', Value: '$default' },
];
const OF_FUNCTION = [{ Name: 'FunctionName', Value: { Ref: 'BusinessFunction3BE0E2C9' } }];

describe('every alarm', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

  test('says what it means and where it says what to do', () => {
    for (const { AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^[A-Z0-9].+\. What to do: docs\/operations\.md#[a-z]+$/);
    }
  });

  test('takes no data for no fault', () => {
    expect(alarms.map(({ TreatMissingData }) => TreatMissingData)).toEqual(alarms.map(() => 'notBreaching'));
  });

  test('tells the topic when it goes off and when it is over', () => {
    const topic = [{ Ref: expect.stringMatching(/^MonitoringAlertTopic/) }];
    for (const { AlarmActions, OKActions } of alarms) {
      expect({ AlarmActions, OKActions }).toEqual({ AlarmActions: topic, OKActions: topic });
    }
  });

  test('has no name of its own, so that two environments may share an account', () => {
    expect(alarms.filter(({ AlarmName }) => AlarmName !== undefined)).toEqual([]);
  });
});

describe('the alarm', () => {
  test('ServerErrors looks at the share of 5xx, once there are requests enough', () => {
    expect(alarm('ServerErrors')).toMatchObject({
      Threshold: 1,
      DatapointsToAlarm: 3,
      EvaluationPeriods: 5,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Metrics: [
        { Expression: 'IF(requests >= 20, 100 * part / requests, 0)', ReturnData: true },
        { Id: 'part', MetricStat: { Metric: { MetricName: '5xx', Dimensions: OF_API }, Period: 60, Stat: 'Sum' } },
        { Id: 'requests', MetricStat: { Metric: { MetricName: 'Count' }, Period: 60, Stat: 'SampleCount' } },
      ],
    });
  });

  test('Latency looks at the 99th percentile', () => {
    expect(alarm('Latency')).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Latency',
      Dimensions: OF_API,
      ExtendedStatistic: 'p99',
      Period: 60,
      Threshold: 3000,
    });
  });

  test('Refusals looks at the share of refused tokens in the access log', () => {
    expect(alarm('Refusals')).toMatchObject({
      Threshold: 50,
      Metrics: [
        { Expression: 'IF(requests >= 20, 100 * part / requests, 0)' },
        { MetricStat: { Metric: { MetricName: 'Refused', Namespace: 'wso2-http-api-dev' }, Stat: 'Sum' } },
        { MetricStat: { Metric: { MetricName: 'Count', Namespace: 'AWS/ApiGateway' }, Period: 300 } },
      ],
    });
  });

  test('IssuerUnreachable goes off at the first refusals for it, however few minutes have any', () => {
    expect(alarm('IssuerUnreachable')).toMatchObject({
      Threshold: 1,
      DatapointsToAlarm: 2,
      EvaluationPeriods: 10,
      Metrics: [
        {
          MetricStat: {
            Metric: { MetricName: 'IssuerUnreachable', Namespace: 'wso2-http-api-dev' },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ],
    });
  });

  test.each([
    ['FunctionErrors', { MetricName: 'Errors', Statistic: 'Sum', Period: 60, Threshold: 1 }],
    ['FunctionThrottles', { MetricName: 'Throttles', Statistic: 'Sum', Period: 300, Threshold: 1 }],
    ['FunctionDuration', { MetricName: 'Duration', Statistic: 'Maximum', Period: 60, Threshold: 8000 }],
  ])('%s looks at the function', (name, properties) => {
    expect(alarm(name)).toMatchObject({ Namespace: 'AWS/Lambda', Dimensions: OF_FUNCTION, ...properties });
  });

  test('FunctionFailures goes off at the first 500 that the function answers itself, however few requests there are', () => {
    expect(alarm('FunctionFailures')).toMatchObject({
      Namespace: 'wso2-http-api-dev',
      MetricName: 'Failed',
      Dimensions: [{ Name: 'service', Value: 'quotes' }],
      Statistic: 'Sum',
      Period: 60,
      Threshold: 1,
      DatapointsToAlarm: 1,
      EvaluationPeriods: 1,
    });
  });

  test('FunctionFailures looks at what the function counts: same namespace, same dimension', () => {
    const [fn] = Object.values(template.findResources('AWS::Lambda::Function'));
    const variables = fn?.['Properties'].Environment.Variables;
    expect(alarm('FunctionFailures')).toMatchObject({
      Namespace: variables.POWERTOOLS_METRICS_NAMESPACE,
      Dimensions: [{ Name: 'service', Value: variables.POWERTOOLS_SERVICE_NAME }],
    });
  });

  test('FunctionDuration follows the timeout', () => {
    expect(alarm('FunctionDuration', watched({}, { functionTimeoutSeconds: 5 }))).toMatchObject({ Threshold: 4000 });
  });

  test('FunctionConcurrency is there where concurrency is reserved, and follows it', () => {
    expect(alarm('FunctionConcurrency', watched({}, { reservedConcurrency: 51 }))).toMatchObject({
      MetricName: 'ConcurrentExecutions',
      Statistic: 'Maximum',
      Threshold: 41,
    });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 8);
  });

  test('FunctionConcurrency is not there where one invocation is all of it: it would be on whenever anybody calls', () => {
    watched({}, { reservedConcurrency: 1 }).resourceCountIs('AWS::CloudWatch::Alarm', 8);
    watched({}, { reservedConcurrency: 2 }).resourceCountIs('AWS::CloudWatch::Alarm', 9);
  });

  test('has the threshold and the runbook that are configured', () => {
    const other = watched({
      serverErrorPercent: 0.5,
      latencyP99Milliseconds: 800,
      refusedPercent: 20,
      runbookUrl: 'https://example.com/runbook',
    });
    expect(alarm('ServerErrors', other)).toMatchObject({
      Threshold: 0.5,
      AlarmDescription: expect.stringMatching(/ What to do: https:\/\/example\.com\/runbook#servererrors$/),
    });
    expect(alarm('Latency', other)).toMatchObject({ Threshold: 800 });
    expect(alarm('Refusals', other)).toMatchObject({ Threshold: 20 });
  });
});

describe('the topic of the alarms', () => {
  test('is encrypted under a key that alarms of this account may use, and takes TLS only', () => {
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('AlertKey'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
  });

  test('tells the addresses that are configured', () => {
    const other = watched({ emails: ['ops@example.com', 'dev@example.com'] });
    other.resourceCountIs('AWS::SNS::Subscription', 2);
    other.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
    template.resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

test('the dashboard shows traffic by route, latency, refusals by cause, the function and the top clients', () => {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard?.['Properties'].DashboardBody);
  for (const title of [
    'Alarms',
    'Requests by route',
    'Latency',
    'Refusals by cause',
    'Function: duration',
    'Top clients',
  ]) {
    expect(body).toContain(JSON.stringify(`"title":"${title}"`).slice(1, -1));
  }
  template.hasOutput('Dashboard', { Value: { Ref: Match.stringLikeRegexp('Dashboard') } });
});

test('the questions of the runbook are saved under the name of the stack', () => {
  const names = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(
    ({ Properties }) => Properties.Name,
  );
  expect(names.sort()).toEqual([
    'wso2-http-api-dev/What does the function say of its failures',
    'wso2-http-api-dev/Which requests are slow',
    'wso2-http-api-dev/Which requests failed',
    'wso2-http-api-dev/Who calls most',
    'wso2-http-api-dev/Why are callers refused',
  ]);
});

test('the query for failures finds what the function says, and what only Lambda’s report does', () => {
  template.hasResourceProperties('AWS::Logs::QueryDefinition', {
    LogGroupNames: [{ Ref: Match.stringLikeRegexp('^BusinessLog') }],
    QueryString: Match.stringLikeRegexp('level in .* or record\\.status in \\["error", "failure", "timeout"\\] or '),
  });
});

test('nothing of it is there unless asked for', () => {
  const plain = synthesize({ env: 'dev' });
  for (const type of [
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::Logs::MetricFilter',
    'AWS::SNS::Topic',
  ]) {
    plain.resourceCountIs(type, 0);
  }
});
