import { routeKey } from '../support/route-key';
import type { ExplainedCheck, ExplainedRoute } from './explanation';

/** Failures of one kind that need the same advice. */
interface Group {
  readonly name: string;
  readonly advice: readonly string[];
  /** By what was found and expected: the routes. */
  readonly cases: Map<string, { readonly check: ExplainedCheck; readonly routes: string[] }>;
}

/** Every failed check of all routes, once each, with what to do; then which checks passed and which were not reached. */
export function failuresText(routes: readonly ExplainedRoute[]): string[] {
  const guarded = routes.filter(({ decision }) => decision !== undefined);
  const all = guarded.flatMap(({ checks }) => checks);
  const withResult = (result: string) =>
    new Set(all.filter((check) => check.result === result).map(({ name }) => name));
  const [failed, passed, notReached] = [withResult('fail'), withResult('pass'), withResult('not reached')];
  const line = (label: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${label}: ${names.join(', ')}`];
  return [
    ...groupsOf(guarded).flatMap(groupText),
    ...(guarded.length === 0 ? [] : ['']),
    ...line(
      'passed',
      [...passed].filter((name) => !failed.has(name)),
    ),
    ...line('not reached', [...notReached]),
  ];
}

function groupsOf(routes: readonly ExplainedRoute[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { route, checks } of routes) {
    for (const check of checks) {
      const { name, code, found, expected, advice = [] } = check;
      if (check.result !== 'fail') {
        continue;
      }
      const key = JSON.stringify([code, advice]);
      const group = groups.get(key) ?? { name, advice, cases: new Map() };
      groups.set(key, group);
      const evidence = JSON.stringify([found, expected]);
      const sameCase = group.cases.get(evidence) ?? { check, routes: [] };
      group.cases.set(evidence, sameCase);
      sameCase.routes.push(routeKey(route));
    }
  }
  return [...groups.values()];
}

function groupText({ name, advice, cases }: Group): string[] {
  const evidence = [...cases.values()].flatMap(({ check, routes }) => [
    `${name} — ${routes.join(', ')}`,
    `  found     ${check.found}`,
    `  expected  ${check.expected}`,
  ]);
  return ['', ...evidence, ...advice.map((step, at) => `  ${at === 0 ? 'do this ' : '        '}  ${step}`)];
}
