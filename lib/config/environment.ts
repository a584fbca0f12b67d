import type { Cors, Throttle } from '../api/types';
import type { Domain, GradualDeliveryConfig, LogLevel, Monitoring, ResourceMetadata } from './features';
import type { FunctionSettings, ResolvedFunction, RouteConfig } from './function';
import type { IssuerMirror } from './issuer-mirror';

/** A copy of the API: the place where it runs, and its limits. One literal per environment in `config/environments.ts`. */
export interface Environment {
  /**
   * The AWS account to deploy to: twelve digits.
   *
   * @default - the account of the caller's profile
   */
  readonly account?: string;

  /**
   * The AWS region to deploy to, like `eu-west-1`.
   *
   * @default - the region of the caller's profile
   */
  readonly region?: string;

  /**
   * True where the environment stands for `npm start` only. Its issuer may then be loopback or private, and deploying it
   * is refused, because API Gateway reaches the issuer over the internet.
   *
   * @default false
   */
  readonly laptopOnly?: boolean;

  /**
   * The issuer URL of WSO2 Identity Server, byte for byte the `iss` of its tokens: `https://HOST/oauth2/token`, or
   * `https://HOST/t/TENANT/oauth2/token` for a tenant; of Asgardeo `https://api.asgardeo.io/t/ORGANIZATION/oauth2/token`. API
   * Gateway appends `/.well-known/openid-configuration`.
   */
  readonly issuer: string;

  /**
   * Publishes the two documents that API Gateway needs of a WSO2 IS which the internet cannot reach.
   *
   * @default - none: API Gateway reaches WSO2 IS itself
   */
  readonly issuerMirror?: IssuerMirror;

  /** The OAuth client ids whose tokens are accepted: WSO2 IS puts the client id into `aud`. 1–50, unique. */
  readonly clientIds: readonly string[];

  /**
   * The place that the token is read from: `$request.header.NAME` or `$request.querystring.NAME`.
   *
   * @default '$request.header.Authorization'
   */
  readonly identitySource?: string;

  /**
   * The limit for all routes together, of every caller together.
   *
   * @default - 100 requests per second, with bursts of 200
   */
  readonly throttle?: Throttle;

  /**
   * The pages of other origins that may call the API from a browser.
   *
   * @default - none
   */
  readonly cors?: Cors;

  /**
   * A name of one's own for the API, instead of the `execute-api` address.
   *
   * @default - the `execute-api` address
   */
  readonly domain?: Domain;

  /**
   * Lets clients and agents find WSO2 IS by themselves: adds the public route `GET /.well-known/oauth-protected-resource`
   * (RFC 9728), with a function of its own behind it. `{}` says what the configuration says. Not together with
   * `domain.mappingKey`: clients look right below the name.
   *
   * @default - none
   */
  readonly resourceMetadata?: ResourceMetadata;

  /**
   * The addresses over which the API answers: IPv4 only, or IPv6 too.
   *
   * @default 'ipv4'
   */
  readonly ipAddressType?: 'ipv4' | 'dualstack';

  /**
   * Memory of each function that has no `memoryMiB` of its own, in MiB; CPU grows with it. 128–10240.
   *
   * @default 256
   */
  readonly functionMemoryMiB?: number;

  /**
   * The longest time that one invocation may take, in seconds, of each function that has no `timeoutSeconds` of its own. Below
   * `integrationTimeoutSeconds`, so that a slow function is reported as such (500, with its log) before API Gateway gives up on
   * it (503, without one).
   *
   * @default 10
   */
  readonly functionTimeoutSeconds?: number;

  /**
   * The time that API Gateway waits for the function, in whole seconds. 1–29.
   *
   * @default 29
   */
  readonly integrationTimeoutSeconds?: number;

  /**
   * The number of invocations of each function that may run at once, where it has no `reservedConcurrency` of its own: set aside
   * for it, and no more than that. 1–10000, and of all functions together at most the account's concurrency less 100.
   *
   * @default - what the account has left
   */
  readonly reservedConcurrency?: number;

  /**
   * The largest body that the function reads, in bytes; a longer one is answered 413. API Gateway's own limit, 10 MB, and
   * Lambda's, 6 MB, cannot be lowered. 1–6000000.
   *
   * @default 32768
   */
  readonly maxBodyBytes?: number;

