import { columns } from '../kit/text';
import type { PreflightCheck, PreflightResult } from './preflight-check';
import type { PreflightReport } from './run-preflight';

const MARKS: Readonly<Record<PreflightResult, string>> = {
  pass: 'ok  ',
  warn: 'warn',
  fail: 'FAIL',
  'not reached': '-   ',
};

/** The report for people: a row for each check that was reached, with what to do below those that need it, and the outcome. */
export function preflightTable({ issuer, ok, checks }: PreflightReport): string[] {
  const reached = checks.filter(({ result }) => result !== 'not reached');
  const rows = reached.flatMap(({ name, result, found, expected, fix }) => [
    [MARKS[result], name, found],
    ...(fix === undefined ? [] : [`expected: ${expected}`, `do this:  ${fix}`].map((text) => ['', '', text])),
  ]);
  const hidden = checks.length - reached.length;
  return [
    ...columns(rows),
    ...(hidden > 0 ? [`${MARKS['not reached']}  ${hidden} checks were not reached`] : []),
    outcome(issuer, ok, checks),
  ];
}

function outcome(issuer: string, ok: boolean, checks: readonly PreflightCheck[]): string {
  if (ok) {
    return `API Gateway will accept ${issuer}`;
  }
  const failed = checks.filter(({ result }) => result === 'fail').map(({ name }) => name);
  return `not ready for API Gateway: ${issuer} — ${failed.length} of ${checks.length} checks failed (${failed.join(', ')})`;
}
