import { columns } from '../support/columns';
import type { SmokeResult } from './run-cases';

/** The results for people: a row for each, what was expected where it was not got, and a count. */
export function smokeTable(results: readonly SmokeResult[]): string[] {
  const rows = results.map(({ route, token, result, expected, got }) => [
    (result === 'skipped' ? 'skip' : result).padEnd(4),
    route,
    token === 'none' ? 'no token' : token === 'no scope' ? 'token without the scope' : `${token} token`,
    outcome({ token, result, expected, got }),
  ]);
  const count = (wanted: SmokeResult['result']) => results.filter(({ result }) => result === wanted).length;
  return [...columns(rows), `${count('ok')} ok, ${count('FAIL')} failed, ${count('skipped')} skipped`];
}

function outcome({ token, result, expected, got }: Pick<SmokeResult, 'token' | 'result' | 'expected' | 'got'>): string {
  if (result === 'FAIL') {
    return `expected ${expected} — got ${got}`;
  }
  // It looks like a failure, and shows that the token has passed.
  return token === 'valid' && got.startsWith('4') ? `${got} from the function: no body was sent` : got;
}
