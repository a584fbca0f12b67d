import type { Route } from '../../lib/api/types';
import { CommandError } from '../kit/command';
import { answerFaults, type Operations } from '../project/operations';
import { type CaseToken, type RouteCase, routeCases, routeKey } from '../project/routes';
import { grantedScopes } from '../wso2/token-warnings';
import type { CaseTokens, FoundToken } from './case-tokens';
import { answerText, expectedText, isExpected, withoutLongWords } from './judge';
import type { SmokeAnswer } from './send-case';

/** The outcome of a case. */
export interface SmokeResult {
  /** `GET /me` */
  readonly route: string;
  readonly token: CaseToken;
  readonly result: 'ok' | 'FAIL' | 'skipped';
  readonly expected: string;
  /** The answer, or the reason why nothing was sent. */
  readonly got: string;
}

/**
 * Tries every case of every route, one after the other.
 *
 * @param described the routes as callers are told of them, which answers of the function are held against
 * @throws CommandError when the first request gets no answer: the others would not either
 */
export async function runCases(
  routes: readonly Route[],
  tokens: CaseTokens,
  send: (route: Route, token: string | undefined) => Promise<SmokeAnswer>,
  described: Operations,
): Promise<SmokeResult[]> {
  const results: SmokeResult[] = [];
  for (const routeCase of routes.flatMap(routeCases)) {
    const { route, token, expected } = routeCase;
    const about = { route: routeKey(route), token, expected: expectedText(expected) };
    const found = tokenFor(routeCase, tokens[token]);
    if ('missing' in found) {
      results.push({ ...about, result: 'skipped', got: found.missing });
      continue;
    }
    try {
      const answer = await send(route, found.token);
      results.push({ ...about, ...judged(routeCase, answer, described) });
    } catch (error) {
      if (results.length === 0) {
        const fix = 'check --url; a new host name may take minutes to be known, and mutual TLS needs --client-cert';
        throw new CommandError([{ what: '--url', got: whyNoAnswer(error), expected: 'a deployment', fix }], {
          cause: error,
        });
      }
      results.push({ ...about, result: 'FAIL', got: whyNoAnswer(error) });
    }
  }
  return results;
}

function judged(
  routeCase: RouteCase,
  answer: SmokeAnswer,
  described: Operations,
): Pick<SmokeResult, 'result' | 'got'> & Partial<Pick<SmokeResult, 'expected'>> {
  if (!isExpected(routeCase, answer)) {
    return { result: 'FAIL', got: answerText(answer) };
  }
  const status = String(answer.status);
  const [fault] = routeCase.expected.kind === 'served' ? answerFaults(routeCase.route, answer, described) : [];
  return fault === undefined
    ? { result: 'ok', got: status }
    : {
        result: 'FAIL',
        expected: 'an answer as npm run openapi describes it',
        got: `${status}, ${withoutLongWords(fault)}`,
      };
}

/** A token without the scope must not have it: releases of WSO2 IS may grant what nobody asked for. */
function tokenFor({ route: { access }, token }: RouteCase, found: FoundToken): FoundToken {
  if (token !== 'no scope' || 'missing' in found || !('scopes' in access)) {
    return found;
  }
  const granted = grantedScopes(found.token ?? '').filter((scope) => access.scopes.includes(scope));
  return granted.length > 0 ? { missing: `the issuer grants ${granted.join(' ')} unasked` } : found;
}

function whyNoAnswer(error: unknown): string {
  const { name, code, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  return `no answer: ${[name, cause?.name].includes('TimeoutError') ? 'it took too long' : (cause?.code ?? cause?.message ?? code ?? name)}`;
}
