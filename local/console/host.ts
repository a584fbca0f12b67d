import type {
  ExplainAnswer,
  FaultWish,
  LogDetail,
  LogEntry,
  LoginBegin,
  LoginEnd,
  LoginWish,
  Overview,
  SendAnswer,
  SendWish,
  TokenAnswer,
  TokenWish,
} from './protocol';

/**
 * The API behind the console: one of `npm start`, or a deployment. Where it cannot have something, a member is absent, and
 * the page shows nothing of it.
 *
 * A method rejects with a {@link ConsoleFault}, or with an error that lists its `faults`, where a person can mend it.
 */
export interface ConsoleHost {
  overview(): Promise<Overview>;
  /** Calls back after each change of the overview. */
  onChange(listener: () => void): void;
  /** @param token - empty for none */
  explain(token: string): Promise<ExplainAnswer>;
  send(wish: SendWish): Promise<SendAnswer>;
  makeToken?(wish: TokenWish): TokenAnswer;
  readonly login?: LoginHost;
  readonly log?: LogHost;
  causeFault?(wish: FaultWish): Promise<void>;
}

/** The requests of the API, none of which holds a token. */
export interface LogHost {
  /** Oldest first. */
  entries(): readonly LogEntry[];
  /** Undefined where it is not held, or no more. */
  detail(requestId: string): Promise<LogDetail | undefined>;
  /**
   * Calls back with those that are new or have changed, together: in turn, and not for each.
   *
   * @returns ends it
   */
  onEntries(listener: (entries: readonly LogEntry[]) => void): () => void;
}

/** Signs users in at the issuer, whose login page is shown through the console. */
export interface LoginHost {
  /** @param origin - of the console as the browser names it: `http://127.0.0.1:3001` */
  begin(wish: LoginWish, origin: string): LoginBegin;
  end(wish: LoginEnd): Promise<TokenAnswer>;
  /** True where a login with this state was begun and has not ended. */
  isUnderWay(state: string): boolean;
  /** The way to the issuer. */
  readonly issuer: LoginIssuer;
}

/** Paths of the issuer's login below the console's own origin. */
export const LOGIN_MOUNT = '/login/issuer';

/** An issuer as a browser meets it on its way through a login. */
export interface LoginIssuer {
  /** Scheme, host and port that its URLs have. */
  readonly origin: string;
  readonly connectTo: { readonly host: string; readonly port: number };
  /** The certificate to trust, as PEM. */
  readonly ca: string;
  readonly authorizePath: string;
  readonly loginPath: string;
}

/** A wish that cannot be granted, in words for people. */
export class ConsoleFault extends Error {
  override readonly name = 'ConsoleFault';
  /** Of the answer. 400: the wish makes no sense. 404: there is no such thing. 409: something is in the way. 502: no answer. */
  readonly status: 400 | 404 | 409 | 502;

  constructor(message: string, { status, ...options }: ErrorOptions & Pick<ConsoleFault, 'status'>) {
    super(message, options);
    this.status = status;
  }
}
