import type { DecisionView, TokenView } from '../protocol';
import { litBy, type State } from './state';

/** The decision that is shown: the one that was made, or the one that would be. */
export function shownDecision(state: State): DecisionView | undefined {
  const { selected, detail, sent, explained, routeKey } = state;
  if (selected !== undefined) {
    return detail?.entry.requestId === selected ? detail.decision : undefined;
  }
  return sent ? sent.answer.decision : explained?.routes.find((route) => route.routeKey === routeKey)?.decision;
}

/** The token that is shown taken apart: that of the request that is shown, or the one that is held. */
export function shownToken(state: State): TokenView | undefined {
  const { selected, detail, explained } = state;
  return selected === undefined ? explained?.token : detail?.entry.requestId === selected ? detail.token : undefined;
}

/** The key that the check that is lit up used. */
export function usedKid(state: State): string | undefined {
  const lit = litBy(state);
  return lit?.kind === 'check' ? shownDecision(state)?.checks.find(({ name }) => name === lit.name)?.kid : undefined;
}

/** The members that are lit up, as `header kid claims exp`. */
export function litMembers(state: State): string {
  const lit = litBy(state);
  if (lit?.kind !== 'check') {
    return lit ? `${lit.part} ${lit.name}` : '';
  }
  const check = shownDecision(state)?.checks.find(({ name }) => name === lit.name);
  return (check?.looksAt ?? []).map(({ part, name }) => `${part} ${name}`).join('\n');
}

/** The names of the checks that are lit up, a line each. */
export function litChecks(state: State): string {
  const lit = litBy(state);
  if (lit?.kind !== 'member') {
    return lit?.name ?? '';
  }
  return (shownDecision(state)?.checks ?? [])
    .filter(({ looksAt }) => looksAt.some(({ part, name }) => part === lit.part && name === lit.name))
    .map(({ name }) => name)
    .join('\n');
}
