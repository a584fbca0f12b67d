import { randomUUID } from 'node:crypto';
import type { FunctionModel } from '../model';
import type { DebugServer } from './debug-server';
import { type ExecutionEnvironment, type Outcome, startExecutionEnvironment } from './environment';
import type { FunctionError } from './environment-messages';
import { type EnvironmentProcess, isRunning } from './environment-process';
import { createGrowth } from './growth';
import { startTimer } from './patient-timer';
import type { Spare, SpareEnvironment } from './spare-environment';
import { createTaskRoot, type TaskRoot } from './task-root';

/** Something that a function, or Lambda on its behalf, printed. */
export interface FunctionLog {
  /** The logical id of the function. */
  readonly functionId: string;
  readonly stream: 'stdout' | 'stderr';
  /** As written: a part of a line, a line with its end, or several. */
  readonly text: string;
  /** Lambda's id of the invocation that ran, or ran last, in the environment; empty before the first. */
  readonly invocationId: string;
}

export interface FunctionPoolProps {
  /**
   * The most environments at a time of a function without reserved concurrency. Invocations beyond that wait for
   * one. At least 1.
   */
  readonly maxEnvironments: number;
  /** Environment variables of every function, besides those of the template, which they replace. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onLog: (log: FunctionLog) => void;
  /**
   * Inspector that debuggers attach to. The function then has one environment, which starts at once and not with the first invocation.
   *
   * @default - nowhere
   */
  readonly debugServer?: DebugServer;
  /** Source of the first environment, if it has one for this function. @default - each is started when it is due */
  readonly spare?: Spare;
}

/** An invocation as the integration sees it. */
export type Invocation = {
  /** Lambda's id for it. */
  readonly requestId: string;
} & (Outcome | { readonly kind: 'no answer in time' } | { readonly kind: 'not begun' });

/** Someone who waits for a function. */
export interface WaitingClient {
  /** The longest time it waits for an environment and the result, in milliseconds; the invocation goes on after it. */
  readonly waitMs: number;
  /** True where it seems to have gone. If others wait behind it, an invocation that has not begun is then dropped. */
  hasLeft(): boolean;
}

export interface FunctionPool {
  /**
   * Invokes the function.
   *
   * @param event - as JSON
   */
  invoke(event: string, traceId: string, caller: WaitingClient): Promise<Invocation>;
  /** Ends all environments. Invocations that run or wait fail. */
  close(): Promise<void>;
}

const CLOSED: FunctionError = { errorType: 'Gateway.Closed', errorMessage: 'The function was closed' };

/** Lambda's answer for a function whose reserved concurrency is 0. */
const THROTTLED: FunctionError = { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };

interface Waiting {
  readonly requestId: string;
  readonly event: string;
  readonly traceId: string;
  /** From `performance.now()`. */
  readonly since: number;
  readonly hasLeft: () => boolean;
  readonly settle: (invocation: Invocation) => void;
}

/**
 * The execution environments of a function: one invocation at a time in each, and more of them when invocations have to
 * wait. Lambda starts one for each invocation that finds none idle. So does this, as long as environments that wait for
 * something leave a core to others: a function that computes all the time is faster with one on each core than with ten
 * that share two.
 */
