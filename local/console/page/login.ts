import type { LoginDone, LoginWish } from '../protocol';
import { attempt, holdAnswer } from './actions';
import { server } from './api';

/** Interval at which the page looks whether the window was closed, in milliseconds. */
const LOOK_MS = 500;

/** Gets a token for whoever signs in at the stand-in's login page, in a window of its own. */
export async function signIn(wish: LoginWish): Promise<void> {
  // At once, while the browser knows that a person asked for it.
  const opened = window.open('about:blank', 'console-login', 'popup,width=480,height=640');
  await attempt(async () => {
    if (!opened) {
      throw new Error('The browser opens no window for the login page: let this page open windows, and try again.');
    }
    try {
      const { url, state } = await server.beginLogin(wish);
      opened.location.href = url;
      const code = await codeFrom(opened, state);
      holdAnswer(await server.endLogin({ state, code }), 'signed in');
    } finally {
      opened.close();
    }
  });
}

function codeFrom(opened: Window, state: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearInterval(look);
      window.removeEventListener('message', take);
      settle();
    };
    const take = ({ origin, data }: MessageEvent<LoginDone | undefined>) => {
      if (origin !== location.origin || data?.state !== state) {
        return;
      }
      if (data.kind === 'login done') {
        end(() => resolve(data.code));
      } else if (data.kind === 'login failed') {
        end(() => reject(new Error(`Nobody was signed in: ${data.error}`)));
      }
    };
    const look = setInterval(() => {
      if (opened.closed) {
        // The message of a window that closes itself may be on its way.
        setTimeout(() => end(() => reject(new Error('The window was closed before anybody had signed in.'))), LOOK_MS);
      }
    }, LOOK_MS);
    window.addEventListener('message', take);
  });
}