  /**
   * Alarms, a dashboard and saved queries.
   *
   * @default - none
   */
  readonly monitoring?: Monitoring;

  /**
   * Moves callers to a new version of the function little by little. Needs `monitoring`, whose alarms move them back.
   *
   * @default - all at once
   */
  readonly gradualDelivery?: GradualDeliveryConfig;

  /**
   * The settings of single functions in this environment, by their names in `config/functions.ts`: its VPC, say. They go before
   * those of that file, and those before the ones above, which hold for every function.
   *
   * @default - none
   */
  readonly functions?: Readonly<Record<string, FunctionSettings>>;

  /**
   * True gives each route metrics of its own in CloudWatch, besides those of the whole API: six of API Gateway and three
   * of the function, each of which costs. Alarms and dashboard need none of them.
   *
   * @default true
   */
  readonly detailedMetrics?: boolean;

  /**
   * True has X-Ray trace the function: the first request of each second, and 5 % of the others.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * The least important lines that the function logs: `DEBUG`, `INFO`, `WARN` or `ERROR`. With `INFO` it writes one for
   * each request, with `WARN` for those that it did not answer with 200.
   *
   * @default 'INFO'
   */
  readonly logLevel?: LogLevel;

  /**
   * The days for which access log and function log are kept; one of the values that CloudWatch offers.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * The ARN of a KMS key that encrypts access log and function log, in the region of the stack. Its policy must let
   * CloudWatch Logs use it: docs/operations.md has the statement.
   *
   * @default - the logs are encrypted with a key of CloudWatch's own
   */
  readonly logKeyArn?: string;

  /**
   * The qualifier of the `cdk bootstrap` that deploys the environment: 1–10 lower-case letters and digits. Of two
   * environments in one account and region, whoever may deploy one may deploy the other, unless they have one each.
   *
   * @default - that of the app: `hnb659fds`, or the context `@aws-cdk/core:bootstrapQualifier`
   */
  readonly bootstrapQualifier?: string;

  /**
   * True has CloudFormation refuse to delete the stack.
   *
   * @default false
   */
  readonly terminationProtection?: boolean;

  /**
   * Tags of the stack and of every resource in it that takes tags. At most 49; keys of 1–128 letters, digits, spaces
   * and `_.:/=+-@` that do not start with `aws:`, values of 1–256 of those characters. `repository` is the tag by which
   * `npm run deploy` knows whose stack it is; without it the stack gets the address of git's `origin`.
   *
   * @default - no tags
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A valid configuration with every default filled in: what the stack is made of. */
export interface Config {
  /** The name of the project: the first part of the names of its stacks. */
  readonly project: string;
  /** The name of the environment, a key of `config/environments.ts`, or of a preview. */
  readonly name: string;
  /** The name of the environment that it is a preview of. @default - it is no preview */
  readonly previewOf?: string | undefined;
  readonly environment: ResolvedEnvironment;
  readonly routes: readonly RouteConfig[];
  /** The functions, as this environment has them. The first answers the routes that name none. */
  readonly functions: readonly [ResolvedFunction, ...ResolvedFunction[]];
  /** Other environments that whoever may deploy this one may deploy as well. */
  readonly sharesBootstrapWith: readonly string[];
}

/** The members that stay as the user gave them, or did not. */
type Optional = PlainOptional | 'cors' | 'monitoring' | 'gradualDelivery';

/** The members that have no defaults within. */
type PlainOptional =
  | 'account'
  | 'region'
  | 'issuerMirror'
  | 'reservedConcurrency'
  | 'domain'
  | 'resourceMetadata'
  | 'logKeyArn'
  | 'bootstrapQualifier';

/** An {@link Environment} with its defaults. */
export type ResolvedEnvironment = Required<Omit<Environment, Optional>> &
  Pick<Environment, PlainOptional> & {
    readonly cors?: ResolvedCors;
    readonly monitoring?: Required<Monitoring>;
    readonly gradualDelivery?: Required<GradualDeliveryConfig>;
  };

/** {@link Cors} with its defaults; what depends on the routes is filled in by the construct. */
export type ResolvedCors = Cors & Required<Pick<Cors, 'exposeHeaders' | 'allowCredentials' | 'maxAgeSeconds'>>;
