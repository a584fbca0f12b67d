import {
  type App,
  CfnOutput,
  CrossStackReferences,
  Fn,
  NestedStack,
  ReferenceStrength,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  WebSocketApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpIamAuthorizer,
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpUserPoolAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  HttpLambdaIntegration,
  HttpUrlIntegration,
  WebSocketLambdaIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import { serveAssembly } from '../support/test-gateway';
import { inlineFunction, inlineIntegration, synthesized } from './cdk-app';

// Apps as people write them with the CDK, synthesized for real.

const GET = [HttpMethod.GET];
const ENV = { account: '111122223333', region: 'eu-west-1' };

/** The gateway's answers to GET requests of these paths: the function's words, or the status and reason. */
async function answersOf(folder: string, paths: readonly string[]): Promise<unknown[]> {
  const gateway = await serveAssembly(folder);
  const answers: unknown[] = [];
  for (const path of paths) {
    const { status, body } = await gateway.send({ path });
    answers.push(status === 200 ? JSON.parse(body) : [status, JSON.parse(body).reason]);
  }
  return answers;
}

describe('an API whose authorizers are not understood starts: their routes are 501 with the reason, the others are served', () => {
  test.each<[string, (stack: Stack) => HttpLambdaAuthorizer | HttpIamAuthorizer | HttpJwtAuthorizer, RegExp]>([
    [
      'a Lambda authorizer',
      (stack) => new HttpLambdaAuthorizer('Authorizer', inlineFunction(stack, 'Judge', '')),
      /AuthorizationType CUSTOM, a Lambda authorizer, is not emulated$/,
    ],
    ['IAM', () => new HttpIamAuthorizer(), /AuthorizationType AWS_IAM, signed requests, is not emulated$/],
    [
      'an issuer over http',
      () => new HttpJwtAuthorizer('Authorizer', 'http://is.example.com/oauth2/token', { jwtAudience: ['a'] }),
      /JwtConfiguration.Issuer: "http:\/\/is.example.com\/oauth2\/token" is not an https URL$/,
    ],
    [
      'an issuer that another app exports',
      () => new HttpJwtAuthorizer('Authorizer', Fn.importValue('issuer'), { jwtAudience: ['a'] }),
      /JwtConfiguration: no stack of the assembly exports "issuer"$/,
    ],
    [
      'an audience that another app exports',
      () => new HttpJwtAuthorizer('Authorizer', 'https://is.example.com', { jwtAudience: [Fn.importValue('id')] }),
      /JwtConfiguration: no stack of the assembly exports "id"$/,
    ],
    [
      'a header that is misspelled',
      () =>
        new HttpJwtAuthorizer('Authorizer', 'https://is.example.com', {
          jwtAudience: ['a'],
          identitySource: ['$request.headers.Authorization'],
        }),
      /not "\$request.headers.Authorization"$/,
    ],
  ])('%s [F15]', async (_, authorizer, reason) => {
    const folder = synthesized((app) => {
      const stack = new Stack(app, 'Api');
      const api = new HttpApi(stack, 'Api', { defaultAuthorizer: authorizer(stack) });
      const integration = inlineIntegration(stack);
      api.addRoutes({ path: '/me', methods: GET, integration });
      api.addRoutes({ path: '/health', methods: GET, integration, authorizer: new HttpNoneAuthorizer() });
    });
    const refused = expect.stringMatching(reason);
    expect(readAssembly(folder).notEmulated).toEqual([refused]);
    expect(await answersOf(folder, ['/me', '/health'])).toEqual([
      [501, refused],
      expect.objectContaining({ rawPath: '/health' }),
    ]);
  });
});

test('an API without an authorizer is served, and what it has beside functions is 501 [F15] [F18]', async () => {
  const folder = synthesized((app) => {
    const stack = new Stack(app, 'Api');
    const integration = inlineIntegration(stack);
    const api = new HttpApi(stack, 'Api', {
      defaultIntegration: integration,
      corsPreflight: { allowOrigins: ['*'], allowMethods: [CorsHttpMethod.ANY] },
    });
    api.addRoutes({ path: '/far', methods: GET, integration: new HttpUrlIntegration('Url', 'https://example.com') });
    new WebSocketApi(stack, 'Socket', {
      connectRouteOptions: {
        integration: new WebSocketLambdaIntegration('Connect', inlineFunction(stack, 'Connect', '')),
      },
    });
  });
  expect(await answersOf(folder, ['/any/path', '/far'])).toEqual([
    expect.objectContaining({ word: 'Api', rawPath: '/any/path' }),
    [501, expect.stringMatching(/IntegrationType HTTP_PROXY is not emulated$/)],
  ]);
});

describe('a function of another stack is served', () => {
  /** An API in one stack, with a route to what another stack, `Functions`, has. */
  function across(
    integrationOf: (stack: Stack, fn: LambdaFunction) => HttpLambdaIntegration,
    { region = ENV.region, isStrong = true } = {},
  ): string {
    return synthesized((app) => {
      const options = { crossRegionReferences: true };
      const functions = new Stack(app, 'Functions', { env: { ...ENV, region }, ...options });
      const stack = new Stack(app, 'Api', { env: ENV, ...options });
      if (!isStrong) {
        CrossStackReferences.of(stack).consume(ReferenceStrength.WEAK);
      }
      // One of the same logical id stands in the stack of the API.
      inlineFunction(stack, 'Function', 'not this one');
      const integration = integrationOf(stack, inlineFunction(functions, 'Function', 'this one'));
      new HttpApi(stack, 'Api').addRoutes({ path: '/', methods: GET, integration });
    });
  }
  const direct = (_: Stack, fn: LambdaFunction) => new HttpLambdaIntegration('Integration', fn);

  test.each<[string, string]>([
    ['by an export and Fn::ImportValue', across(direct)],
    ['by an output and Fn::GetStackOutput', across(direct, { isStrong: false })],
    ['in another region, by crossRegionReferences', across(direct, { region: 'us-west-2' })],
    ['through an alias of it', across((_, fn) => new HttpLambdaIntegration('Integration', fn.addAlias('live')))],
    [
      'by an export with a name of its own',
      across((stack, fn) => {
        new CfnOutput(Stack.of(fn), 'Arn', { value: fn.functionArn, exportName: Fn.join('-', ['our', 'function']) });
        const imported = LambdaFunction.fromFunctionAttributes(stack, 'Imported', {
          functionArn: Fn.importValue('our-function'),
          sameEnvironment: true,
        });
        return new HttpLambdaIntegration('Integration', imported);
      }),
    ],
  ])('%s [F17]', async (_, folder) => {
    expect(await answersOf(folder, ['/'])).toEqual([expect.objectContaining({ word: 'this one' })]);
  });

  test('in a nested stack, whose name is told apart from that of the function above [F17]', async () => {
    const folder = synthesized((app) => {
      const stack = new Stack(app, 'Api');
      const nested = new NestedStack(stack, 'Nested');
      const api = new HttpApi(stack, 'Api');
      for (const place of [stack, nested]) {
        const word = place === nested ? 'nested' : 'above';
        const integration = new HttpLambdaIntegration(`${word}Integration`, inlineFunction(place, 'Function', word));
        api.addRoutes({ path: `/${word}`, methods: GET, integration });
      }
    });
    expect(await answersOf(folder, ['/above', '/nested'])).toEqual([
      expect.objectContaining({ word: 'above', name: expect.stringMatching(/^Function/) }),
      expect.objectContaining({ word: 'nested', name: expect.stringMatching(/^Api-Nested.*-Function/) }),
    ]);
  });

  test('and one that no stack has is 501 [F222]', async () => {
    const folder = across((stack) => {
      const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:far';
      return new HttpLambdaIntegration('Integration', LambdaFunction.fromFunctionArn(stack, 'Far', arn));
    });
    expect(await answersOf(folder, ['/'])).toEqual([
      [501, expect.stringMatching(/the function far is not in the assembly$/)],
    ]);
  });
});

describe('a route is served, whichever stack it stands in', () => {
  const keyOf = (path: string) => HttpRouteKey.with(path, HttpMethod.GET);

  test.each<[string, (app: App, stack: Stack) => Stack]>([
    ['another stack', (app) => new Stack(app, 'Routes')],
    ['a nested stack', (_, stack) => new NestedStack(stack, 'Routes')],
  ])('%s [F17]', async (_, placeOf) => {
    const folder = synthesized((app) => {
      const stack = new Stack(app, 'Api');
      const httpApi = new HttpApi(stack, 'Api');
      const place = placeOf(app, stack);
      const integration = inlineIntegration(place);
      const authorizer = new HttpJwtAuthorizer('Authorizer', 'https://is.example.com', { jwtAudience: ['a'] });
      new HttpRoute(place, 'Open', { httpApi, integration, routeKey: keyOf('/open') });
      new HttpRoute(place, 'Mine', { httpApi, integration, routeKey: keyOf('/mine'), authorizer });
      new HttpStage(place, 'Stage', { httpApi, stageName: 'beta', autoDeploy: true });
    });
    expect(readAssembly(folder).notEmulated).toEqual([]);
    expect(await answersOf(folder, ['/open', '/mine', '/beta/open'])).toEqual([
      expect.objectContaining({ rawPath: '/open' }),
      [401, undefined],
      expect.objectContaining({ stage: 'beta' }),
    ]);
  });

  test('a stack that takes the API by an export', async () => {
    const folder = synthesized((app) => {
      const stack = new Stack(app, 'Api');
      new CfnOutput(stack, 'Id', { value: new HttpApi(stack, 'Api').apiId, exportName: 'api' });
      const routes = new Stack(app, 'Routes');
      const httpApi = HttpApi.fromHttpApiAttributes(routes, 'Api', { httpApiId: Fn.importValue('api') });
      new HttpRoute(routes, 'Open', { httpApi, integration: inlineIntegration(routes), routeKey: keyOf('/open') });
    });
    expect(await answersOf(folder, ['/open'])).toEqual([expect.objectContaining({ word: 'Routes' })]);
  });
});

test('a user pool of another stack is the issuer, and its client the audience [F17]', () => {
  const folder = synthesized((app) => {
    const pool = new UserPool(new Stack(app, 'Users'), 'Pool');
    const client = pool.addClient('Client');
    const stack = new Stack(app, 'Api');
    const authorizer = new HttpUserPoolAuthorizer('Authorizer', pool, { userPoolClients: [client] });
    new HttpApi(stack, 'Api').addRoutes({
      path: '/me',
      methods: GET,
      integration: inlineIntegration(stack),
      authorizer,
    });
  });
  expect(readAssembly(folder)).toMatchObject({
    notEmulated: [],
    routes: [
      {
        authorization: {
          kind: 'jwt',
          authorizer: {
            issuer: expect.stringMatching(/^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/Users-Pool/),
            audience: [expect.stringMatching(/^Users-PoolClient/)],
          },
        },
      },
    ],
  });
});

test('of two stages of an app that export one name each has its own', async () => {
  const folder = synthesized((app) => {
    for (const id of ['Beta', 'Prod']) {
      const stage = new Stage(app, id);
      const functions = new Stack(stage, 'Functions');
      const fn = inlineFunction(functions, 'Function', id);
      new CfnOutput(functions, 'Arn', { value: fn.functionArn, exportName: 'fn' });
      const stack = new Stack(stage, 'Api');
      const functionArn = Fn.importValue('fn');
      const imported = LambdaFunction.fromFunctionAttributes(stack, 'Fn', { functionArn, sameEnvironment: true });
      const integration = new HttpLambdaIntegration('Integration', imported);
      new HttpApi(stack, 'Api').addRoutes({ path: '/', methods: GET, integration });
    }
  });
  for (const id of ['Beta', 'Prod']) {
    const [api] = readAssembly(`${folder}/assembly-${id}`).routes;
    expect(api?.target).toMatchObject({ function: { environment: { WORD: id } } });
  }
});
