/** The methods a route may name. `ANY` is left out on purpose: with an authorizer it swallows CORS preflights. */
export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

/** The callers of a route. Every route says one of the three, so that none is open, or half open, by accident. */
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
  /** The number of requests that may arrive at once: the size of the bucket, which the rate refills. A whole number of at least 1. */
  readonly burstLimit: number;
}

/** One route of the API. */
export interface Route {
  readonly method: HttpMethod;
  /** `/`, or segments that are literal, `{parameter}` or, last, `{greedy+}`. No trailing slash. */
  readonly path: string;
  readonly access: Access;
  /**
   * The limit of this route alone, of every caller together. At most that of the stage, which holds besides.
   *
   * @default - that of the stage
   */
  readonly throttle?: Throttle;
}

/** The pages of other origins that may call the API from a browser. API Gateway answers their preflights itself. */
export interface Cors {
  /**
   * The origins of those pages: `https://app.example.com`, with a port where it is not the default one. `https://*` for
   * any over https, `*` for any at all. At least one.
   */
  readonly allowOrigins: readonly string[];

  /**
   * The methods that they may use.
   *
   * @default - the methods of the routes
   */
  readonly allowMethods?: readonly HttpMethod[];

  /**
   * The request headers that they may set. The one that carries the token must be named: `*` does not cover it.
   *
   * @default - the header that carries the token, and `content-type`
   */
  readonly allowHeaders?: readonly string[];

  /**
   * The response headers that they may read.
   *
   * @default - none but those that browsers always show
   */
  readonly exposeHeaders?: readonly string[];

  /**
   * True lets them send cookies. Tokens in a header need no such permission. Not together with a wildcard.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * The seconds for which a browser may remember the answer to a preflight. 0–86400.
   *
   * @default 3600
   */
  readonly maxAgeSeconds?: number;
}
