import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addStack } from '../../lib/add-stack';
import type { Route } from '../../lib/api/types';
import { ApiStack } from '../../lib/api-stack';
import type { Environment } from '../../lib/config/environment';
import { resolveConfig } from '../../lib/config/resolve';
import { PROFILE, synthesize, testApp } from '../support/synth';

const dev = synthesize({ env: 'dev' });

/** Routes enough to reach API Gateway's quota. */
const manyRoutes: Route[] = Array.from({ length: 300 }, (_, index) => ({
  method: 'GET',
  path: `/r${index}/{id}`,
  access: { scopes: [`r${index}:read`] },
}));

describe('the pair of issuer and audience', () => {
  test('reaches the authorizer exactly as configured', () => {
    synthesize({ issuer: 'https://is.example.org/t/acme/oauth2/token', clientId: 'abc,def' }).hasResourceProperties(
      'AWS::ApiGatewayV2::Authorizer',
      {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://is.example.org/t/acme/oauth2/token', Audience: ['abc', 'def'] },
      },
    );
  });

  test('is what the outputs say', () => {
    dev.hasOutput('Issuer', { Value: environments.dev.issuer });
    dev.hasOutput('Audience', { Value: environments.dev.clientIds.join(',') });
  });

  test('comes with the identity source that the environment names', () => {
    synthesize({ env: 'dev' }, { environment: { identitySource: '$request.querystring.token' } }).hasResourceProperties(
      'AWS::ApiGatewayV2::Authorizer',
      { IdentitySource: ['$request.querystring.token'] },
    );
  });
});

test('a private issuer is refused by the stack itself, for whatever is not a laptop', () => {
  const config = resolveConfig({ project, environments, routes, functions, context: { env: 'dev' } });
  const environment = { ...config.environment, issuer: 'https://localhost:9443/oauth2/token' };
  expect(() => new ApiStack(testApp(), 'Api', { config: { ...config, environment } })).toThrow(
    /issuer — got "https:\/\/localhost:9443\/oauth2\/token" — expected a host on the internet/,
  );
});

describe('routes', () => {
  test('with scopes are behind the authorizer and name them', () => {
    dev.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /quotes',
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: Match.stringLikeRegexp('Authorizer') },
      AuthorizationScopes: ['quotes:write'],
    });
  });

  test('for any token are behind the authorizer without scopes', () => {
    dev.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'GET /me',
      AuthorizationType: 'JWT',
      AuthorizationScopes: Match.absent(),
    });
  });

  test('that are public have neither authorizer nor scopes, and say why in their metadata', () => {
    dev.hasResource('AWS::ApiGatewayV2::Route', {
      Properties: {
        RouteKey: 'GET /health',
        AuthorizationType: 'NONE',
        AuthorizerId: Match.absent(),
        AuthorizationScopes: Match.absent(),
      },
      Metadata: { Access: { public: 'load balancers and uptime monitors probe it' } },
    });
  });

  test('are those of config/routes.ts, no more and no fewer', () => {
    const keys = Object.values(dev.findResources('AWS::ApiGatewayV2::Route')).map(
      (route) => route['Properties'].RouteKey,
    );
    expect(keys.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('share one integration, in payload format 2.0, and one permission for the whole API', () => {
    dev.resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
    dev.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 29000,
    });
    dev.resourceCountIs('AWS::Lambda::Permission', 1);
    dev.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', Match.arrayWith(['/*/*/*'])] },
    });
  });

  test('go to the function once it is open to the API', () => {
    dev.hasResource('AWS::ApiGatewayV2::Integration', { DependsOn: ['ApiHttpB1A45E88Permission'] });
  });

  test('are updated, not replaced, where a parameter is renamed: API Gateway refuses the two side by side', () => {
    const routesOf = (path: string) => {
      const { Resources } = synthesize(
        { env: 'dev' },
        { routes: [{ method: 'GET', path, access: { scopes: ['a'] } }] },
      ).toJSON();
      return Object.entries<{ Type: string; Properties: { RouteKey: string } }>(Resources)
        .filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route')
        .map(([logicalId, { Properties }]) => ({ logicalId, key: Properties.RouteKey }));
    };
    const [before] = routesOf('/a/{id}/b');
    const [renamed] = routesOf('/a/{name}/b');
    expect(renamed).toEqual({ logicalId: before?.logicalId, key: 'GET /a/{name}/b' });
    const ids = ['/a/{id}/b', '/a/b/{id}', '/a/b/{id+}', '/a-b/{id}']
      .flatMap(routesOf)
      .map(({ logicalId }) => logicalId);
    expect(new Set(ids).size).toBe(4);
  });

  test('may be reordered without replacing anything', () => {
    const reversed = synthesize({ env: 'dev' }, { routes: [...routes].reverse() });
    expect(reversed.toJSON()).toEqual(dev.toJSON());
  });

  test('may be 300, with one permission and fewer than 500 resources', () => {
    const template = synthesize({ env: 'dev' }, { routes: manyRoutes });
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 300);
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    expect(Object.keys(template.toJSON().Resources).length).toBeLessThan(500);
  });
});

