import type { CheckView } from '../protocol';
import { lookAhead, sendAgain } from './actions';
import { Decision } from './decision';
import { Flow } from './flow';
import { shownDecision } from './lit';
import { Status } from './parts';
import { targetOf } from './request-draft';
import { FunctionPart, ResponsePart } from './response';
import { type Held, store } from './state';
import { clockText, millisecondsText } from './words';

/** The decision, the flow and the answer of the request that is shown. */
export function Outcome() {
  const shown = store.use(({ selected, detail, sent }) =>
    selected === undefined ? (sent ? `sent at ${sent.at}` : 'ahead') : detail?.entry.requestId,
  );
  return (
    <div class="outcome" data-outcome={shown}>
      <Verdict />
      <div class="outcome-columns">
        <Decision />
        <div class="outcome-column">
          <Flow />
          <ResponsePart />
          <FunctionPart />
        </div>
      </div>
    </div>
  );
}

function Verdict() {
  const selected = store.use((state) => state.selected);
  const sent = store.use((state) => state.sent);
  return <div class="verdict">{selected === undefined && !sent ? <Ahead /> : <Happened />}</div>;
}

/** As high as a line. */
const NOTHING = '\xa0';

function Ahead() {
  const draft = store.use((state) => state.draft);
  const held = store.use((state) => state.held);
  const decision = store.use(shownDecision);
  const isKnown = store.use((state) => state.explained !== undefined);
  const failed = decision?.checks.find(({ result }) => result === 'fail');
  return (
    <>
      <p class="verdict-line">
        {!decision ? (
          <strong>No decision yet</strong>
        ) : decision.allowed ? (
          <strong class="good">Would pass</strong>
        ) : (
          <strong class="bad">
            Would be refused: {decision.status}
            {failed && `, ${failed.name}`}
          </strong>
        )}
      </p>
      {!isKnown && <p class="verdict-evidence">{NOTHING}</p>}
      {failed && <Evidence check={failed} />}
      <p class="hint">
        {isKnown ? (
          <>
            Nothing is sent yet: <code>{`${draft.method} ${targetOf(draft)}`}</code>{' '}
            {held.token === '' ? 'without a token' : <Tag held={held} />}.
          </>
        ) : (
          NOTHING
        )}
      </p>
    </>
  );
}

function Happened() {
  const sent = store.use((state) => state.sent);
  const detail = store.use((state) => state.detail);
  const held = store.use((state) => state.held);
  const shown = detail
    ? { ...detail.entry, target: detail.request.target }
    : sent && { ...sent, status: sent.answer.status, durationMs: sent.answer.durationMs, failedCheck: undefined };
  if (!shown) {
    return null;
  }
  const decision = detail?.decision ?? sent?.answer.decision;
  const failed = decision?.checks.find(({ result }) => result === 'fail');
  return (
    <>
      <p class="verdict-line">
        <Status code={shown.status} withWords />
        <span>
          {failed ? (
            <>
              refused by the check <strong>{failed.name}</strong>
            </>
          ) : (
            (detail?.entry.reason ?? '')
          )}
        </span>
      </p>
      {failed && <Evidence check={failed} />}
      <p class="hint">
        <code>{`${shown.method} ${shown.target}`}</code> at {clockText(shown.at)}, {millisecondsText(shown.durationMs)}
      </p>
      <p class="verdict-actions">
        {detail && (
          <button
            type="button"
            title={
              detail.request.isWhole
                ? 'With the token you hold now: the log keeps none'
                : 'The log does not hold all of its body'
            }
            disabled={!detail.request.isWhole}
            onClick={() => void sendAgain(detail)}
          >
            Send it again{held.token === '' ? ' without a token' : <Tag held={held} />}
          </button>
        )}
        <button type="button" class="quiet" onClick={lookAhead}>
          Back to the request
        </button>
      </p>
    </>
  );
}

function Evidence({ check: { found, expected } }: { readonly check: CheckView }) {
  return (
    <p class="verdict-evidence">
      found <code>{found}</code>, expected <code>{expected}</code>
    </p>
  );
}

function Tag({ held }: { readonly held: Held }) {
  return (
    <>
      {' with '}
      <code class="tag">{held.name}</code>
    </>
  );
}
