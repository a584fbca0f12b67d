import { createJwtAuthorizer, type JwtAuthorizerModel, type KeySource } from '../../local/authorizer';
import type { DecisionView, ExplainAnswer } from '../../local/console';
import { requestWith } from './advised-checks';
import type { Failure } from './explanation';
import { notesOn } from './notes';
import { type TokenFacts, tokenFacts } from './token-facts';
import { decisionView, tokenView } from './views';

/** A route that a token may be sent to. */
export interface JudgedRoute {
  readonly routeKey: string;
  /** Absent where the route asks for no token. */
  readonly authorizer?: Pick<JwtAuthorizerModel, 'issuer' | 'audience' | 'identitySource'>;
  /** Any one of them will do; none where any valid token will. */
  readonly scopes: readonly string[];
  /** Why no scope, or no token, is asked for. */
  readonly reason?: string;
}

/** The world that a token is judged in. */
export interface Judgement extends Pick<Failure, 'isLaptop' | 'app' | 'environments'> {
  /** The keys of an issuer. */
  keysOf(issuer: string): KeySource;
  /** The clock of the decision, in milliseconds since 1970. */
  readonly at: number;
}

/** The decision on a route that asks for no token. */
export const PUBLIC: DecisionView = { allowed: true, checks: [] };

/** Has the gateway's own authorizer decide about a token, route by route. @param token - empty for none */
export async function explainAnswer(
  token: string,
  routes: readonly JudgedRoute[],
  judgement: Judgement,
): Promise<ExplainAnswer> {
  const facts = tokenFacts(token);
  const answers: { readonly routeKey: string; readonly decision: DecisionView }[] = [];
  for (const route of routes) {
    // One after the other, so that the keys are fetched once.
    answers.push({ routeKey: route.routeKey, decision: await decisionOn(token, route, judgement) });
  }
  const passed = answers.flatMap(({ routeKey, decision: { allowed, checks } }) =>
    allowed && checks.length > 0 ? [routeKey] : [],
  );
  const { at, app } = judgement;
  return { token: tokenView(facts, at), at, routes: answers, notes: notesOn(facts, passed, { app, isOffline: false }) };
}

/** The decision of one route. */
export async function decisionOn(token: string, route: JudgedRoute, judgement: Judgement): Promise<DecisionView> {
  const { authorizer, scopes } = route;
  if (authorizer === undefined) {
    return PUBLIC;
  }
  const { at } = judgement;
  const judge = createJwtAuthorizer(authorizer, { keys: judgement.keysOf(authorizer.issuer), now: () => at });
  const decision = await judge.authorize(requestWith(token, authorizer.identitySource), scopes);
  return decisionView(decision, adviceContext(tokenFacts(token), route, judgement));
}

/** The facts that the advice on a decision of a route depends on. */
export function adviceContext(
  token: TokenFacts,
  { authorizer, scopes }: Pick<JudgedRoute, 'authorizer' | 'scopes'>,
  { isLaptop, app, environments, at }: Omit<Judgement, 'keysOf'>,
): Omit<Failure, 'check'> {
  const trusted = { issuer: authorizer?.issuer ?? '', clientIds: authorizer?.audience ?? [] };
  return { token, trusted, scopes, isLaptop, app, environments, at };
}
