import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import { type ApiFixture, writeAssembly } from '../support/assembly';

const read = (stage: ApiFixture['stage']) => readAssembly(writeAssembly({ stage }));

describe('a stage', () => {
  test('says what the template says', () => {
    const model = read({
      StageName: 'prod',
      AccessLogSettings: { DestinationArn: 'a', Format: { 'Fn::Sub': '$context.requestId ${AWS::Region}' } },
      StageVariables: { table: { Ref: 'Api' }, limit: 5 },
      DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: '20', DetailedMetricsEnabled: true },
      RouteSettings: {
        'GET /me': { ThrottlingRateLimit: 1.5 },
        'POST /me': { ThrottlingBurstLimit: 0 },
        'PUT /me': { DetailedMetricsEnabled: true },
      },
    });
    expect(model.stages).toEqual([
      {
        name: 'prod',
        variables: { table: 'Api', limit: '5' },
        accessLogFormat: '$context.requestId eu-west-1',
        throttle: { rateLimit: 10, burstLimit: 20 },
        routeThrottles: {
          'GET /me': { rateLimit: 1.5, burstLimit: 20 },
          'POST /me': { rateLimit: 10, burstLimit: 0 },
        },
      },
    ]);
    expect(model.notEmulated).toEqual([]);
  });

  test("has the account's limit beside the one that it sets", () => {
    expect(read({ DefaultRouteSettings: { ThrottlingRateLimit: 1 } }).stages[0]?.throttle).toEqual({
      rateLimit: 1,
      burstLimit: 5000,
    });
    expect(read({ DefaultRouteSettings: { ThrottlingBurstLimit: 1 } }).stages[0]?.throttle).toEqual({
      rateLimit: 10_000,
      burstLimit: 1,
    });
  });

  test('is served wherever its access log goes', () => {
    const AccessLogSettings = { DestinationArn: { 'Fn::ImportValue': 'logs' }, Format: '$context.requestId' };
    expect(read({ AccessLogSettings })).toMatchObject({
      stages: [{ name: '$default', accessLogFormat: '$context.requestId' }],
      notEmulated: [],
    });
  });

  test('of another API is not one of this', () => {
    expect(read({ ApiId: 'other' })).toMatchObject({ stages: [], notEmulated: [] });
  });

  test.each([false, undefined])('with AutoDeploy %s is served, and that is noted [F234]', (AutoDeploy) => {
    expect(read({ AutoDeploy })).toMatchObject({
      stages: [{ name: '$default' }],
      notEmulated: [
        'Stack/Stage: AutoDeploy is off; deployments are not emulated, the routes are served as the template has them',
      ],
    });
  });
});

describe('nothing is served through a stage that is not understood', () => {
  test.each<[string, ApiFixture['stage'], string]>([
    ['no name', { StageName: undefined }, 'StageName: there is none'],
    [
      'a name that is known only once it is deployed',
      { StageName: { Ref: 'No' } },
      'StageName: nothing in the template is named "No"',
    ],
    [
      'an API that is known only once it is deployed',
      { ApiId: { 'Fn::ImportValue': 'api' } },
      'ApiId: no stack of the assembly exports "api"',
    ],
    [
      'a limit that is no number',
      { DefaultRouteSettings: { ThrottlingRateLimit: 'many' } },
      'the throttling limits {"rate":"many"} are not numbers',
    ],
    [
      "a route's limit that is no number",
      { RouteSettings: { 'GET /me': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: {} } } },
      'the throttling limits {"rate":1,"burst":{}} are not numbers',
    ],
    [
      'a limit that is known only once it is deployed',
      { DefaultRouteSettings: { ThrottlingRateLimit: { Ref: 'No' } } },
      'DefaultRouteSettings: nothing in the template is named "No"',
    ],
    ['settings that are no object', { RouteSettings: [] }, 'RouteSettings: [] is not an object'],
    ['a variable that is no text', { StageVariables: { a: ['b'] } }, 'StageVariables.a: ["b"] is not a string'],
  ])('%s [F233]', (_, stage, reason) => {
    expect(read(stage)).toMatchObject({ stages: [], notEmulated: [`Stack/Stage: ${reason}`] });
  });
});
