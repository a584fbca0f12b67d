import type { SmokeResult } from './run-cases';

/** The results for people: a row for each, what was expected where it was not got, and a count. */
export function resultTable(results: readonly SmokeResult[]): string[] {
  const rows = results.map(({ route, token, result, expected, got }) => [
    result === 'skipped' ? 'skip' : result,
    route,
    token === 'none' ? 'no token' : token === 'no scope' ? 'token without the scope' : `${token} token`,
    result === 'FAIL' ? `expected ${expected} — got ${got}` : got,
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [4, width(1), width(2), 0];
  const count = (wanted: SmokeResult['result']) => results.filter(({ result }) => result === wanted).length;
  return [
    ...rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')),
    `${count('ok')} ok, ${count('FAIL')} failed, ${count('skipped')} skipped`,
  ];
}
