import { printable, printableMember } from '../../local/gateway/authorizer/printable';
import { REFUSALS } from '../../local/gateway/authorizer/refusal';
import { timeText } from '../../local/gateway/authorizer/time-text';
import { columns } from '../support/columns';
import { routeKey } from '../support/route-key';
import type { ExplainedRoute, Explanation } from './explanation';
import { failuresText } from './failures-text';
import { shownToken } from './shown-token';
import { timeSpan } from './time-span';
import type { TokenKind } from './token-facts';

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
    isTime(name, value) ? moment(value, at) : printable(JSON.stringify(value)),
  ]);
  const others = [...header.others, ...claims.others];
  return [
    `${KINDS[token.kind]}; ${isVerified ? 'its signature was verified' : 'NOT verified, it only says so of itself'}:`,
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

function isTime(name: string, value: unknown): value is number {
  // Beyond it a Date holds no time.
  return ['iat', 'nbf', 'exp'].includes(name) && typeof value === 'number' && Math.abs(value) <= 8.64e12;
}

/** A time, and how far it is from that of the decision. */
function moment(seconds: number, at: number): string {
  const ahead = seconds - at / 1000;
  return `${timeText(seconds)}, ${ahead > 0 ? `in ${timeSpan(ahead)}` : `${timeSpan(ahead)} ago`}`;
}
