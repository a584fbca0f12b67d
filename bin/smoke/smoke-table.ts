import { columns } from '../support/columns';
import type { SmokeResult } from './run-cases';

/** The results for people: a row for each, what was expected where it was not got, and a count. */
export function smokeTable(results: readonly SmokeResult[]): string[] {
  const rows = results.map(({ route, token, result, expected, got }) => [
    (result === 'skipped' ? 'skip' : result).padEnd(4),
    route,
    token === 'none' ? 'no token' : token === 'no scope' ? 'token without the scope' : `${token} token`,
    result === 'FAIL' ? `expected ${expected} — got ${got}` : got,
  ]);
  const count = (wanted: SmokeResult['result']) => results.filter(({ result }) => result === wanted).length;
  return [...columns(rows), `${count('ok')} ok, ${count('FAIL')} failed, ${count('skipped')} skipped`];
}
