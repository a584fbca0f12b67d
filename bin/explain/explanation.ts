import type { Route } from '../../lib/config/types';
import type { Check, Decision } from '../../local/gateway/authorizer/decision';
import type { TokenFacts } from './token-facts';

/** What becomes of a token: the decision of each route, and what to do. */
export interface Explanation {
  readonly environment: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** The clock of the decision, in milliseconds since 1970. */
  readonly at: number;
  readonly token: TokenFacts;
  /** Whether the issuer's key made the signature, whatever else is wrong with the token. */
  readonly isVerified: boolean;
  readonly routes: readonly ExplainedRoute[];
  /** Whether every route lets the token pass. */
  readonly isAllowed: boolean;
  /** What API Gateway does not look at, or what is not established of it, a sentence each. */
  readonly notes: readonly string[];
}

/** A route, and whether it lets the token pass. */
export interface ExplainedRoute {
  readonly route: Route;
  /** Absent on a public route, which asks for no token. */
  readonly decision?: Decision;
  /** Those of the decision; empty on a public route. */
  readonly checks: readonly ExplainedCheck[];
}

/** A check, and what to do where it failed. */
export type ExplainedCheck = Check & { readonly advice?: readonly string[] };
