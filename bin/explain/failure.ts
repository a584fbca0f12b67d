import type { Environment } from '../../lib/config/types';
import type { FailedCheck } from '../../local/gateway/authorizer/decision';
import type { TokenFacts } from './token-facts';

/** What the configuration accepts. */
export type Trusted = Pick<Environment, 'issuer' | 'clientIds'>;

/** A check that failed, with all that advice about it can depend on. */
export interface Failure {
  readonly check: FailedCheck;
  readonly token: TokenFacts;
  readonly trusted: Trusted;
  /** The stand-in for WSO2 IS is meant. */
  readonly isLaptop: boolean;
  /** All environments by name, that of the decision among them. */
  readonly environments: Readonly<Record<string, Trusted>>;
  /** The scopes that the route asks for, one of which will do. */
  readonly scopes: readonly string[];
  /** The clock of the decision, in milliseconds since 1970. */
  readonly at: number;
}
