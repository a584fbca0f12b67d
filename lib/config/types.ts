/** The methods a route may name. `ANY` is left out on purpose: with an authorizer it swallows CORS preflights. */
export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

/** Who may call a route. Every route says one of the three, so that none is open, or half open, by accident. */
export type Access =
  | {
      /** The token's `scope` (or `scp`) must hold at least one of these: API Gateway's rule. 1–10, without white space. */
      readonly scopes: readonly string[];
    }
  | {
      /**
       * Any valid token will do, and the value says why that is safe here. Weaker than a scope: an ID token for the
       * same client passes too, because API Gateway does not tell token types apart.
       */
      readonly anyToken: string;
    }
  | {
      /** No token is needed, and the value says why that is safe here. */
      readonly public: string;
    };

/** A token bucket: what API Gateway answers with 429 beyond it. */
export interface Throttle {
  /** Steady rate, in requests per second. Above 0. */
  readonly rateLimit: number;
  /** How many requests may arrive at once, on top of the steady rate. A whole number of at least 1. */
  readonly burstLimit: number;
}

/** One route of the API. */
export interface Route {
  readonly method: HttpMethod;
  /** `/`, or segments that are literal, `{parameter}` or, last, `{greedy+}`. No trailing slash. */
  readonly path: string;
  readonly access: Access;
}

/** Where a copy of the API runs, and with which limits. One literal per environment in `config/environments.ts`. */
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
   * `https://HOST/t/TENANT/oauth2/token` for a tenant. API Gateway appends `/.well-known/openid-configuration`.
   */
  readonly issuer: string;

  /** The OAuth client ids whose tokens are accepted: WSO2 IS puts the client id into `aud`. 1–50, unique. */
  readonly clientIds: readonly string[];

  /**
   * Where the token is read from: `$request.header.NAME` or `$request.querystring.NAME`.
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
   * Memory of the function, in MiB; CPU grows with it. 128–10240.
   *
   * @default 256
   */
  readonly functionMemoryMiB?: number;

  /**
   * How long one invocation may take, in seconds. Below `integrationTimeoutSeconds`, so that a slow function is reported
   * as such (500, with its log) before API Gateway gives up on it (503, without one).
   *
   * @default 10
   */
  readonly functionTimeoutSeconds?: number;

  /**
   * How long API Gateway waits for the function, in whole seconds. 1–29.
   *
   * @default 29
   */
  readonly integrationTimeoutSeconds?: number;

  /**
   * How long access log and function log are kept, in days; one of the values that CloudWatch offers.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * Whether CloudFormation refuses to delete the stack.
   *
   * @default false
   */
  readonly terminationProtection?: boolean;

  /**
   * Tags of the stack and of every resource in it that takes tags. At most 50; keys of 1–128 characters that do not start
   * with `aws:`, values of at most 256.
   *
   * @default - no tags
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A valid configuration with every default filled in: what the stack is made of. */
export interface Config {
  /** The name of the environment, a key of `config/environments.ts`. */
  readonly name: string;
  readonly environment: ResolvedEnvironment;
  readonly routes: readonly Route[];
}

/** An {@link Environment} with its defaults. Account, region and tags stay as the user gave them. */
export type ResolvedEnvironment = Required<Omit<Environment, 'account' | 'region'>> &
  Pick<Environment, 'account' | 'region'>;
