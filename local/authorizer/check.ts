import type { Check, CheckName, FailedCheck, FailureCode } from './decision';

/** A check that passed. */
export function pass(name: CheckName, found: string, expected: string): Check {
  return { name, result: 'pass', found, expected };
}

/** A check that failed, and how. */
export function fail(name: CheckName, code: FailureCode, found: string, expected: string): FailedCheck {
  return { name, result: 'fail', found, expected, code };
}

/** A check for which an earlier failure left nothing to look at. */
export function notReached(name: CheckName): Check {
  return { name, result: 'not reached', found: '', expected: '' };
}
