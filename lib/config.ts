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
