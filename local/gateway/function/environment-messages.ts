/** The first message to an environment: its code is there. */
export interface Load {
  readonly load: true;
}

/** An invocation. */
export interface Invoke {
  /** As JSON, which is how Lambda hands it over. The body of its frame; the rest is the head. */
  readonly event: string;
  readonly requestId: string;
  /** The ARN that the function is invoked by. */
  readonly arn: string;
  /** `_X_AMZN_TRACE_ID` while it runs. */
  readonly traceId: string;
  /** When its time is up, in milliseconds since 1970. */
  readonly deadline: number;
}

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The environment's time during an invocation by its use, in milliseconds. */
export interface TimeSpent {
  /** It computed: the time of processors that it took, whatever else had them meanwhile. */
  readonly cpuMs: number;
  /** It waited for something. */
  readonly idleMs: number;
}

/** A message of an execution environment. */
export type FromEnvironment =
  /** It is initialized. */
  | { readonly kind: 'ready' }
  /** An invocation returned. */
  | ({ readonly kind: 'result'; readonly requestId: string; readonly json: string } & TimeSpent)
  /** An invocation threw, or its result cannot be sent. The environment goes on. */
  | ({ readonly kind: 'failed'; readonly requestId: string } & TimeSpent & FunctionError)
  /** Nothing caught it. The environment ends. */
  | ({ readonly kind: 'died' } & FunctionError);

/** The longest frame of an environment, in bytes: a result of the length that Lambda takes, and its head. */
export const MAX_FRAME_BYTES = 6_291_556 + 1024;

/**
 * Reads a message. The function runs in the same process as what writes them, so that anything can come.
 *
 * @throws Error that says what is wrong with it
 */
export function readMessage(head: unknown, body: string): FromEnvironment {
  if (typeof head !== 'object' || head === null) {
    throw new Error('a message without a head');
  }
  const { kind, requestId, cpuMs, idleMs, errorType, errorMessage } = head as Readonly<Record<string, unknown>>;
  if (kind === 'ready') {
    return { kind };
  }
  if (kind === 'result' && isText(requestId) && isTime(cpuMs) && isTime(idleMs)) {
    assertJson(body);
    return { kind, requestId, json: body, cpuMs, idleMs };
  }
  if (isText(errorType) && isText(errorMessage)) {
    if (kind === 'died') {
      return { kind, errorType, errorMessage };
    }
    if (kind === 'failed' && isText(requestId) && isTime(cpuMs) && isTime(idleMs)) {
      return { kind, requestId, cpuMs, idleMs, errorType, errorMessage };
    }
  }
  throw new Error('a message of no known form');
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(`a result that is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}
