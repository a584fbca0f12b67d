import { useState } from 'preact/hooks';
import { hold } from './actions';

/** A token of one's own. It goes to the console's server on this machine, and is kept nowhere but in this tab. */
export function PasteToken() {
  const [text, setText] = useState('');
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const token = text.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
    if (token !== '') {
      hold({ token, name: 'pasted', what: 'your own; kept in this tab only, and gone when it is reloaded' });
      setText('');
    }
  };
  return (
    <form class="form" onSubmit={onSubmit}>
      <label>
        A token of your own
        <textarea
          class="mono"
          rows={5}
          value={text}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <p class="hint">It stays in the memory of this tab: nothing stores or logs it.</p>
      <button type="submit" disabled={text.trim() === ''}>
        Use this token
      </button>
    </form>
  );
}
