import type { Route } from '../../lib/api/types';
import type { Environment } from '../../lib/config/environment';
import type { Check, Decision, FailedCheck, FetchResult } from '../../local/authorizer';
import type { JudgedApp } from './judged-app';
import type { TokenFacts } from './token-facts';

/** The decision of each route about a token, and what to do. */
export interface Explanation {
  readonly environment: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** The clock of the decision, in milliseconds since 1970. */
  readonly at: number;
  readonly token: TokenFacts;
  /** The issuer's key made the signature, whatever else is wrong with the token. */
  readonly isVerified: boolean;
  readonly routes: readonly ExplainedRoute[];
  /** Every route lets the token pass. */
  readonly isAllowed: boolean;
  /** A sentence each on things that API Gateway does not look at, or that are not established of it. */
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

/** The tokens that the configuration accepts. */
export type Trusted = Pick<Environment, 'issuer' | 'clientIds'>;

/** A check that failed, with all that advice about it can depend on. */
export interface Failure {
  readonly check: FailedCheck;
  readonly token: TokenFacts;
  readonly trusted: Trusted;
  /** The stand-in for WSO2 IS is meant. */
  readonly isLaptop: boolean;
  /** The place to change the app that decides. */
  readonly app: JudgedApp;
  /** All environments by name, that of the decision among them; none of another app. */
  readonly environments: Readonly<Record<string, Trusted>>;
  /** The scopes that the route asks for, one of which will do. */
  readonly scopes: readonly string[];
  /** The key set as the mirror gave it. @default the issuer has no mirror, or was not asked */
  readonly mirrored?: FetchResult | undefined;
  /** The clock of the decision, in milliseconds since 1970. */
  readonly at: number;
}
