import { Annotations, Aws, Duration, Fn, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnIntegration,
  type CfnRoute,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  IpAddressType,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { assertValid } from '../check/check';
import { accessLogFormat } from './access-log-format';
import { jwtHttpApiSchema } from './api-schema';
import { corsPreflight } from './cors-preflight';
import { routeId } from './route-id';
import { throttleRoutes } from './throttle-routes';
import type { Cors, Route, Throttle } from './types';

export interface JwtHttpApiProps {
  /**
   * The name of the API in the console of API Gateway; several may have the same. 1–128 characters.
   *
   * @default - made of the construct's path, so that two APIs of one stack are told apart
   */
  readonly apiName?: string;

  /**
   * The issuer URL, byte for byte the `iss` of the tokens. API Gateway fetches
   * `{issuer}/.well-known/openid-configuration` when the authorizer is created, and the keys from its `jwks_uri` ever after.
   */
  readonly issuer: string;

  /**
   * True allows an issuer on a loopback or private host. API Gateway could not reach it: only for `npm start`.
   *
   * @default false
   */
  readonly allowPrivateIssuer?: boolean;

  /** The values that a token's `aud` (or, where it has none, `client_id`) may have. 1–50, unique. */
  readonly audience: readonly string[];

  /**
   * The place that the token is read from: `$request.header.NAME` or `$request.querystring.NAME`.
   *
   * @default '$request.header.Authorization'
   */
  readonly identitySource?: string;

  /** The routes of the API, each with those who may call it. 1–300. */
  readonly routes: readonly Route[];

  /** The function behind every route. */
  readonly handler: IFunction;

  /**
   * The time that API Gateway waits for the function. At most 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly integrationTimeout?: Duration;

  /** The limit for all routes and callers together. */
  readonly throttle: Throttle;

  /**
   * The pages of other origins that may call.
   *
   * @default - none
   */
  readonly cors?: Cors;

  /**
   * True has the API answer over IPv6 too.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * True switches the `execute-api` address off, because the API has a domain name of its own.
   *
   * @default false
   */
  readonly customDomainOnly?: boolean;

  /**
   * True gives each route metrics of its own.
   *
   * @default true
   */
  readonly detailedMetrics?: boolean;

  /**
   * True where the API's domain name asks for client certificates, so that the access log says whose they were.
   *
   * @default false
   */
  readonly clientCertificates?: boolean;

  /** The time for which the access log is kept. */
  readonly logRetention: RetentionDays;

  /**
   * The fate of the access log when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly logRemovalPolicy?: RemovalPolicy;

  /**
   * The key that encrypts the access log.
   *
   * @default - a key of CloudWatch's own
   */
  readonly logKey?: IKey;
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
      apiName = Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      issuer,
      allowPrivateIssuer = false,
      audience,
      identitySource = '$request.header.Authorization',
      routes,
      handler,
      integrationTimeout = Duration.seconds(29),
      throttle,
      cors,
      dualStack = false,
      customDomainOnly = false,
      detailedMetrics = true,
      clientCertificates = false,
      logRetention,
      logRemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      logKey,
    } = props;
    assertValid(
      jwtHttpApiSchema(allowPrivateIssuer),
      { issuer, audience, identitySource, routes, throttle, cors },
      this.node.path,
    );

    this.api = new HttpApi(this, 'Api', {
      apiName,
      createDefaultStage: false,
      // False, too, is written: UpdateApi keeps what it is not told.
      disableExecuteApiEndpoint: customDomainOnly,
      ...(dualStack && { ipAddressType: IpAddressType.DUAL_STACK }),
      ...(cors && { corsPreflight: corsPreflight(cors, routes, identitySource) }),
      defaultAuthorizer: new HttpJwtAuthorizer('Authorizer', issuer, {
        jwtAudience: [...audience],
        identitySource: [identitySource],
      }),
    });

    this.accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: this.accessLogName(),
      retention: logRetention,
      removalPolicy: logRemovalPolicy,
      encryptionKey: logKey,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: detailedMetrics,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: accessLogFormat(clientCertificates),
      },
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
    throttleRoutes(this.api, this.stage, routes, detailedMetrics);
  }

  /**
   * Below `/aws/vendedlogs/`, which CloudWatch Logs covers with one wildcard where it would otherwise write every group into the
   * account's resource policy, whose size is bounded and which nobody cleans. The id of the stack keeps a group that was
   * retained from being in the way of the next stack of that name.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
   */
  private accessLogName(): string {
    const stackId = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    return `/aws/vendedlogs/http-api/${Stack.of(this).stackName}/${Names.uniqueId(this)}/${stackId}`;
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
    const resource = route.node.defaultChild as CfnRoute;
    resource.addMetadata('Access', access);
    if (path.includes('{')) {
      resource.overrideLogicalId(routeId(this, method, path));
    }

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
    const shared = this.api.node.findAll();
    const integration = shared.find((child) => child instanceof CfnIntegration);
    const permission = shared.find((child) => child instanceof CfnPermission);
    integration?.overrideLogicalId(`${Names.uniqueId(this)}Integration`);
    permission?.overrideLogicalId(`${Names.uniqueId(this)}Permission`);
    if (permission) {
      // Where the function behind the routes changes, it has to be open to the API before requests go there.
      integration?.addResourceDependency(permission);
    }
  }
}
