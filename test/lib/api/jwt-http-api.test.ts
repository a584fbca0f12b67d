import { Stack } from 'aws-cdk-lib';
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
