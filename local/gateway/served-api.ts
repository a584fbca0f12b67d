import type { JwtAuthorizer, JwtAuthorizerModel } from '../authorizer';
import { createHostRule, type HostRule } from '../host-names';
import { type AccessLogFormat, compileAccessLogFormat } from './access-log';
import { type CorsRules, createCorsRules } from './cors';
import { createCustomDomains, type MappedPath } from './custom-domains';
import { createFunctionPool, type FunctionPool, type FunctionPoolProps } from './function/function-pool';
import { createInvokePermission, type InvokePermission } from './invoke-permission';
import type { ApiModel, Authorization, FunctionModel, NotEmulated, StageModel, Target } from './model';
import { createRouter, type Router } from './routes';
import { createTokenBucket, type TokenBucket } from './throttle';

export interface ServedApiProps extends FunctionPoolProps {
  /** Makes an authorizer; called once for each of the template's. Where it throws, the routes are answered 501. */
  readonly createAuthorizer: (model: JwtAuthorizerModel) => JwtAuthorizer;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Host names to answer to besides this machine's and those that the template gives the API. */
  readonly allowHosts: readonly string[];
}

/** An API as requests are answered from it: everything that can be made ready once is. */
export interface ServedApi {
  readonly model: ApiModel;
  readonly cors: CorsRules | undefined;
  readonly isOwnHost: HostRule;
  /** The stage that takes a request; undefined where there is none. */
  stageOf(request: StageRequest): StageMatch | NotEmulated | undefined;
  /** Ends the functions. */
  close(): Promise<void>;
}

/** The parts of a request that choose a stage. */
export interface StageRequest {
  readonly method: string;
  /** The `Host` header. */
  readonly host: string;
  /** Decoded. */
  readonly path: string;
}

export interface StageMatch {
  readonly kind: 'stage';
  readonly stage: ServedStage;
  /** The path that routes are matched on: without the stage, or the key of a custom domain's mapping. */
  readonly path: string;
  /** The path as the function sees it: with the stage, and without the mapping key. */
  readonly rawPath: string;
}

export interface ServedStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: AccessLogFormat | undefined;
  readonly router: Router<ServedRoute>;
}

export interface ServedRoute {
  readonly routeKey: string;
  readonly authorization:
    | { readonly kind: 'none' }
    | { readonly kind: 'jwt'; readonly authorizer: JwtAuthorizer; readonly scopes: readonly string[] }
    | NotEmulated;
  readonly target:
    | {
        readonly kind: 'function';
        readonly pool: FunctionPool;
        readonly timeoutMs: number;
        readonly isPermitted: InvokePermission;
      }
    | NotEmulated;
  /** Undefined where neither the stage nor the route sets a limit. */
  readonly takeToken: TokenBucket | undefined;
}

export function serveApi(model: ApiModel, props: ServedApiProps): ServedApi {
  const { createAuthorizer, now, allowHosts } = props;
  const pools = new Map<string, FunctionPool>();
  const authorizers = new Map<string, JwtAuthorizer | NotEmulated>();

  function serveStage({ name, variables, accessLogFormat, throttle, routeThrottles }: StageModel): ServedStage {
    const shared = throttle && createTokenBucket(throttle, now);
    const routes = model.routes.map(({ routeKey, authorization, target }): ServedRoute => {
      const own = routeThrottles[routeKey];
      return {
        routeKey,
        authorization: serveAuthorization(authorization),
        target: serveTarget(target, name, routeKey),
        takeToken: own ? createTokenBucket(own, now) : shared,
      };
    });
    return {
      name,
      variables,
      accessLog: accessLogFormat === undefined ? undefined : compileAccessLogFormat(accessLogFormat),
      router: createRouter(routes),
    };
  }

  function serveAuthorization(authorization: Authorization): ServedRoute['authorization'] {
    if (authorization.kind !== 'jwt') {
      return authorization;
    }
    const authorizer = authorizerOf(authorization.authorizer);
    return 'kind' in authorizer ? authorizer : { kind: 'jwt', authorizer, scopes: authorization.scopes };
  }

  function authorizerOf(authorizer: JwtAuthorizerModel): JwtAuthorizer | NotEmulated {
    const made = authorizers.get(authorizer.id) ?? make(() => createAuthorizer(authorizer));
    authorizers.set(authorizer.id, made);
    return made;
  }

  function serveTarget(target: Target, stage: string, routeKey: string): ServedRoute['target'] {
    if (target.kind !== 'function') {
      return target;
    }
    return {
      kind: 'function',
      pool: poolOf(target.function),
      timeoutMs: target.timeoutMs,
      isPermitted: createInvokePermission(model, stage, routeKey, target.invokers),
    };
  }

  function poolOf(fn: FunctionModel): FunctionPool {
    const pool = pools.get(fn.arn) ?? createFunctionPool(fn, props);
    pools.set(fn.arn, pool);
    return pool;
  }

  const stages = new Map(model.stages.map((stage) => [stage.name, serveStage(stage)]));
  const root = stages.get('$default');
  const domains = createCustomDomains(model.mappings);

  function mapped({ mapping, path }: MappedPath): StageMatch | NotEmulated | undefined {
    if (typeof mapping.stage !== 'string') {
      return mapping.stage;
    }
    const stage = stages.get(mapping.stage);
    return stage && { kind: 'stage', stage, path, rawPath: stage === root ? path : `/${stage.name}${path}` };
  }

  /** As the API's own endpoint chooses, by the first segment. */
  function unmapped(path: string): StageMatch | undefined {
    const end = path.indexOf('/', 1);
    const named = stages.get(end < 0 ? path.slice(1) : path.slice(1, end));
    if (named && named !== root) {
      return { kind: 'stage', stage: named, path: end < 0 ? '/' : path.slice(end), rawPath: path };
    }
    return root && { kind: 'stage', stage: root, path, rawPath: path };
  }

  return {
    model,
    cors: model.cors && createCorsRules(model.cors),
    isOwnHost: createHostRule([...model.mappings.map(({ domainName }) => domainName), ...allowHosts]),
    stageOf({ method, host, path }) {
      const hostName = host.replace(/:\d+$/, '').toLowerCase();
      if (domains.has(hostName)) {
        const found = domains.find(hostName, path);
        return found && mapped(found);
      }
      const own = unmapped(path);
      if (model.mappings.length === 0 || own?.stage.router(method, own.path)) {
        return own;
      }
      // A laptop seldom has the name of the custom domain: its paths are served where nothing else would be.
      const found = domains.findAnywhere(path);
      return (found && mapped(found)) ?? own;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function make(create: () => JwtAuthorizer): JwtAuthorizer | NotEmulated {
  try {
    return create();
  } catch (error) {
    return { kind: 'not emulated', reason: error instanceof Error ? error.message : String(error) };
  }
}
