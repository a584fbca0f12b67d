import { Annotations, Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnIntegration,
  type CfnRoute,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log-format';
import { assertValid } from './config/check';
import { jwtHttpApiSchema } from './config/schema';
import type { Route, Throttle } from './config/types';

export interface JwtHttpApiProps {
  /**
   * The issuer URL, byte for byte the `iss` of the tokens. API Gateway fetches
   * `{issuer}/.well-known/openid-configuration` when the authorizer is created, and the keys from its `jwks_uri` ever after.
   */
  readonly issuer: string;

  /**
   * Whether the issuer may be a loopback or private host. API Gateway could not reach it: only for `npm start`.
   *
   * @default false
   */
  readonly allowPrivateIssuer?: boolean;

  /** What a token's `aud` (or, where it has none, `client_id`) may be. 1–50, unique. */
  readonly audience: readonly string[];

  /**
   * Where the token is read from: `$request.header.NAME` or `$request.querystring.NAME`.
   *
   * @default '$request.header.Authorization'
   */
  readonly identitySource?: string;

  /** What the API answers, and who may call it. 1–300. */
  readonly routes: readonly Route[];

  /** The function behind every route. */
  readonly handler: IFunction;

  /**
   * How long API Gateway waits for the function. At most 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly integrationTimeout?: Duration;

  /** The limit for all routes and callers together. */
  readonly throttle: Throttle;

  /** How long the access log is kept. */
  readonly logRetention: RetentionDays;

  /**
   * What becomes of the access log when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/**
 * An HTTP API whose routes are closed to everyone without a valid token of one issuer, unless a route says otherwise and
 * why.
 *
 * It keeps API Gateway's rules for what it is given (issuer, audience, routes, scopes) and refuses the rest at synth, with
 * a `ConfigurationError` that lists every fault.
 */
export class JwtHttpApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: JwtHttpApiProps) {
    super(scope, id);
    const {
      issuer,
      allowPrivateIssuer = false,
      audience,
      identitySource = '$request.header.Authorization',
      routes,
      handler,
      integrationTimeout = Duration.seconds(29),
      throttle,
      logRetention,
      logRemovalPolicy = RemovalPolicy.RETAIN,
    } = props;
    assertValid(
      jwtHttpApiSchema(allowPrivateIssuer),
      { issuer, audience, identitySource, routes, throttle },
      this.node.path,
    );

    this.api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Authorizer', issuer, {
        jwtAudience: [...audience],
        identitySource: [identitySource],
      }),
    });

    this.accessLog = new LogGroup(this, 'AccessLog', { retention: logRetention, removalPolicy: logRemovalPolicy });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog), format: accessLogFormat() },
    });

    const integration = new HttpLambdaIntegration('Integration', handler, {
      timeout: integrationTimeout,
      // One permission for the API: one per route would cross the 20 KB of a function's policy at about 56 routes.
      scopePermissionToRoute: false,
    });
    for (const route of routes) {
      this.addRoute(route, integration);
    }
    this.pinSharedResources();
  }

  private addRoute({ method, path, access }: Route, integration: HttpLambdaIntegration): void {
    const isPublic = 'public' in access;
    const [route] = this.api.addRoutes({
      path,
      methods: [HttpMethod[method]],
      integration,
      // An empty list, not none: CloudFormation refuses scopes on a route without an authorizer.
      authorizationScopes: 'scopes' in access ? [...access.scopes] : [],
      ...(isPublic && { authorizer: new HttpNoneAuthorizer() }),
    });
    if (route === undefined) {
      throw new Error(`${this.node.path}: the CDK made no route for ${method} ${path}`);
    }
    (route.node.defaultChild as CfnRoute).addMetadata('Access', access);

    if (isPublic) {
      Annotations.of(route).addInfo(`${method} ${path} is public: ${access.public}`);
      Validations.of(route).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason: access.public });
    } else if ('anyToken' in access) {
      Annotations.of(route).addInfo(`${method} ${path} takes any valid token: ${access.anyToken}`);
    }
  }

  /**
   * The CDK puts the integration and the permission that all routes share below whichever route comes first. Their ids
   * must not depend on it: reordering `config/routes.ts` would replace both, and callers would get 500 in between.
   */
  private pinSharedResources(): void {
    for (const child of this.api.node.findAll()) {
      if (child instanceof CfnIntegration) {
        child.overrideLogicalId(`${Names.uniqueId(this)}Integration`);
      } else if (child instanceof CfnPermission) {
        child.overrideLogicalId(`${Names.uniqueId(this)}Permission`);
      }
    }
  }
}
