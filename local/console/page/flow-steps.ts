import type { DecisionView, FlowStep } from '../protocol';
import { shownDecision } from './lit';
import type { State } from './state';
import { STATUS_WORDS } from './words';

/** The steps of the request that is shown. */
export interface ShownSteps {
  readonly steps: readonly FlowStep[];
  /** `ahead`: nothing was sent, this is the way it would go. */
  readonly kind: 'measured' | 'followed' | 'ahead';
}

/** The steps as the gateway measured them; those of a deployment, or of a request not sent, as the decision tells them. */
export function shownSteps(state: State): ShownSteps {
  const { selected, detail, sent, held, explained } = state;
  if (selected !== undefined) {
    return { steps: detail?.entry.requestId === selected ? detail.steps : [], kind: 'measured' };
  }
  const decision = shownDecision(state);
  return sent
    ? {
        kind: 'followed',
        steps: stepsOf(decision, {
          hasToken: sent.hasToken,
          status: sent.answer.status,
          milliseconds: sent.answer.durationMs,
        }),
      }
    : { kind: 'ahead', steps: explained ? stepsOf(decision, { hasToken: held.token !== '' }) : [] };
}

interface Facts {
  readonly hasToken: boolean;
  readonly status?: number;
  readonly milliseconds?: number;
}

function stepsOf(decision: DecisionView | undefined, { hasToken, status, milliseconds }: Facts): FlowStep[] {
  const failed = decision?.checks.find(({ result }) => result === 'fail');
  const isAsked = (decision?.checks.length ?? 0) > 0;
  const discovery = decision?.checks.find(({ name }) => name === 'discovery');
  const isRefused = decision?.allowed === false;
  const answered = status ?? decision?.status;
  const step = (name: FlowStep['name'], isTaken: boolean, note?: string): FlowStep => ({
    name,
    state: isTaken ? 'taken' : 'not taken',
    ...(note !== undefined && { note }),
  });
  return [
    step('client gets a token', hasToken, hasToken ? undefined : 'no token'),
    step('client calls the API', true),
    step('gateway finds the route', true),
    step('discovery and keys', isAsked && discovery !== undefined && discovery.result !== 'not reached'),
    step('token is checked', isAsked, failed ? `refused: ${failed.name}` : isAsked ? 'passed' : 'public route'),
    step('function runs', !isRefused, isRefused ? 'the function never ran' : undefined),
    {
      ...step('answer', true, answered === undefined ? undefined : `${answered} ${STATUS_WORDS[answered] ?? ''}`),
      ...(milliseconds !== undefined && { milliseconds }),
    },
  ];
}
