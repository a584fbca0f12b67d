import { printable } from '../../local/authorizer';
import { NOT_FOUND } from '../project/gateway-answers';
import type { ExpectedAnswer, RouteCase } from '../project/routes';
import type { SmokeAnswer } from './send-case';

/** True where an answer is the expected one. */
export function isExpected({ route, expected }: RouteCase, answer: SmokeAnswer): boolean {
  const { status, body, wwwAuthenticate } = answer;
  if (expected.kind === 'served') {
    return expected.only2xx
      ? isBetween(status, 200, 299)
      : isBetween(status, 200, 499) && ![401, 403, 429].includes(status) && body !== NOT_FOUND;
  }
  return (
    status === expected.status &&
    // The answer to HEAD has no body.
    (body === expected.body || (route.method === 'HEAD' && body === '')) &&
    isChallenge(expected.wwwAuthenticate, wwwAuthenticate)
  );
}

type Challenge = Extract<ExpectedAnswer, { kind: 'refused' }>['wwwAuthenticate'];

function isChallenge(expected: Challenge, header: string | null): boolean {
  if (expected === undefined) {
    return true;
  }
  return 'is' in expected ? header === expected.is : expected.has.every((part) => header?.includes(part));
}

/** The expected answer, for people. */
export function expectedText(expected: ExpectedAnswer): string {
  if (expected.kind === 'served') {
    return expected.only2xx ? '2xx' : 'an answer of the function, not 401, 403, 429 or 5xx';
  }
  const { status, body, wwwAuthenticate: header } = expected;
  const challenge = header === undefined ? '' : `, ${'is' in header ? header.is : header.has.join('… ')}`;
  return `${status} ${body}${challenge}`;
}

/** An answer, for people: without anything in it that may be a token. */
export function answerText({ status, body, wwwAuthenticate }: SmokeAnswer): string {
  const challenge = wwwAuthenticate === null ? '' : `, ${withoutLongWords(wwwAuthenticate)}`;
  return `${status}${body === '' ? '' : ` ${withoutLongWords(body)}`}${challenge}`;
}

/** A deployment may repeat what it was sent. No text that API Gateway answers with has a word as long as a token. */
export function withoutLongWords(text: string): string {
  return printable(text.replace(/[\w.+/=-]{40,}/g, '(left out)'), 120);
}

function isBetween(status: number, least: number, most: number): boolean {
  return status >= least && status <= most;
}
