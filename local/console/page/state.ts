import type { ExplainAnswer, LogDetail, LogEntry, Overview, SendAnswer } from '../protocol';
import { createStore } from './store';

/** The request that is being written. */
export interface Draft {
  readonly method: string;
  /** Path and query; `{name}` stands for a parameter. */
  readonly target: string;
  readonly params: Readonly<Record<string, string>>;
  /** `name: value`, one a line. */
  readonly headers: string;
  readonly body: string;
}

/** The token that the next request is sent with. It lives in this tab's memory alone. */
export interface Held {
  /** Empty for none. */
  readonly token: string;
  /** A short name: `expired`, `alice`. */
  readonly name: string;
  /** A sentence. */
  readonly what: string;
}

export const NO_TOKEN: Held = { token: '', name: 'no token', what: 'the request is sent without Authorization' };

/** The request that is shown with its outcome. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly routeKey?: string;
  readonly hasToken: boolean;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly answer: SendAnswer;
}

/** A check of the decision, or a member of the token, that is pointed at. */
export type Pointed =
  | { readonly kind: 'check'; readonly name: string }
  | { readonly kind: 'member'; readonly part: 'header' | 'claims'; readonly name: string };

export interface State {
  readonly overview?: Overview;
  readonly link: 'connecting' | 'live' | 'lost';
  /** Why the server does not want this page. Nothing else is shown then. */
  readonly shut?: string;

  /** The route that was picked. */
  readonly routeKey?: string;
  readonly draft: Draft;
  readonly held: Held;
  /** Would the held token pass. */
  readonly explained?: ExplainAnswer;
  /** The one that was asked about: another than the held one while the answer is on its way. */
  readonly explainedOf?: Held;
  readonly isSending: boolean;

  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  /** Those from before the page was opened are among them. */
  readonly isLogRead: boolean;
  /** The entry of the log that is shown; undefined for a look ahead at the request that is being written. */
  readonly selected?: string;
  readonly detail?: LogDetail;
  /** The last answer that no entry of the log tells more about. */
  readonly sent?: Sent;

  readonly pointed?: Pointed;
  /** Kept by a click or a tap when nothing is pointed at. */
  readonly pinned?: Pointed;

  /** For screen readers: the last outcome. */
  readonly said: string;
  /** The last thing that went wrong between page and server. */
  readonly trouble?: string;
}

export const store = createStore<State>({
  link: 'connecting',
  draft: { method: 'GET', target: '/', params: {}, headers: '', body: '' },
  held: NO_TOKEN,
  isSending: false,
  entries: [],
  isLogRead: false,
  said: '',
});

/** The highlighted check or member of the token: by pointing, or else by the last click. */
export function litBy({ pointed, pinned }: State): Pointed | undefined {
  return pointed ?? pinned;
}
