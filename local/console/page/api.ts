import type {
  ConsoleEvent,
  ErrorAnswer,
  ExplainAnswer,
  FaultWish,
  LogAnswer,
  LogDetail,
  LoginBegin,
  LoginEnd,
  LoginWish,
  Overview,
  SendAnswer,
  SendWish,
  TokenAnswer,
  TokenWish,
} from '../protocol';
import { takeEarly } from './early-events';
import { secretHeader } from './secret';

/** Delay before the page asks a server that is gone again, in milliseconds. */
const RETRY_MS = 1000;

/** An answer of the server that is no success. The message is for people. */
export class ServerError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function ask(path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...secretHeader(), 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  }).catch(() => {
    throw new ServerError('The console does not answer. Is npm start still running?', 0);
  });
  return granted(response);
}

/** @throws ServerError where it is no success */
async function granted(response: Response): Promise<Response> {
  if (!response.ok) {
    const answer = await response.json().catch(() => undefined);
    throw new ServerError((answer as ErrorAnswer | undefined)?.error ?? `status ${response.status}`, response.status);
  }
  return response;
}

async function read<T>(path: string, body?: unknown): Promise<T> {
  return (await ask(path, body)).json() as Promise<T>;
}

/** All that the page asks of the server. Each rejects with a {@link ServerError}. */
export const server = {
  log: () => read<LogAnswer>('/api/log'),
  entry: (requestId: string) => read<LogDetail>(`/api/log/${encodeURIComponent(requestId)}`),
  token: (wish: TokenWish) => read<TokenAnswer>('/api/token', wish),
  beginLogin: (wish: LoginWish) => read<LoginBegin>('/api/login', wish),
  endLogin: (end: LoginEnd) => read<TokenAnswer>('/api/login/end', end),
  explain: (token: string) => read<ExplainAnswer>('/api/explain', { token }),
  send: (wish: SendWish) => read<SendAnswer>('/api/send', wish),
  fault: (wish: FaultWish) => read<Overview>('/api/fault', wish),
};

export interface Listener {
  /** The stream is open: from now on nothing is missed. */
  onOpen(): void;
  onEvents(events: readonly ConsoleEvent[]): void;
  /** The stream ended. It is opened again in a moment, unless the server does not want this page. */
  onLost(error: ServerError): void;
}

/** Follows the server's events for as long as the page is open. */
export async function listen({ onOpen, onEvents, onLost }: Listener): Promise<void> {
  for (;;) {
    try {
      const early = await takeEarly();
      const { body } = await (early ? granted(early) : ask('/api/events'));
      onOpen();
      await readLines(body, onEvents);
      onLost(new ServerError('The console has ended.', 0));
    } catch (error) {
      const lost = error instanceof ServerError ? error : new ServerError('The console has ended.', 0);
      onLost(lost);
      if (lost.status >= 400 && lost.status < 500) {
        return;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function readLines(
  body: ReadableStream<Uint8Array> | null,
  onEvents: (events: readonly ConsoleEvent[]) => void,
): Promise<void> {
  const reader = body?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    const events = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as ConsoleEvent);
    if (events.length > 0) {
      onEvents(events);
    }
  }
}
