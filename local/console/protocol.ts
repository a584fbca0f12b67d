/*
 * The messages between the console's server and its page: JSON, with times in milliseconds since 1970. Types only, so that
 * the page can import this file without any of the server.
 *
 * The server serves `/`, a document in which the page stands as it is before it knows anything (page/shell.tsx), with its
 * styles and a script that is run before anything is shown (page/early.ts); the script of page/main.tsx is at a path with a
 * hash. The secret is in the fragment of the URL, `http://127.0.0.1:3001/#SECRET`: the page reads it from there, and puts it
 * into the header below. A `POST` has the content type `application/json`. The Content-Security-Policy lets nothing in but
 * what this origin serves, and by their hashes the one script and the one style within the document; no other inline style
 * (`element.style` is no inline style).
 */

/** The header with the secret of the console, which every request below `/api/` carries. */
export type SecretHeader = 'x-console-secret';

/** `GET /api/overview`: everything but the log. Sent again as an event whenever a part of it changes. */
export interface Overview {
  readonly api: {
    readonly name: string;
    /** The address of the API, without a slash at the end. */
    readonly url: string;
    /** The environment of config/environments.ts, or the folder of the assembly that is served. */
    readonly environment: string;
    /** True for `npm run console`: there is no log, no reload and no fault to play with. */
    readonly isDeployed: boolean;
  };
  readonly issuer?: IssuerView;
  readonly routes: readonly RouteView[];
  /** The last reload. Absent before the first. */
  readonly reload?: ReloadView;
  /** Parts of the template that are not emulated, a sentence each. */
  readonly notEmulated: readonly string[];
  /** Absent where there is no stand-in to make tokens. */
  readonly tokens?: TokenOffer;
  /** Absent for a deployment. */
  readonly faults?: FaultsView;
}

/** The issuer whose tokens the API accepts. */
export interface IssuerView {
  readonly url: string;
  readonly isStandIn: boolean;
  readonly audience: readonly string[];
  /** The key set as the issuer publishes it now. Empty while it cannot be read, with the reason. */
  readonly keys: readonly KeyView[];
  readonly keysError?: string;
}

export interface KeyView {
  readonly kid: string;
  readonly kty: string;
  readonly alg?: string;
  readonly use?: string;
  /** The length of an RSA modulus. */
  readonly bits?: number;
}

export interface RouteView {
  /** `POST /quotes`. */
  readonly routeKey: string;
  readonly access:
    | { readonly kind: 'public'; readonly reason?: string }
    | { readonly kind: 'any token'; readonly reason?: string }
    | { readonly kind: 'scopes'; readonly anyOf: readonly string[] };
  /** The route has no code yet. */
  readonly isCodeMissing: boolean;
  /** The reason why it is answered 501. */
  readonly notEmulated?: string;
  /** A body that the route takes, as text. */
  readonly exampleBody?: string;
}

export type ReloadView =
  | { readonly ok: true; readonly at: number; readonly lines: readonly string[] }
  /** The last good version is still served. The message names file and line where it can. */
  | { readonly ok: false; readonly at: number; readonly message: string };

/** The tokens that the stand-in can make. */
export interface TokenOffer {
  readonly named: readonly {
    readonly name: string;
    readonly group: 'good' | 'wrong' | 'forged';
    /** A sentence. */
    readonly what: string;
  }[];
  readonly clientIds: readonly string[];
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly scopes: readonly string[];
  }[];
  readonly scopes: readonly string[];
  /** Releases of WSO2 IS whose shape a token can have, oldest first. */
  readonly releases: readonly string[];
}

/** `POST /api/token`. */
export type TokenWish =
  | { readonly kind: 'named'; readonly name: string }
  /** As the issuer gives it for client credentials, or for a user without a login page. */
  | {
      readonly kind: 'minted';
      readonly clientId: string;
      readonly username?: string;
      readonly scopes: readonly string[];
      readonly release: string;
      /** In seconds. */
      readonly lifetime: number;
    };

/** The answer to {@link TokenWish} and to {@link LoginEnd}. */
export interface TokenAnswer {
  readonly token: string;
  /** One sentence. */
  readonly what: string;
}

/**
 * `POST /api/login`: begins an authorization code grant with PKCE. The page opens `url` in a window (with an opener), which
 * shows the stand-in's login page through the console's own origin, so that no warning of a certificate stands in the way. It
 * ends at `/login/done`, which hands a {@link LoginDone} to its opener by `postMessage`, and closes.
 */
