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
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { assertValid } from '../check/check';
import { accessLogFormat } from './access-log-format';
import { jwtHttpApiSchema } from './api-schema';
import { corsPreflight } from './cors-preflight';
import type { HandledRoute, JwtHttpApiProps } from './jwt-http-api-props';
import { routeId } from './route-id';
import { throttleRoutes } from './throttle-routes';
import type { Route } from './types';

/** In characters: two names make a logical id, which CloudFormation takes 255 of. */
const MOST_OF_A_NAME = 100;

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