describe('the stage', () => {
  test('is $default, deploys itself, and is throttled as configured', () => {
    dev.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    dev.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
  });

  test('logs JSON that explains a refusal and holds no token', () => {
    const [stage] = Object.values(dev.findResources('AWS::ApiGatewayV2::Stage'));
    const format = JSON.parse(stage?.['Properties'].AccessLogSettings.Format);
    expect(format).toMatchObject({
      requestId: '$context.requestId',
      routeKey: '$context.routeKey',
      status: '$context.status',
      authorizerError: '$context.authorizer.error',
      subject: '$context.authorizer.claims.sub',
      clientId: '$context.authorizer.claims.client_id',
      integrationLatency: '$context.integrationLatency',
    });
    expect(JSON.stringify(format)).not.toMatch(/header|authorization"/i);
  });
});

describe('the function', () => {
  test('runs the newest Node on arm64, with the limits of the environment, JSON logs and traces', () => {
    dev.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 10,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('Log') } },
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('has a role of its own that may write its log and traces and nothing else', () => {
    dev.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    dev.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('BusinessLog'), 'Arn'] },
          },
          { Effect: 'Allow', Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
        ],
      },
    });
  });
});

test('metrics of two environments do not mix in one account', () => {
  for (const env of ['dev', 'prod']) {
    synthesize({ env }).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { POWERTOOLS_METRICS_NAMESPACE: `wso2-http-api-${env}` } },
    });
  }
});

describe('what an operator would miss', () => {
  test.each([
    ['AWS::ApiGatewayV2::Api', 'HttpApi4E1D4184'],
    ['AWS::ApiGatewayV2::Stage', 'HttpStageD1D6DBD6'],
    ['AWS::ApiGatewayV2::Authorizer', 'HttpApiAuthorizer256D0426'],
    ['AWS::ApiGatewayV2::Integration', 'ApiHttpB1A45E88Integration'],
    ['AWS::Lambda::Function', 'BusinessFunction3BE0E2C9'],
    ['AWS::Lambda::Permission', 'ApiHttpB1A45E88Permission'],
    ['AWS::Logs::LogGroup', 'HttpAccessLogC8763DB1'],
    ['AWS::Logs::LogGroup', 'BusinessLog66369D38'],
  ])('%s keeps the logical id %s', (type, logicalId) => {
    expect(Object.keys(dev.findResources(type))).toContain(logicalId);
  });
});

