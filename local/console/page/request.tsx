import { edit, send } from './actions';
import { Copy, Section } from './parts';
import { curlOf, METHODS, paramsOf, wishOf } from './request-draft';
import { type Draft, store } from './state';
import { plural } from './words';

/** The request that is being written. */
export function Request() {
  const draft = store.use((state) => state.draft);
  const isSending = store.use((state) => state.isSending);
  const hasBody = draft.body !== '' || !['GET', 'HEAD'].includes(draft.method);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void sendAndShow();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void sendAndShow();
    }
  };
  return (
    <Section id="request" title="Request" aside={<Copy label="Copy as curl" text={curl} />}>
      <form class="form request" onSubmit={onSubmit} onKeyDown={onKeyDown}>
        <div class="request-line">
          <select
            aria-label="Method"
            class="mono"
            value={draft.method}
            onChange={({ currentTarget }) => edit({ method: currentTarget.value })}
          >
            {METHODS.map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
          <input
            aria-label="Path and query"
            class="mono"
            value={draft.target}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            required
            pattern="/.*"
            title="A path that begins with /"
            onInput={({ currentTarget }) => edit({ target: currentTarget.value })}
          />
          <button
            type="submit"
            class="primary"
            aria-disabled={isSending}
            title="Ctrl Enter, or ⌘ Enter"
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            Send
          </button>
        </div>
        <Parameters />
        <Authorization />
        <details class="fold">
          <summary>
            {hasBody ? 'Headers and body' : 'Headers'}
            <span class="hint"> {partsText(draft)}</span>
          </summary>
          <div class="form">
            <label>
              Headers, one a line
              <textarea
                class="mono"
                rows={Math.max(1, Math.min(4, draft.headers.split('\n').length))}
                value={draft.headers}
                spellcheck={false}
                autocomplete="off"
                placeholder="name: value"
                onInput={({ currentTarget }) => edit({ headers: currentTarget.value })}
              />
            </label>
            {hasBody && (
              <label>
                Body
                <textarea
                  class="mono"
                  rows={Math.max(3, Math.min(7, draft.body.split('\n').length))}
                  value={draft.body}
                  spellcheck={false}
                  autocomplete="off"
                  onInput={({ currentTarget }) => edit({ body: currentTarget.value })}
                />
              </label>
            )}
          </div>
        </details>
      </form>
    </Section>
  );
}

/** Sends, and where the page is one column goes to the outcome. */
async function sendAndShow(): Promise<void> {
  await send();
  if (matchMedia('(width < 44rem)').matches) {
    document.querySelector('.verdict')?.scrollIntoView();
  }
}

function partsText({ headers, body }: Draft): string {
  const count = headers.split('\n').filter((line) => line.trim() !== '').length;
  const parts = [count > 0 && plural(count, 'header'), body !== '' && `a body of ${plural(body.length, 'character')}`];
  return parts.filter(Boolean).join(', ') || 'none';
}

function curl(): string {
  const { overview, draft, held } = store.get();
  return curlOf(overview?.api.url ?? '', wishOf(draft, held));
}

function Parameters() {
  const { target, params } = store.use((state) => state.draft);
  return (
    <>
      {paramsOf(target).map((name) => (
        <label key={name} class="parameter">
          <code>{`{${name}}`}</code>
          <input
            class="mono"
            value={params[name] ?? ''}
            required
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => edit({ params: { ...params, [name]: currentTarget.value } })}
          />
        </label>
      ))}
    </>
  );
}

function Authorization() {
  const held = store.use((state) => state.held);
  return (
    <p class="authorization">
      <span class="hint">Authorization</span>
      {held.token === '' ? (
        <span>none</span>
      ) : (
        <span>
          <code>Bearer</code> <code class="tag">{held.name}</code>
        </span>
      )}
    </p>
  );
}
