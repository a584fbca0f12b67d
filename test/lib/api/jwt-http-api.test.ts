import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { JwtHttpApi, type JwtHttpApiProps } from '../../../lib/api/jwt-http-api';
import { ConfigurationError } from '../../../lib/check/fault';
import { testApp } from '../../support/synth';

function make(change: Partial<JwtHttpApiProps>): JwtHttpApi {
  const stack = new Stack(testApp(), 'Stack');
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
  expect(names).toEqual(names.map(() => expect.stringMatching(/^.{1,128}$/)));
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
