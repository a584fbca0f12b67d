import type { LoginWish } from '../protocol';
import { attempt, holdAnswer } from './actions';
import { server } from './api';

/** How the window in which one signs in tells the page of the code. */
const CHANNEL = 'console-login';
const DONE = '/login/done';

interface Done {
  readonly state: string | null;
  readonly code: string | null;
  readonly error: string | null;
}

/**
 * Runs instead of the page in the window in which one signed in: hands code and state to the page, and closes.
 *
 * @returns whether this is that window
 */
export function endLoginWindow(): boolean {
  if (location.pathname !== DONE) {
    return false;
  }
  const query = new URLSearchParams(location.search);
  const done: Done = {
    state: query.get('state'),
    code: query.get('code'),
    error: query.get('error_description') ?? query.get('error'),
  };
  history.replaceState(null, '', DONE);
  new BroadcastChannel(CHANNEL).postMessage(done);
  document.body.textContent = 'You are signed in. This window can be closed.';
  window.close();
  return true;
}

/**
 * Gets a token for whoever signs in at the stand-in's login page.
 *
 * @returns ends the wait
 */
export async function signIn(wish: LoginWish): Promise<void> {
  // At once, while the browser knows that a person asked for it.
  const opened = window.open('about:blank', 'console-login', 'popup,width=480,height=640');
  const begun = await attempt(() => server.beginLogin(wish));
  if (!begun || !opened) {
    opened?.close();
    return;
  }
  const code = codeFor(begun.state);
  opened.location.href = begun.url;
  await attempt(async () => holdAnswer(await server.endLogin({ state: begun.state, code: await code }), 'signed in'));
}

function codeFor(state: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<Done>) => {
      if (data.state !== state) {
        return;
      }
      channel.close();
      if (data.code === null) {
        reject(new Error(`Nobody signed in: ${data.error ?? 'no code came back'}.`));
      } else {
        resolve(data.code);
      }
    };
  });
}
