import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { JwtHttpApi } from '../../../lib/api/jwt-http-api';
import type { JwtHttpApiProps } from '../../../lib/api/jwt-http-api-props';
import type { Route } from '../../../lib/api/types';
import { ConfigurationError } from '../../../lib/check/fault';
import { testApp } from '../../support/synth';

function make(change: Partial<JwtHttpApiProps>, stack = new Stack(testApp(), 'Stack')): JwtHttpApi {
  const handler = new LambdaFunction(stack, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({})'),
  });
  return new JwtHttpApi(stack, 'Http', {
    issuer: 'https://is.example.com/oauth2/token',
    audience: ['abc'],
    routes: [{ method: 'GET', path: '/a', access: { scopes: ['a'] } }],
    handler,
    throttle: { rateLimit: 1, burstLimit: 1 },
    logRetention: 30,
    ...change,
  });
}

test('keeps API Gateway’s rules itself, whoever uses it', () => {
  expect(() => make({ issuer: 'http://is.example.com', audience: [], identitySource: 'x' })).toThrow(
    new ConfigurationError([
      {
        what: 'Stack/Http.issuer',
        got: '"http://is.example.com"',
        expected: 'an https URL, API Gateway refuses any other',
        fix: 'write "https://is.example.com"',
      },
      {
        what: 'Stack/Http.audience',
        got: '[]',
        expected: 'at least one client id',
        fix: 'add the client id of the application that is registered in WSO2 IS',
      },
      {
        what: 'Stack/Http.identitySource',
        got: '"x"',
        expected: 'one $request.header.NAME or $request.querystring.NAME',
        fix: 'write "$request.header.Authorization"',
      },
    ]),
  );
});

test('takes a private issuer only when told to', () => {
  expect(() => make({ issuer: 'https://localhost:9443/oauth2/token' })).toThrow(/a host on the internet/);
  expect(() => make({ issuer: 'https://localhost:9443/oauth2/token', allowPrivateIssuer: true })).not.toThrow();
});

test('may stand in a stack twice', () => {
  const first = make({});
  expect(
    () =>
      new JwtHttpApi(Stack.of(first), 'Second', {
        issuer: 'https://is.example.com/oauth2/token',
        audience: ['def'],
        routes: [{ method: 'GET', path: '/b', access: { scopes: ['b'] } }],
        handler: LambdaFunction.fromFunctionName(first, 'Imported', 'other'),
        throttle: { rateLimit: 1, burstLimit: 1 },
        logRetention: 30,
      }),
  ).not.toThrow();
});

test('two in one stack are told apart by their names', () => {
  const first = make({});
  new JwtHttpApi(Stack.of(first), 'Second', {
    issuer: 'https://is.example.com/oauth2/token',
    audience: ['def'],
    routes: [{ method: 'GET', path: '/b', access: { scopes: ['b'] } }],
    handler: LambdaFunction.fromFunctionName(first, 'Imported', 'other'),
    throttle: { rateLimit: 1, burstLimit: 1 },
    logRetention: 30,
  });
  const apis = Template.fromStack(Stack.of(first)).findResources('AWS::ApiGatewayV2::Api');
  const names = Object.values(apis).map(({ Properties }) => Properties.Name);
  expect(new Set(names).size).toBe(2);
  expect(names).toEqual([expect.stringMatching(/^Stack-Http-/), expect.stringMatching(/^Stack-Second-/)]);
});

describe('by itself, without the configuration of an app around it', () => {
  const template = Template.fromStack(Stack.of(make({ cors: { allowOrigins: ['https://app.example.com'] } })));

  test('lets no page send cookies or certificates', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://app.example.com'], AllowCredentials: Match.absent() },
    });
  });

  test('has a page ask again after an hour, and shows it no headers', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { MaxAge: 3600, ExposeHeaders: Match.absent() },
    });
  });

  test('reads the token from the header Authorization', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  test('keeps the access log when the stack is deleted, under a key of CloudWatch’s own', () => {
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { RetentionInDays: 30, KmsKeyId: Match.absent() },
    });
  });

  test('waits 29 seconds, answers over IPv4 at the address of API Gateway, and has metrics of each route', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { TimeoutInMillis: 29_000 });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { IpAddressType: Match.absent() });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { DetailedMetricsEnabled: true },
    });
  });

  test('names no client certificate in its access log, and names it where there are some', () => {
    const formatOf = (of: Template) =>
      Object.values(of.findResources('AWS::ApiGatewayV2::Stage'))[0]?.['Properties'].AccessLogSettings.Format;
    expect(formatOf(template)).not.toContain('clientCert');
    const mutual = formatOf(Template.fromStack(Stack.of(make({ clientCertificates: true }))));
    expect(JSON.parse(mutual)).toMatchObject({
      clientCertSubject: '$context.identity.clientCert.subjectDN',
      clientCertIssuer: '$context.identity.clientCert.issuerDN',
      clientCertSerialNumber: '$context.identity.clientCert.serialNumber',
      clientCertNotAfter: '$context.identity.clientCert.validity.notAfter',
    });
    // The whole certificate would be in each line.
    expect(mutual).not.toContain('clientCertPem');
  });
});