export interface LoginWish {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

export interface LoginBegin {
  readonly url: string;
  readonly state: string;
}

/** The data of the message of the login's window to its opener, of the console's own origin. */
export type LoginDone =
  | { readonly kind: 'login done'; readonly state: string; readonly code: string }
  /** The user was not signed in. */
  | { readonly kind: 'login failed'; readonly state: string; readonly error: string };

/** `POST /api/login/end`: exchanges the code, answered with a {@link TokenAnswer}. */
export interface LoginEnd {
  readonly state: string;
  readonly code: string;
}

/** `POST /api/explain`: would this token pass, on all routes at once. Sends nothing to the API. */
export interface ExplainWish {
  /** Empty for no token. */
  readonly token: string;
}

export interface ExplainAnswer {
  readonly token: TokenView;
  /** The clock of the decision. */
  readonly at: number;
  readonly routes: readonly { readonly routeKey: string; readonly decision: DecisionView }[];
  /** A sentence each on things that API Gateway does not look at. */
  readonly notes: readonly string[];
}

/** A token taken apart. Never holds the token itself or its signature. */
export interface TokenView {
  readonly isReadable: boolean;
  /** `access token`, `ID token` …; a sentence where the token cannot be read. */
  readonly kind: string;
  /** In characters. */
  readonly length: number;
  readonly segments: number;
  readonly header: readonly MemberView[];
  readonly claims: readonly MemberView[];
}

/** A member of a token's header or claims. */
export interface MemberView {
  readonly name: string;
  /** As JSON text. */
  readonly value: string;
  /** A sentence on the meaning of the member. */
  readonly meaning?: string;
  /** A time in words: `in 12 minutes`. Worked out at the decision's clock. */
  readonly time?: string;
}

/** A decision of the authorizer, with advice. Public routes have no checks and pass. */
export interface DecisionView {
  readonly allowed: boolean;
  /** 401 or 403 where it was refused. */
  readonly status?: number;
  /** The body that API Gateway answers with. */
  readonly body?: string;
  readonly checks: readonly CheckView[];
}

export interface CheckView {
  /** One of the authorizer's check names: `token`, `format`, … `scope`. */
  readonly name: string;
  readonly result: 'pass' | 'fail' | 'not reached';
  readonly found: string;
  readonly expected: string;
  readonly code?: string;
  /** Present where it failed: what to do, the words of `explain`. */
  readonly advice?: readonly string[];
  /** The members that it looked at: header `kid`, claim `exp`. */
  readonly looksAt: readonly { readonly part: 'header' | 'claims'; readonly name: string }[];
  /** The kid of the published key that it used. */
  readonly kid?: string;
}

/** `POST /api/send`: sends a request to the API as any client would. */
export interface SendWish {
  readonly method: string;
  /** Path and query, beginning with a slash. */
  readonly target: string;
  /** Without Authorization where a token is given. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Sent as `Authorization: Bearer …`. Absent for none. */
  readonly token?: string;
  readonly body?: string;
}

export interface SendAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as text; as base64 where it is no UTF-8. */
  readonly body: string;
  readonly isBase64: boolean;
  readonly durationMs: number;
  /** The id of the log's entry, where the local gateway answered. */
  readonly requestId?: string;
  /** False where it is only the first part of a long body. */
  readonly isWhole: boolean;
  /** Its differences from what callers are told of the route, a sentence each. Absent where nobody described the route. */
  readonly differences?: readonly string[];
  /** The decision, where only explaining can tell it: for a deployment. */
  readonly decision?: DecisionView;
}

/** `GET /api/log`: the last 1,000 entries, oldest first. */
export interface LogAnswer {
  readonly entries: readonly LogEntry[];
}

/** A request that the local gateway answered. No token, no signature. */
export interface LogEntry {
  readonly requestId: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly routeKey?: string;
  readonly status: number;
  /** Absent where no authorizer was asked. */
  readonly allowed?: boolean;
  /** The name of the check that failed. */
  readonly failedCheck?: string;
  /** Why it is not the function's answer. */
  readonly reason?: string;
  /** The `client_id` or `sub` of an accepted token. */
  readonly caller?: string;
  readonly durationMs: number;
  /** The function's part. Absent where it never ran. */
  readonly functionMs?: number;
  /** Lines that the function printed for it. */
  readonly output: readonly string[];
}

/** `GET /api/log/{requestId}`: all of one entry. */
export interface LogDetail {
  readonly entry: LogEntry;
  readonly token?: TokenView;
  readonly decision?: DecisionView;
  readonly steps: readonly FlowStep[];
  /** The request, to send it again; without its token and its cookies. Not whole where the body was long or no text. */
  readonly request: Pick<SendWish, 'method' | 'target' | 'headers' | 'body'> & { readonly isWhole: boolean };
  /** The event that the function got, as JSON text with the token redacted. Absent where it never ran. */
  readonly event?: string;
  readonly response?: Pick<SendAnswer, 'status' | 'headers' | 'body' | 'isBase64' | 'isWhole'>;
}

/** The seven steps of a request, in order. */
export type FlowStep = {
  readonly name:
    | 'client gets a token'
    | 'client calls the API'
    | 'gateway finds the route'
    | 'discovery and keys'
    | 'token is checked'
    | 'function runs'
    | 'answer';
  /** `taken`: it happened. `memory`: the keys were held already. `not taken`: the request was refused before. */
  readonly state: 'taken' | 'memory' | 'not taken';
  /** Absent where nothing was measured. */
  readonly milliseconds?: number;
  /** A few words: `401 Unauthorized`, `the function never ran`. */
  readonly note?: string;
};

/** The faults to play with. */
export interface FaultsView {
  readonly isIssuerStopped: boolean;
  /** Added to the clock of the gateway's decision. */
  readonly clockOffsetMs: number;
  /** Every route answers 429. */
  readonly isThrottled: boolean;
  /** Absent faults: those that need the stand-in. */
  readonly canRotateKeys: boolean;
  readonly canStopIssuer: boolean;
}

/** `POST /api/fault`, answered with an {@link Overview}, or with 409 where it cannot be: the port of the issuer was taken. */
export type FaultWish =
  | { readonly kind: 'rotate keys'; readonly keepOld: boolean }
  | { readonly kind: 'stop issuer' | 'start issuer' }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'throttle'; readonly on: boolean };

/**
 * `GET /api/events`: a line of JSON each, for as long as the page listens; the overview at once. The server ends the stream of
 * a page that does not read it. Whoever listens again reads the log again, too.
 */
export type ConsoleEvent =
  | { readonly kind: 'overview'; readonly overview: Overview }
  /** A new entry, or the one of that requestId with more output. */
  | { readonly kind: 'entry'; readonly entry: LogEntry };

/** The answer with a status of 400 and above. 401: without the secret, or with another, of an `npm start` that has ended. */
export interface ErrorAnswer {
  /** In words for people: what, got, expected, do this. */
  readonly error: string;
}
