import type { JwtAuthorizerModel } from '../authorizer';

/**
 * The API that the gateway serves, as read from a cloud assembly: API Gateway's own words, all references resolved to values.
 * Reading fills it, everything after reading only looks at it.
 */
export interface ApiModel {
  /** The logical id of the `AWS::ApiGatewayV2::Api`, which also stands for its API id. */
  readonly apiId: string;
  readonly name: string;
  readonly region: string;
  /** Twelve digits; zeros where the stack leaves the account to the deployment. */
  readonly accountId: string;
  /** Set when nothing of the API can be served: every request is answered 501 with this reason. */
  readonly blocked?: NotEmulated;
  readonly cors?: CorsModel;
  readonly stages: readonly StageModel[];
  /** The mappings of custom domains. */
  readonly mappings: readonly MappingModel[];
  readonly routes: readonly RouteModel[];
  /** Reasons why something in the template is not emulated; shown at start. */
  readonly notEmulated: readonly string[];
}

export interface StageModel {
  /** `$default`, or the first path segment under which the API is served. */
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The format of `AccessLogSettings`; absent when the stage keeps no access log. */
  readonly accessLogFormat?: string;
  readonly throttle?: ThrottleModel;
  /** `RouteSettings`, by route key. */
  readonly routeThrottles: Readonly<Record<string, ThrottleModel>>;
}

/** The target of a custom domain below a path: an `AWS::ApiGatewayV2::ApiMapping`. */
export interface MappingModel {
  /** In lower case: `api.example.com`, `*.example.com`. */
  readonly domainName: string;
  /** The path, without slashes around it: `orders`, `orders/v1`; empty for the root, which takes what no other does. */
  readonly key: string;
  /** The name of the stage. */
  readonly stage: string | NotEmulated;
}

export interface ThrottleModel {
  /** Requests per second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export interface RouteModel {
  /** `GET /me`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly authorization: Authorization;
  readonly target: Target;
  /** Why the route needs no scope or no token, when the template's metadata says so. */
  readonly reason?: string;
}

export type Authorization =
  | { readonly kind: 'none' }
  | { readonly kind: 'jwt'; readonly authorizer: JwtAuthorizerModel; readonly scopes: readonly string[] }
  | NotEmulated;

export type Target =
  | {
      readonly kind: 'function';
      readonly function: FunctionModel;
      /** The integration's own timeout, in milliseconds. API Gateway's default is 30,000. */
      readonly timeoutMs: number;
      /**
       * The source ARNs, with `*` and `?`, for which the function's policy lets API Gateway invoke it. Without one that
       * matches, API Gateway answers 500.
       */
      readonly invokers: readonly string[];
    }
  | NotEmulated;

/** Answered 501 with the reason, never served open. */
export interface NotEmulated {
  readonly kind: 'not emulated';
  readonly reason: string;
}

export interface FunctionModel {
  /** The logical id of the `AWS::Lambda::Function`, with the stack's name before it when that is not the API's. */
  readonly id: string;
  /** `FunctionName`, for which the id stands where the template gives none. */
  readonly name: string;
  /** The ARN that is invoked: the function's, with the alias or version if the integration names one. */
  readonly arn: string;
  /** `$LATEST`, or 1, which stands for whatever version an alias leads to. */
  readonly version: string;
  readonly region: string;
  /** The folder that holds the function's code: the asset in the cloud assembly, or what was written of inline code. */
  readonly codeDir: string;
  /** `index.handler`. */
  readonly handler: string;
  readonly runtime: string;
  /** In milliseconds. */
  readonly timeoutMs: number;
  /** In MiB. */
  readonly memoryMiB: number;
  /** The most environments that it may have at a time; absent where the template leaves it to the account. */
  readonly reservedConcurrency?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly logFormat: 'JSON' | 'Text';
  /** `ApplicationLogLevel`; absent where the template leaves it to Lambda. */
  readonly logLevel?: string;
}

/** `CorsConfiguration`. Empty lists where the template names none. */
export interface CorsModel {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** In seconds. */
  readonly maxAge?: number;
}