describe('handlers of routes', () => {
  const route = (key: string): Route => ({ method: 'GET', path: `/${key}`, access: { scopes: [key] } });
  const inline = (stack: Stack, id: string, runtime = Runtime.NODEJS_24_X) =>
    new LambdaFunction(stack, id, { runtime, handler: 'index.handler', code: Code.fromInline('x') });

  /** The ids of what routes lead to, by their route keys: `Stack/Function`. */
  function targets(template: Template): Record<string, unknown> {
    const { Resources } = template.toJSON();
    return Object.fromEntries(
      Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => {
        const [, [, { Ref: integration }]] = Properties.Target['Fn::Join'];
        const uri = Resources[integration].Properties.IntegrationUri;
        return [Properties.RouteKey, uri.Ref ?? uri['Fn::GetAtt']?.[0] ?? uri];
      }),
    );
  }

  const stack = new Stack(testApp(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const python = inline(stack, 'Python', Runtime.PYTHON_3_13);
  const live = new Alias(stack, 'Live', { aliasName: 'live', version: inline(stack, 'Versioned').currentVersion });
  const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:theirs';
  const imported = LambdaFunction.fromFunctionAttributes(stack, 'Imported', {
    functionArn: arn,
    sameEnvironment: true,
  });
  const foreign = LambdaFunction.fromFunctionArn(stack, 'Foreign', arn.replace('1'.repeat(12), '2'.repeat(12)));
  const all = [
    route('a'),
    { ...route('b'), handler: python },
    { ...route('c'), handler: live },
    { ...route('d'), handler: imported },
    { ...route('e'), handler: foreign },
    { ...route('f'), handler: python },
  ];
  make({ routes: all }, stack);
  const template = Template.fromStack(stack);

  test('may be functions of any language, aliases, and imported ones', () => {
    expect(targets(template)).toEqual({
      'GET /a': expect.stringMatching(/^Function/),
      'GET /b': expect.stringMatching(/^Python/),
      'GET /c': expect.stringMatching(/^Live/),
      'GET /d': arn,
      'GET /e': arn.replace('1'.repeat(12), '2'.repeat(12)),
      'GET /f': expect.stringMatching(/^Python/),
    });
  });

  test('have one integration and one permission each, and none where the function is of another account', () => {
    expect(Object.keys(template.findResources('AWS::ApiGatewayV2::Integration'))).toHaveLength(5);
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    expect(permissions).toHaveLength(4);
    for (const { Properties } of permissions) {
      expect(JSON.stringify(Properties.SourceArn)).toContain('/*/*/*');
    }
  });

  test('keep the logical ids of integration and permission, whatever the order of the routes and the other handlers', () => {
    const idsOf = (of: Template) =>
      ['AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission'].flatMap((type) =>
        Object.keys(of.findResources(type)),
      );
    const other = new Stack(testApp(), 'Stack');
    const alone = inline(other, 'Python', Runtime.PYTHON_3_13);
    make({ routes: [{ ...route('f'), handler: alone }, route('a'), { ...route('b'), handler: alone }] }, other);
    const ids = idsOf(Template.fromStack(other));
    expect(ids).toHaveLength(4);
    expect(idsOf(template)).toEqual(expect.arrayContaining(ids));
  });

  test('are asked for where a route has none and the API has none either, with all other faults', () => {
    expect(() =>
      make({ handler: undefined, audience: [], routes: [route('a'), { ...route('b'), handler: python }] }),
    ).toThrow(
      new ConfigurationError([
        {
          what: 'Stack/Http.audience',
          got: '[]',
          expected: 'at least one client id',
          fix: 'add the client id of the application that is registered in WSO2 IS',
        },
        {
          what: 'Stack/Http.routes[0].handler',
          got: 'nothing',
          expected: 'a function behind GET /a',
          fix: 'give the route a handler, or give the API one for all routes that have none',
        },
      ]),
    );
  });
});

test('speaks of its own props, never of the files and environments of this app', () => {
  const faults = [
    { routes: [] },
    { issuer: 'https://localhost/oauth2/token' },
    { routes: [{ method: 'GET', path: '/a', access: { scopes: ['a'] }, throttle: { rateLimit: 9, burstLimit: 9 } }] },
    { routes: [{ method: 'GET', path: '/a', access: {}, acces: {} }] },
  ].map((props) => {
    try {
      make(props as Partial<JwtHttpApiProps>);
    } catch (error) {
      return (error as Error).message;
    }
    return 'no fault';
  });
  expect(faults.filter((text) => /no fault|config\/|lib\/|environment|npm/.test(text))).toEqual([]);
  expect(faults[1]).toContain('set allowPrivateIssuer where nothing is deployed');
});
