import { jsonText, printable, printableMember, REFUSALS, timeText } from '../../local/authorizer';
import type { ExplainedCheck, ExplainedRoute, Explanation } from '../advice/explanation';
import { momentOf, shownToken, type TokenKind } from '../advice/token-facts';
import { columns } from '../kit/text';
import { routeKey } from '../project/routes';

/** The explanation for people, a line each. */
export function explanationText(explanation: Explanation): string[] {
  const { environment, issuer, at, routes, notes } = explanation;
  return [
    `${environment}: issuer ${issuer}, as of ${timeText(at / 1000)}`,
    '',
    ...tokenText(explanation),
    '',
    ...columns(routes.map(routeText)),
    ...failuresText(routes),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `note: ${note}`)]),
  ];
}

const KINDS: Readonly<Record<TokenKind, string>> = {
  'access token': 'An access token by its looks',
  'ID token': 'An ID token by its looks',
  'refresh token': 'A refresh token by its looks',
  'subject token': 'A subject token of impersonation by its looks',
  unknown: 'A JWT',
};

function tokenText({ token, isVerified, at }: Explanation): string[] {
  if (!token.isReadable) {
    const shape = `${token.length} characters, ${token.segments} segment(s)${token.isUuid ? ', a UUID' : ''}`;
    return [`The token cannot be read: ${shape}`];
  }
  const { header, claims } = shownToken(token);
  const members = Object.entries(claims.shown).map(([name, value]) => [
    name,
    momentOf(name, value, at) ?? printable(jsonText(value)),
  ]);
  const others = [...header.others, ...claims.others];
  const caller = token.caller === undefined ? '' : `, used by ${token.caller}`;
  return [
    `${KINDS[token.kind]}${caller}; ${isVerified ? 'its signature was verified' : 'NOT verified, it only says so of itself'}:`,
    ...columns([
      [
        'header',
        Object.entries(header.shown)
          .map(([name, value]) => printableMember(name, value))
          .join(', '),
      ],
      ...members,
      ...(others.length === 0 ? [] : [['besides', `${printable(others.join(', '))} (values not shown)`]]),
    ]).map((line) => `  ${line}`),
  ];
}

function routeText({ route, decision }: ExplainedRoute): string[] {
  const key = routeKey(route);
  if (decision === undefined) {
    return [key, 'passes', 'needs no token'];
  }
  if (decision.allowed) {
    return [key, 'passes', 'the function answers'];
  }
  const { refusal, failed } = decision;
  const ours = REFUSALS[failed.code].established ? '' : " (our words; API Gateway's are not known)";
  return [key, String(refusal.status), `${refusal.error}${ours}`];
}

/** Failures of one kind that need the same advice. */
interface Group {
  readonly name: string;
  readonly advice: readonly string[];
  /** By what was found and expected: the routes. */
  readonly cases: Map<string, { readonly check: ExplainedCheck; readonly routes: string[] }>;
}

/** Every failed check of all routes, once each, with what to do; then which checks passed and which were not reached. */
function failuresText(routes: readonly ExplainedRoute[]): string[] {
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
