import type { CheckView } from '../protocol';
import { pin, point } from './actions';
import { litChecks, shownDecision } from './lit';
import { classes, Icon, Section } from './parts';
import { store } from './state';

/** The checks from first to last. */
export function Decision() {
  const decision = store.use(shownDecision);
  const isAhead = store.use((state) => state.selected === undefined && !state.sent);
  const isBusy = store.use((state) => isAhead && state.explainedOf !== state.held);
  const notes = store.use((state) => state.explained?.notes);
  const lit = store.use(litChecks).split('\n');
  const isKnown = store.use((state) => !isAhead || state.explained !== undefined);
  const checks = decision?.checks ?? [];
  const decided = checks.findIndex(({ result }) => result === 'fail');
  const passed = checks.filter(({ result }) => result === 'pass').length;
  return (
    <Section
      id="decision"
      isBusy={isBusy}
      title="Decision"
      aside={
        checks.length > 0 && (
          <span class="hint">
            {passed} of {checks.length} checks {isAhead ? 'would pass' : 'passed'}
          </span>
        )
      }
    >
      {isKnown && checks.length === 0 && (
        <p class="empty">
          {decision?.allowed ? 'A public route: no authorizer is asked.' : 'No authorizer was asked about it.'}
        </p>
      )}
      <ol class="rail">
        {checks.map((check, index) => (
          <CheckItem
            key={check.name}
            check={check}
            isDeciding={index === decided}
            isAfter={decided !== -1 && index > decided}
            isLit={lit.includes(check.name)}
          />
        ))}
      </ol>
      {isAhead && decision?.allowed && checks.length > 0 && notes && notes.length > 0 && (
        <div class="notes">
          <h3>What API Gateway does not look at</h3>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

const RESULTS = { pass: 'passed', fail: 'failed', 'not reached': 'not reached' } as const;

interface CheckProps {
  readonly check: CheckView;
  /** The first that failed: the others do not matter any more. */
  readonly isDeciding: boolean;
  readonly isAfter: boolean;
  readonly isLit: boolean;
}

function CheckItem({ check, isDeciding, isAfter, isLit }: CheckProps) {
  const { name, result, found, expected, advice = [], looksAt, kid } = check;
  const pointed = { kind: 'check', name } as const;
  const looked = [
    ...looksAt.map((at) => `${at.part === 'header' ? 'header' : 'claim'} ${at.name}`),
    ...(kid ? ['key'] : []),
  ];
  return (
    <li
      class={classes(
        'check',
        `check-${result.replace(' ', '-')}`,
        isDeciding && 'is-deciding',
        isAfter && 'is-after',
        isLit && 'is-lit',
      )}
      data-check={name}
      data-result={result}
      onPointerEnter={() => point(pointed)}
      onPointerLeave={() => point(undefined)}
    >
      <span class="check-mark">
        <Icon shape={result} />
      </span>
      <button
        type="button"
        class="check-name"
        onFocus={() => point(pointed)}
        onBlur={() => point(undefined)}
        onClick={() => pin(pointed)}
      >
        {name}
        <span class="sr-only">
          {' '}
          {RESULTS[result]}
          {looked.length > 0 && `, looks at ${looked.join(', ')}`}
        </span>
      </button>
      {result === 'not reached' ? (
        <span class="check-evidence hint">not reached</span>
      ) : (
        <div class="check-evidence">
          <span class="found">
            <span class="sr-only">found </span>
            {found}
          </span>
          {found !== expected && (
            <span class="expected">
              <span class="expected-word">expected</span> {expected}
            </span>
          )}
          {advice.length > 0 && (
            <div class="advice">
              <h3>{isDeciding ? 'What to do' : 'What to do then'}</h3>
              <ul>
                {advice.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </li>
  );
}
