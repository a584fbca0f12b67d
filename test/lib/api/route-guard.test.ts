import { Stack, Validations } from 'aws-cdk-lib';
import { CfnApi, CfnRoute, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { openResources, RouteGuard } from '../../../lib/api/route-guard';
import { synthesize, testApp } from '../../support/synth';

const route = (Properties: object, Metadata?: object) => ({
  Resources: { R: { Type: 'AWS::ApiGatewayV2::Route', Properties, ...(Metadata && { Metadata }) } },
});
const AUTHORIZER = { Ref: 'Authorizer' };

test.each(['local', 'dev', 'prod'])('no route of %s is open without a reason', (env) => {
  expect(openResources(synthesize({ env }).toJSON())).toEqual([]);
});

test.each<[string, object]>([
  ['has no authorization type, which CloudFormation takes for NONE', route({ RouteKey: 'GET /a' })],
  ['is NONE without metadata', route({ AuthorizationType: 'NONE' })],
  ['is NONE with an empty reason', route({ AuthorizationType: 'NONE' }, { Access: { public: ' ' } })],
  ['is NONE with a reason of another kind', route({ AuthorizationType: 'NONE' }, { Access: { anyToken: 'why' } })],
  ['is NONE with scopes', route({ AuthorizationType: 'NONE' }, { Access: { scopes: ['a'] } })],
  ['is JWT without an authorizer', route({ AuthorizationType: 'JWT' })],
  ['is behind something else', route({ AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZER })],
])('a route is open where it %s', (_, template) => {
  expect(openResources(template)).toEqual(['R']);
});

test.each<[what: string, Type: string, Properties: object]>([
  ['the one route of an API that was made for a target', 'AWS::ApiGatewayV2::Api', { Target: 'https://example.com' }],
  ['the routes of an OpenAPI document', 'AWS::ApiGatewayV2::Api', { Body: { openapi: '3.0.1' } }],
  ['the routes of one in S3', 'AWS::ApiGatewayV2::Api', { BodyS3Location: { Bucket: 'b', Key: 'k' } }],
  ['the URL of a function that anyone may call', 'AWS::Lambda::Url', { AuthType: 'NONE' }],
  ['one of which nobody said who may', 'AWS::Lambda::Url', {}],
])('%s: open, too', (_, Type, Properties) => {
  expect(openResources({ Resources: { R: { Type, Properties: { ...Properties } } } })).toEqual(['R']);
});

test.each<[string, object]>([
  ['is JWT with an authorizer', route({ AuthorizationType: 'JWT', AuthorizerId: AUTHORIZER })],
  ['is public with a reason', route({ AuthorizationType: 'NONE' }, { Access: { public: 'why' } })],
  [
    'is a function URL for IAM',
    { Resources: { R: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM' } } } },
  ],
  ['is of an API without any', { Resources: { R: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a' } } } }],
])('a route is not open where it %s', (_, template) => {
  expect(openResources(template)).toEqual([]);
});

describe('synthesis', () => {
  test('fails on an open route, though the CDK itself made it', () => {
    const app = testApp();
    Validations.of(app).addPlugins(new RouteGuard());
    new HttpApi(new Stack(app, 'Open'), 'Api').addRoutes({
      path: '/a',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Url', 'https://example.com'),
    });
    expect(() => app.synth()).toThrow(
      'The route is open: it has no JWT authorizer, and nothing says why it may be public.',
    );
  });

  test('goes through where somebody said why the route is public', () => {
    const app = testApp();
    Validations.of(app).addPlugins(new RouteGuard());
    const stack = new Stack(app, 'Public');
    const api = new CfnApi(stack, 'Api', { name: 'a', protocolType: 'HTTP' });
    new CfnRoute(stack, 'Route', { apiId: api.ref, routeKey: 'GET /a', authorizationType: 'NONE' }).addMetadata(
      'Access',
      { public: 'why' },
    );
    expect(() => app.synth()).not.toThrow();
  });
});
