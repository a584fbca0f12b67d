import { randomUUID } from 'node:crypto';
import type { FunctionModel } from '../model';
import { type Environment, type Outcome, startEnvironment } from './environment';
import type { FunctionError } from './environment-messages';

/** Something that a function, or Lambda on its behalf, printed. */
export interface FunctionLog {
  /** The logical id of the function. */
  readonly functionId: string;
  readonly stream: 'stdout' | 'stderr';
  /** As written: a part of a line, a line with its end, or several. */
  readonly text: string;
}

export interface FunctionPoolProps {
  /** How many environments may run at a time. Invocations beyond that wait for one. At least 1. */
  readonly maxEnvironments: number;
  readonly onLog: (log: FunctionLog) => void;
}

/** An invocation as the integration sees it. */
export type Invocation = {
  /** Lambda's id for it. */
  readonly requestId: string;
} & (Outcome | { readonly kind: 'no answer in time' });

export interface FunctionPool {
  /**
   * Invokes the function.
   *
   * @param event - as JSON
   * @param waitMs - how long the caller waits, for an environment and for the result; the invocation itself goes on
   */
  invoke(event: string, traceId: string, waitMs: number): Promise<Invocation>;
  /** Ends all environments. Invocations that run or wait fail. */
  close(): Promise<void>;
}

/** How long an invocation waits for an environment before another one is started. */
const PATIENCE_MS = 20;

const CLOSED: FunctionError = { errorType: 'Gateway.Closed', errorMessage: 'The function was closed' };

interface Waiting {
  readonly requestId: string;
  readonly event: string;
  readonly traceId: string;
  /** From `performance.now()`. */
  readonly since: number;
  readonly settle: (invocation: Invocation) => void;
}

/**
 * The execution environments of a function: one invocation at a time in each, and more of them when invocations have to
 * wait. Lambda starts one for each invocation that finds none idle; here a fast function is faster with one or two
 * than with ten that share two cores, so another is started only when the oldest invocation has waited a while.
 */
export function createFunctionPool(fn: FunctionModel, { maxEnvironments, onLog }: FunctionPoolProps): FunctionPool {
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: Waiting[] = [];
  let starting: Environment | undefined;
  let growTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function start(): void {
    try {
      const environment: Environment = startEnvironment(fn, {
        onIdle: () => {
          starting = starting === environment ? undefined : starting;
          serve(environment);
        },
        onGone: (error) => drop(environment, error),
        onLog: (stream, text) => onLog({ functionId: fn.id, stream, text }),
      });
      environments.add(environment);
      starting = environment;
    } catch (error) {
      failOldest({ errorType: 'Runtime.ExitError', errorMessage: String(error) });
      grow();
    }
  }

  /** An environment is started for the oldest, whose invocation fails as it does when Lambda cannot initialize one. */
  function failOldest(error: FunctionError): void {
    const oldest = waiting.shift();
    oldest?.settle({ requestId: oldest.requestId, kind: 'failed', ...error });
  }

  function serve(environment: Environment): void {
    const next = waiting.shift();
    if (next) {
      run(environment, next);
    } else {
      idle.push(environment);
    }
    grow();
  }

  function run(environment: Environment, { requestId, event, traceId, settle }: Waiting): void {
    environment.invoke({ requestId, event, traceId }, (outcome) => settle({ requestId, ...outcome }));
  }

  function drop(environment: Environment, error: FunctionError): void {
    environments.delete(environment);
    const index = idle.indexOf(environment);
    if (index >= 0) {
      idle.splice(index, 1);
    }
    if (starting === environment) {
      starting = undefined;
      failOldest(error);
    }
    grow();
  }

  /** Starts another environment if it is due, or looks again when it will be. */
  function grow(): void {
    const [oldest] = waiting;
    if (isClosed || !oldest || starting || growTimer || environments.size >= maxEnvironments) {
      return;
    }
    const patience = environments.size === 0 ? 0 : oldest.since + PATIENCE_MS - performance.now();
    if (patience <= 0) {
      start();
      return;
    }
    growTimer = setTimeout(() => {
      growTimer = undefined;
      grow();
    }, patience);
  }

  return {
    invoke(event, traceId, waitMs) {
      return new Promise((resolve) => {
        const requestId = randomUUID();
        const timer = setTimeout(() => {
          const index = waiting.indexOf(entry);
          if (index >= 0) {
            waiting.splice(index, 1);
          }
          resolve({ requestId, kind: 'no answer in time' });
        }, waitMs);
        const settle = (invocation: Invocation) => {
          clearTimeout(timer);
          resolve(invocation);
        };
        const entry: Waiting = { requestId, event, traceId, since: performance.now(), settle };
        const environment = idle.pop();
        if (environment) {
          run(environment, entry);
        } else if (isClosed) {
          settle({ requestId, kind: 'failed', ...CLOSED });
        } else {
          waiting.push(entry);
          grow();
        }
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(growTimer);
      while (waiting.length > 0) {
        failOldest(CLOSED);
      }
      await Promise.all([...environments].map((environment) => environment.close()));
    },
  };
}