describe('an environment that is protected from deletion', () => {
  const protectedStack = (terminationProtection: boolean) => {
    const config = resolveConfig({
      project,
      environments: { prod: { ...environments.prod, terminationProtection } },
      routes,
      functions,
      context: { env: 'prod' },
    });
    return addStack(testApp(), config);
  };

  test('says so to CloudFormation and keeps its logs, but not those of a creation that failed', () => {
    const stack = protectedStack(true);
    expect(stack.terminationProtection).toBe(true);
    Template.fromStack(stack).allResources('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is the opposite of one that leaves nothing behind', () => {
    const stack = protectedStack(false);
    expect(stack.terminationProtection).toBe(false);
    Template.fromStack(stack).allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });
});

test('tags reach the stack itself', () => {
  const environment = { ...environments.dev, tags: { team: 'quotes' } };
  const stack = addStack(
    testApp(),
    resolveConfig({ project, environments: { dev: environment }, routes, functions, context: { env: 'dev' } }),
  );
  expect(stack.tags.tagValues()).toEqual({ team: 'quotes' });
});

test('tags reach every resource that takes them', () => {
  const template = synthesize({ env: 'dev' }, { environment: { tags: { team: 'quotes' } } });
  template.hasResourceProperties('AWS::Lambda::Function', { Tags: [{ Key: 'team', Value: 'quotes' }] });
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { Tags: { team: 'quotes' } });
});

describe('account and region', () => {
  const place = (env: string) => {
    const stack = addStack(
      testApp(),
      resolveConfig({ project, environments, routes, functions, context: { env } }),
      PROFILE,
    );
    return `${stack.account} ${stack.region}`;
  };

  test('are those of the environment where it names them', () => {
    expect(place('prod')).toBe('111111111111 eu-west-1');
  });

  test("are those of the caller's profile where it does not", () => {
    expect(place('dev')).toBe('222222222222 eu-central-1');
  });

  test('are nobody’s for a laptop, so that cdk deploy stops before it asks AWS for anything', () => {
    expect(place('local')).toBe('000000000000 us-east-1');
  });
});

describe('environments that one bootstrap deploys', () => {
  const place = { account: '111111111111', region: 'eu-west-1' };
  const warnings = (dev: Partial<Environment>, prod: Partial<Environment>) => {
    const both = { dev: { ...environments.dev, ...dev }, prod: { ...environments.prod, ...prod } };
    const stack = addStack(
      testApp(),
      resolveConfig({ project, environments: both, routes, functions, context: { env: 'dev' } }),
      PROFILE,
    );
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => entry.data);
  };

  test('are warned of: whoever may deploy one may deploy the other', () => {
    expect(warnings(place, place)).toEqual([
      expect.stringContaining(
        'whoever may deploy dev may deploy prod, too: they share account, region and bootstrap; give each a bootstrapQualifier of its own, as docs/delivery.md says',
      ),
    ]);
  });

  test.each<[string, Partial<Environment>]>([
    ['a qualifier', { ...place, bootstrapQualifier: 'devapi' }],
    ['a region', { ...place, region: 'eu-central-1' }],
    ['an account', { ...place, account: '222222222222' }],
    ['the account of whoever deploys', { account: undefined, region: 'eu-west-1' }],
  ])('are not warned of where one has %s of its own', (_, dev) => {
    expect(warnings(dev, place)).toEqual([]);
  });

  test('are deployed by the roles of their own qualifier', () => {
    const own = { ...environments.dev, bootstrapQualifier: 'devapi' };
    const app = testApp();
    addStack(
      app,
      resolveConfig({ project, environments: { dev: own }, routes, functions, context: { env: 'dev' } }),
      PROFILE,
    );
    const { assumeRoleArn } = app.synth().getStackByName('wso2-http-api-dev');
    expect(assumeRoleArn).toMatch(/role\/cdk-devapi-deploy-role-222222222222-eu-central-1$/);
  });
});

describe('an environment whose region nobody names', () => {
  const infos = (profile?: { account: string; region: string }) => {
    const stack = addStack(
      testApp(),
      resolveConfig({ project, environments, routes, functions, context: { env: 'dev' } }),
      profile,
    );
    return Annotations.fromStack(stack)
      .findInfo('*', Match.stringLikeRegexp('region'))
      .map(({ entry }) => entry.data);
  };

  test('is told whose rules are asked', () => {
    expect(infos()).toEqual([
      'no region is known, so the rules of us-east-1 are asked: name the region of dev in config/environments.ts, or set AWS_REGION',
    ]);
    expect(infos(PROFILE)).toEqual([]);
  });
});

test('an app without cdk.json’s feature flags would be another app', () => {
  const bare = new Stack(new App(), 'Bare');
  expect(bare.node.tryGetContext('@aws-cdk/core:validateAgainstDefaultRules')).toBeUndefined();
  expect(testApp().node.tryGetContext('@aws-cdk/core:validateAgainstDefaultRules')).toBe(true);
});

test('the plain stack stays small: nothing is in it that nobody asked for', () => {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values<{ Type: string }>(dev.toJSON()['Resources'])) {
    counts.set(Type, (counts.get(Type) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({
    'AWS::ApiGatewayV2::Api': 1,
    'AWS::ApiGatewayV2::Authorizer': 1,
    'AWS::ApiGatewayV2::Integration': 1,
    'AWS::ApiGatewayV2::Route': 3,
    'AWS::ApiGatewayV2::Stage': 1,
    'AWS::IAM::Policy': 1,
    'AWS::IAM::Role': 1,
    'AWS::Lambda::Function': 1,
    'AWS::Lambda::Permission': 1,
    'AWS::Logs::LogGroup': 2,
  });
});

test('the same configuration always gives the same template', () => {
  expect(synthesize({ env: 'prod' }).toJSON()).toEqual(synthesize({ env: 'prod' }).toJSON());
});
