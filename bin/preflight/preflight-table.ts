import type { PreflightCheck, PreflightResult } from './preflight-check';
import type { PreflightReport } from './run-preflight';

const MARKS: Readonly<Record<PreflightResult, string>> = { pass: 'ok', warn: 'warn', fail: 'FAIL', 'not reached': '-' };

/** The report for people: a row for each check that was reached, with what to do below those that need it, and the outcome. */
export function preflightTable({ issuer, ok, checks }: PreflightReport): string[] {
  const reached = checks.filter(({ result }) => result !== 'not reached');
  const width = Math.max(...reached.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 8);
  const rows = reached.flatMap(({ name, result, found, expected, fix }) => [
    `${MARKS[result].padEnd(4)}  ${name.padEnd(width)}  ${found}`,
    ...(fix === undefined ? [] : [`${indent}expected: ${expected}`, `${indent}do this:  ${fix}`]),
  ]);
  const hidden = checks.length - reached.length;
  return [...rows, ...(hidden > 0 ? [`-     ${hidden} checks were not reached`] : []), outcome(issuer, ok, checks)];
}

function outcome(issuer: string, ok: boolean, checks: readonly PreflightCheck[]): string {
  if (ok) {
    return `API Gateway will accept ${issuer}`;
  }
  const failed = checks.filter(({ result }) => result === 'fail').map(({ name }) => name);
  return `not ready for API Gateway: ${issuer} — ${failed.length} of ${checks.length} checks failed (${failed.join(', ')})`;
}
