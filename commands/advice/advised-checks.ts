import {
  type Check,
  type Decision,
  type FailedCheck,
  type IdentityRequest,
  parseIdentitySource,
} from '../../local/authorizer';
import { ADVICE } from './advice';
import type { ExplainedCheck, Failure } from './explanation';

/** A request as a client sends it. */
export function requestWith(token: string, identitySource: string): IdentityRequest {
  const { kind, name } = parseIdentitySource(identitySource);
  return kind === 'header'
    ? { headers: { [name]: `Bearer ${token}` }, query: {} }
    : { headers: {}, query: { [name]: token } };
}

/** The checks of a decision, and what to do about each that failed. */
export function withAdvice({ checks }: Decision, context: Omit<Failure, 'check'>): ExplainedCheck[] {
  return checks.map((check) =>
    isFailed(check) ? { ...check, advice: ADVICE[check.code]({ ...context, check }) } : check,
  );
}

function isFailed(check: Check): check is FailedCheck {
  return check.result === 'fail';
}
