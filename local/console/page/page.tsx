import { Faults } from './faults';
import { Log } from './log';
import { Outcome } from './outcome';
import { Request } from './request';
import { Routes } from './routes';
import { store } from './state';
import { TokenApart } from './token-view';
import { Tokens } from './tokens';
import { Top } from './top';

/** All of the page. Before the overview has come its parts stand empty in their places: it is the shell of the document. */
export function Page() {
  const shut = store.use((state) => state.shut);
  const isDeployed = store.use((state) => state.overview?.api.isDeployed);
  if (shut !== undefined) {
    return <Shut why={shut} />;
  }
  return (
    <>
      <Top />
      <Jumps isDeployed={isDeployed} />
      <main class={isDeployed ? 'main without-log' : 'main'}>
        <div class="pane pane-pick">
          <Routes />
          <Tokens />
          <Faults />
        </div>
        <div class="pane pane-request">
          <Request />
          <TokenApart />
        </div>
        <div class="pane pane-outcome">
          <Outcome />
        </div>
        <div class="pane pane-log">
          <Log />
        </div>
      </main>
      <Trouble />
      <Said />
    </>
  );
}

/** Ways to the parts of the page: where it is one column, and elsewhere for the keyboard, to pass over long lists. */
function Jumps({ isDeployed = false }) {
  const places = ['Routes', 'Tokens', 'Request', 'Token', 'Decision', 'Flow', ...(isDeployed ? [] : ['Log'])];
  return (
    <nav class="jumps" aria-label="Parts of the page">
      {places.map((place) => (
        <a
          key={place}
          href={`#${place.toLowerCase()}`}
          onClick={(event) => {
            // What stands after # in the address is the secret.
            event.preventDefault();
            const part = document.getElementById(place.toLowerCase());
            part?.scrollIntoView();
            part?.focus({ preventScroll: true });
          }}
        >
          {place}
        </a>
      ))}
    </nav>
  );
}

function Shut({ why }: { readonly why: string }) {
  return (
    <main class="shut">
      <h1>The console is shut</h1>
      <p>{why}</p>
      <p>
        Open the address that <code>npm start</code> prints, whole: it ends with a secret after #, so that no other page
        can come in.
      </p>
    </main>
  );
}

function Trouble() {
  const trouble = store.use((state) => state.trouble);
  return (
    <div class="troubles" role="alert">
      {trouble && (
        <p class="trouble">
          {trouble}
          <button type="button" class="quiet" onClick={() => store.set({ trouble: undefined })}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}

/** The outcome, for screen readers. */
function Said() {
  const said = store.use((state) => state.said);
  return (
    <p class="sr-only" role="status" data-said>
      {said}
    </p>
  );
}
