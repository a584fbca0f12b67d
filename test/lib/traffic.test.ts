import { Match } from 'aws-cdk-lib/assertions';
import type { Route } from '../../lib/api/types';
import { synthesize } from '../support/synth';

const quotes: Route = { method: 'POST', path: '/quotes', access: { scopes: ['quotes:write'] } };
const me: Route = { method: 'GET', path: '/me', access: { anyToken: 'own identity' } };

describe('the throttle of a route', () => {
  const throttle = { rateLimit: 5, burstLimit: 10 };
  const template = synthesize({ env: 'dev' }, { routes: [me, { ...quotes, throttle }] });

  test('is set at the stage for that route alone, and keeps its metrics', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200, DetailedMetricsEnabled: true },
      RouteSettings: {
        'POST /quotes': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10, DetailedMetricsEnabled: true },
      },
    });
  });

  test('waits for that route, which API Gateway must know first', () => {
    const [routeId] = Object.keys(
      template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'POST /quotes' } }),
    );
    template.hasResource('AWS::ApiGatewayV2::Stage', { DependsOn: [routeId] });
  });

  test('is nowhere where no route has one', () => {
    synthesize({ env: 'dev' }, { routes: [me, quotes] }).hasResource('AWS::ApiGatewayV2::Stage', {
      Properties: { RouteSettings: Match.absent() },
      DependsOn: Match.absent(),
    });
  });

  test('of each of 300 routes stays below the limits of CloudFormation', () => {
    const routes = Array.from({ length: 300 }, (_, index) => ({ ...quotes, path: `/r${index}/{id}`, throttle }));
    const json = synthesize({ env: 'dev' }, { routes }).toJSON();
    expect(Object.keys(json['Resources']).length).toBeLessThan(500);
    expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThan(1_000_000);
  });
});

describe('CORS', () => {
  const cors = { allowOrigins: ['https://app.example.com'] };

  test('lets pages send the token and JSON, with the methods of the routes', () => {
    synthesize({ env: 'dev' }, { environment: { cors }, routes: [me, quotes] }).hasResourceProperties(
      'AWS::ApiGatewayV2::Api',
      {
        CorsConfiguration: {
          AllowOrigins: ['https://app.example.com'],
          AllowMethods: ['GET', 'POST'],
          AllowHeaders: ['authorization', 'content-type'],
          MaxAge: 3600,
        },
      },
    );
  });

  test('is as configured where it is', () => {
    const all = {
      ...cors,
      allowMethods: ['PUT'] as const,
      allowHeaders: ['x-token'],
      exposeHeaders: ['apigw-requestid'],
      allowCredentials: true,
      maxAgeSeconds: 0,
    };
    synthesize(
      { env: 'dev' },
      { environment: { cors: all, identitySource: '$request.header.X-Token' } },
    ).hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://app.example.com'],
        AllowMethods: ['PUT'],
        AllowHeaders: ['x-token'],
        ExposeHeaders: ['apigw-requestid'],
        AllowCredentials: true,
        MaxAge: 0,
      },
    });
  });

  test('names no header for a token in the query', () => {
    synthesize(
      { env: 'dev' },
      { environment: { cors, identitySource: '$request.querystring.token' } },
    ).hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: { AllowHeaders: ['content-type'] } });
  });

  test('is off by default', () => {
    synthesize({ env: 'dev' }).hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
  });
});

describe('the function', () => {
  test('has the concurrency that is reserved for it', () => {
    synthesize({ env: 'dev' }, { environment: { reservedConcurrency: 50 } }).hasResourceProperties(
      'AWS::Lambda::Function',
      { ReservedConcurrentExecutions: 50 },
    );
    synthesize({ env: 'dev' }).hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test('is told how large a body may be', () => {
    synthesize({ env: 'dev' }, { environment: { maxBodyBytes: 1000 } }).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { MAX_BODY_BYTES: '1000' } },
    });
  });
});