export function createFunctionPool(
  fn: FunctionModel,
  { maxEnvironments, variables, onLog, debugServer, spare }: FunctionPoolProps,
): FunctionPool {
  const bound = Math.min(fn.reservedConcurrency ?? maxEnvironments, debugServer ? 1 : Number.POSITIVE_INFINITY);
  const heldMs = debugServer?.heldMs ?? (() => 0);
  const growth = createGrowth();
  const environments = new Set<ExecutionEnvironment>();
  const starting = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: Waiting[] = [];
  let root: TaskRoot | undefined;
  let opening: Promise<void> | undefined;
  let growTimer: NodeJS.Timeout | undefined;
  let isClosed = false;
  /** When the invocation that began last did, from `performance.now()`. */
  let lastBegan = 0;

  async function open(): Promise<void> {
    const prepared = spare?.take(fn);
    try {
      root = await (prepared ? fill(prepared) : createTaskRoot(fn.codeDir));
    } catch (error) {
      failOldest({ errorType: 'Gateway.NoTaskRoot', errorMessage: `the code cannot be copied: ${error}` });
    }
    opening = undefined;
    if (prepared && root && !isClosed && isRunning(prepared.started)) {
      start(root, prepared.started);
    }
    if (debugServer && root && waiting.length === 0 && !isClosed) {
      start(root);
    }
    grow();
  }

  async function fill({ root: prepared }: SpareEnvironment): Promise<TaskRoot> {
    try {
      await prepared.fill(fn.codeDir);
      return prepared;
    } catch (error) {
      await prepared.clear();
      throw error;
    }
  }

  function start(taskRoot: TaskRoot, started?: EnvironmentProcess): void {
    try {
      const environment: ExecutionEnvironment = startExecutionEnvironment(
        fn,
        { taskRoot, variables, debugServer, started },
        {
          onIdle: () => {
            const isNew = starting.delete(environment);
            serve(environment);
            if (isNew) {
              // For the code after this one; and not before, when it would have delayed this one.
              spare?.prepare(fn);
            }
          },
          onGone: (error) => drop(environment, error),
          onLog: (stream, text, invocationId) => onLog({ functionId: fn.id, stream, text, invocationId }),
        },
      );
      environments.add(environment);
      starting.add(environment);
    } catch (error) {
      failOldest({ errorType: 'Runtime.ExitError', errorMessage: String(error) });
    }
  }

  /** An environment is started for the oldest, whose invocation fails as it does when Lambda cannot initialize one. */
  function failOldest(error: FunctionError): void {
    const oldest = waiting.shift();
    oldest?.settle({ requestId: oldest.requestId, kind: 'failed', ...error });
  }

  function serve(environment: ExecutionEnvironment): void {
    letGo();
    const next = waiting.shift();
    if (next) {
      run(environment, next);
    } else {
      idle.push(environment);
    }
    grow();
  }

  /**
   * Drops the oldest invocations as long as nobody waits for them, and others wait behind: a client that seems to have
   * left may still read, and takes nothing from anyone where no other is there.
   */
  function letGo(): void {
    while (waiting[0]?.hasLeft() && waiting.some(({ hasLeft }) => !hasLeft())) {
      const oldest = waiting.shift();
      oldest?.settle({ requestId: oldest.requestId, kind: 'not begun' });
    }
  }

  function run(environment: ExecutionEnvironment, { requestId, event, traceId, settle }: Waiting): void {
    lastBegan = performance.now();
    environment.invoke({ requestId, event, traceId }, (outcome, spent) => {
      if (spent) {
        growth.returned(spent);
      }
      settle({ requestId, ...outcome });
    });
  }

  function drop(environment: ExecutionEnvironment, error: FunctionError): void {
    environments.delete(environment);
    const index = idle.indexOf(environment);
    if (index >= 0) {
      idle.splice(index, 1);
    }
    if (starting.delete(environment)) {
      failOldest(error);
    }
    grow();
  }

  /** Starts further environments as they are due, or looks again when one will be. */
  function grow(): void {
    letGo();
    while (!isClosed && environments.size < bound && starting.size < growth.atOnce()) {
      // Those before it have one that starts.
      const next = waiting[starting.size];
      if (!next) {
        return;
      }
      if (!root) {
        opening ??= open();
        return;
      }
      const patience = growth.dueAt(next.since, lastBegan, environments.size) - performance.now();
      if (patience > 0) {
        growTimer ??= setTimeout(() => {
          growTimer = undefined;
          grow();
        }, patience);
        return;
      }
      start(root);
    }
  }

  if (debugServer && bound > 0) {
    opening = open();
  }
  if (bound > 0) {
    spare?.prepare(fn);
  }
  return {
    invoke(event, traceId, { waitMs, hasLeft }) {
      return new Promise((resolve) => {
        const requestId = randomUUID();
        const tooLate = () => {
          const index = waiting.indexOf(entry);
          if (index >= 0) {
            waiting.splice(index, 1);
          }
          resolve({ requestId, kind: 'no answer in time' });
        };
        const stopTimer = startTimer(waitMs, tooLate, heldMs);
        const entry: Waiting = {
          requestId,
          event,
          traceId,
          since: performance.now(),
          hasLeft,
          settle(invocation) {
            stopTimer();
            resolve(invocation);
          },
        };
        const fault = isClosed ? CLOSED : bound === 0 ? THROTTLED : undefined;
        let environment = idle.pop();
        while (environment?.isEnding) {
          environment = idle.pop();
        }
        if (fault) {
          entry.settle({ requestId, kind: 'failed', ...fault });
        } else if (environment) {
          run(environment, entry);
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
      await opening;
      await Promise.all([...environments].map((environment) => environment.close()));
      await root?.clear();
    },
  };
}
