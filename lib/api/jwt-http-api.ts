import { Annotations, Aws, Duration, Fn, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnIntegration,
  type CfnRoute,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
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

  /** The routes of the API, each with those who may call it and, where it is not the API's, its handler. 1–300. */
  readonly routes: readonly HandledRoute[];

  /**
   * The function behind the routes that have no handler of their own: a function or an alias, of any language, of this stack,
   * another one, or imported.
   *
   * @default - none: each route has its own
   */
  readonly handler?: IFunction;

  /**
   * The time that API Gateway waits for a function. At most 29 seconds.
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

/** In characters: two names make a logical id, which CloudFormation takes 255 of. */
const MOST_OF_A_NAME = 100;

/** A route, and the function behind it. */
export interface HandledRoute extends Route {
  /**
   * The function behind it: a function or an alias, of any language, of this stack, another one, or imported. A function that is
   * imported by its ARN, and is not of the stack's account, has to let API Gateway invoke it by itself.
   *
   * @default - the handler of the API
   */
  readonly handler?: IFunction;
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
      {
        issuer,
        audience,
        identitySource,
        // Constructs are not for a schema to look at.
        routes: routes.map(({ handler: _own, ...route }) => route),
        throttle,
        cors,
      },
      this.node.path,
      routes.flatMap(({ handler: own = handler, method, path }, index) =>
        own === undefined
          ? [
              {
                what: `${this.node.path}.routes[${index}].handler`,
                got: 'nothing',
                expected: `a function behind ${method} ${path}`,
                fix: 'give the route a handler, or give the API one for all routes that have none',
              },
            ]
          : [],
      ),
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

    this.addRoutes(routes, handler, integrationTimeout);
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

  private addRoutes(routes: readonly HandledRoute[], common: IFunction | undefined, timeout: Duration): void {
    const integrations = new Map<IFunction, HttpLambdaIntegration>();
    for (const { handler = common, ...route } of routes) {
      if (handler === undefined) {
        continue;
      }
      const known = integrations.get(handler);
      const integration =
        known ??
        new HttpLambdaIntegration('Integration', handler, {
          timeout,
          // One permission for the API: one per route would cross the 20 KB of a function's policy at about 56 routes.
          scopePermissionToRoute: false,
        });
      integrations.set(handler, integration);
      const added = this.addRoute(route, integration);
      if (known === undefined) {
        this.pinSharedResources(added, handler === common ? '' : Names.uniqueId(handler).slice(-MOST_OF_A_NAME));
      }
    }
  }

  private addRoute({ method, path, access }: Route, integration: HttpLambdaIntegration): HttpRoute {
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
    return route;
  }

  /**
   * The CDK puts the integration and the permission that all routes of a handler share below whichever route comes first. Their
   * ids must not depend on it: reordering the routes would replace both, and callers would get 500 in between.
   *
   * @param first - the route that they stand below
   * @param whose - tells those of one handler from those of another
   */
  private pinSharedResources(first: HttpRoute, whose: string): void {
    const shared = first.node.findAll();
    const integration = shared.find((child) => child instanceof CfnIntegration);
    const permission = shared.find((child) => child instanceof CfnPermission);
    integration?.overrideLogicalId(`${Names.uniqueId(this)}Integration${whose}`);
    permission?.overrideLogicalId(`${Names.uniqueId(this)}Permission${whose}`);
    if (permission) {
      // Where the function behind the routes changes, it has to be open to the API before requests go there.
      integration?.addResourceDependency(permission);
    }
  }
}
