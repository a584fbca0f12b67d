import { shownSteps } from './flow-steps';
import { Copy, Section, Status } from './parts';
import { store } from './state';
import { laidOut, outputText, plural } from './words';

/** The response as it came. */
export function ResponsePart() {
  const answer = store.use(({ sent, detail }) => detail?.response ?? sent?.answer);
  const isAhead = store.use(({ sent, selected }) => selected === undefined && !sent);
  const differences = store.use(({ sent, selected }) =>
    selected === undefined || sent?.answer.requestId === selected ? sent?.answer.differences : undefined,
  );
  if (isAhead) {
    return null;
  }
  return (
    <Section
      id="response"
      title="Response"
      aside={answer && answer.body !== '' && <Copy text={() => answer.body} label="Copy body" />}
    >
      {answer ? (
        <>
          <p class="response-line">
            <Status code={answer.status} withWords />
            {answer.isBase64 && <span class="hint"> not text: shown as base64</span>}
            {!answer.isWhole && <span class="hint"> a long body: this is its first part</span>}
          </p>
          {differences && differences.length > 0 && (
            <p class="trouble" role="alert">
              Not what openapi.json tells callers: {differences.join('; ')}.
            </p>
          )}
          {answer.body === '' ? <p class="empty">No body.</p> : <Json text={answer.body} />}
          <details class="fold">
            <summary>{plural(answer.headers.length, 'header')}</summary>
            <dl class="pairs">
              {answer.headers.map(([name, value], index) => (
                <div key={`${name} ${index}`}>
                  <dt>
                    <code>{name}</code>
                  </dt>
                  <dd>
                    <code>{value}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        </>
      ) : (
        <p class="empty">The log does not hold it.</p>
      )}
    </Section>
  );
}

/** The function's event and output. */
export function FunctionPart() {
  const event = store.use(({ selected, detail }) => (selected === undefined ? undefined : detail?.event));
  const output = store.use(
    ({ selected, entries, detail }) =>
      (entries.find(({ requestId }) => requestId === selected) ?? detail?.entry)?.output,
  );
  const hasRun = store.use(
    (state) => shownSteps(state).steps.find(({ name }) => name === 'function runs')?.state !== 'not taken',
  );
  const isShown = store.use(({ selected }) => selected !== undefined);
  if (!isShown) {
    return null;
  }
  return (
    <Section id="function" title="Function">
      {!hasRun && <p class="empty">The function never ran.</p>}
      {output && output.length > 0 && (
        <>
          <h3>It printed</h3>
          <pre class="output">{output.map((line) => `${outputText(line)}\n`)}</pre>
        </>
      )}
      {event !== undefined && (
        <details class="fold">
          <summary>The event it got</summary>
          <Json text={event} />
        </details>
      )}
      {output && output.length > 0 && (
        <details class="fold">
          <summary>Its lines as they are</summary>
          <pre class="output">{output.join('\n')}</pre>
        </details>
      )}
    </Section>
  );
}

/** The most that is shown of a body, in characters. */
const MAX_SHOWN = 100_000;
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/gi;

/** JSON, laid out and coloured; other text as it is. */
function Json({ text }: { readonly text: string }) {
  const whole = laidOut(text);
  const shown = whole.slice(0, MAX_SHOWN);
  const isJson = /^\s*[[{"]/.test(shown);
  const parts: (string | preact.JSX.Element)[] = [];
  let end = 0;
  for (const match of isJson ? shown.matchAll(TOKENS) : []) {
    const [part, string, colon] = match;
    parts.push(
      shown.slice(end, match.index),
      <span class={colon ? 'name' : string ? 'string' : 'value'}>{colon ? string : part}</span>,
      colon ?? '',
    );
    end = match.index + part.length;
  }
  return (
    <pre class="json">
      {parts}
      {shown.slice(end)}
      {whole.length > MAX_SHOWN && `\n… and ${plural(whole.length - MAX_SHOWN, 'character')} more`}
    </pre>
  );
}
