import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
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

/** How long an invocation waits for an environment before another one is started. An invocation that takes less is fast. */
const PATIENCE_MS = 20;

/** How long no invocation has to have begun before it is not the cores that a fast function waits for. */
const STALL_MS = 100;

/** Over how many invocations it is said what is usual. */
const USUAL = 64;

const CORES = availableParallelism();

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
 * than with ten that share two cores, so another is started only when the oldest invocation has waited a while. Once
 * every core has one and the function is fast, it is cores that are waited for: then only when none gets a turn.
 */
export function createFunctionPool(fn: FunctionModel, { maxEnvironments, onLog }: FunctionPoolProps): FunctionPool {
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: Waiting[] = [];
  let starting: Environment | undefined;
  let growTimer: NodeJS.Timeout | undefined;
  let isClosed = false;
  /** When the invocation that began last did, from `performance.now()`. */
  let lastBegan = 0;
  /** How many invocations have ended, and how long they took of late, in milliseconds. */
  let ended = 0;
  let usualMs = 0;

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
    const began = performance.now();
    lastBegan = began;
    environment.invoke({ requestId, event, traceId }, (outcome) => {
      ended += 1;
      usualMs += (performance.now() - began - usualMs) / Math.min(ended, USUAL);
      settle({ requestId, ...outcome });
    });
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
    const patience = dueAt(oldest) - performance.now();
    if (patience <= 0) {
      start();
      return;
    }
    growTimer = setTimeout(() => {
      growTimer = undefined;
      grow();
    }, patience);
  }

  /** When another environment is due for the oldest invocation, from `performance.now()`. */
  function dueAt({ since }: Waiting): number {
    if (environments.size === 0) {
      return since;
    }
    const isFast = ended > 0 && usualMs < PATIENCE_MS;
    return isFast && environments.size >= CORES ? Math.max(since, lastBegan) + STALL_MS : since + PATIENCE_MS;
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
        const entry: Waiting = {
          requestId,
          event,
          traceId,
          since: performance.now(),
          settle(invocation) {
            clearTimeout(timer);
            resolve(invocation);
          },
        };
        const environment = idle.pop();
        if (environment) {
          run(environment, entry);
        } else if (isClosed) {
          entry.settle({ requestId, kind: 'failed', ...CLOSED });
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
