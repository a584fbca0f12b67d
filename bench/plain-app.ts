import { join } from 'node:path';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Preflight } from 'cdk-preflight';

/** The app that one would write without this project: the same resources from plain L2 constructs, under the same validators. */
const ROOT = join(__dirname, '..');
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
Preflight.apply(app);

const stack = new Stack(app, 'Plain');
const log = new LogGroup(stack, 'Log', { retention: 30 });
const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
log.grantWrite(role);
const handler = new NodejsFunction(stack, 'Function', {
  entry: join(ROOT, 'lambda/handler.ts'),
  projectRoot: ROOT,
  depsLockFilePath: join(ROOT, 'package-lock.json'),
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  memorySize: 256,
  timeout: Duration.seconds(10),
  role,
  logGroup: log,
  loggingFormat: LoggingFormat.JSON,
  tracing: Tracing.ACTIVE,
  bundling: {
    format: OutputFormat.ESM,
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourceMap: true,
    sourceMapMode: SourceMapMode.EXTERNAL,
    sourcesContent: false,
    logLevel: LogLevel.WARNING,
  },
});
Validations.of(handler).acknowledge({ id: 'Serverless::Serverless-LambdaDLQ', reason: 'invoked synchronously' });
Validations.of(role).acknowledge({
  id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
  reason: 'X-Ray takes no resource',
});

const api = new HttpApi(stack, 'Api', {
  createDefaultStage: false,
  defaultAuthorizer: new HttpJwtAuthorizer('Authorizer', 'https://is.example.com/oauth2/token', {
    jwtAudience: ['abc'],
  }),
});
new HttpStage(stack, 'Stage', {
  httpApi: api,
  stageName: '$default',
  autoDeploy: true,
  detailedMetricsEnabled: true,
  throttle: { rateLimit: 100, burstLimit: 200 },
  accessLogSettings: {
    destination: new LogGroupLogDestination(new LogGroup(stack, 'AccessLog', { retention: 30 })),
    format: AccessLogFormat.custom('{"requestId":"$context.requestId"}'),
  },
});
const integration = new HttpLambdaIntegration('Integration', handler, { scopePermissionToRoute: false });
const [health] = api.addRoutes({
  path: '/health',
  methods: [HttpMethod.GET],
  integration,
  authorizer: new HttpNoneAuthorizer(),
});
if (health) {
  Validations.of(health).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason: 'public' });
}
api.addRoutes({ path: '/me', methods: [HttpMethod.GET], integration });
api.addRoutes({
  path: '/quotes',
  methods: [HttpMethod.POST],
  integration,
  authorizationScopes: ['quotes:write'],
});
