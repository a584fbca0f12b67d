import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FunctionModel } from '../model';
import type { FromEnvironment, FunctionError, Invoke, Start } from './environment-messages';
import { lambdaEnvironment } from './lambda-environment';

const RUNTIME = join(__dirname, 'runtime.mjs');

/** How long Lambda lets a function initialize. */
const INIT_TIMEOUT_MS = 10_000;

/** How an invocation ended. */
export type Outcome =
  /** The result, as JSON. */
  { readonly kind: 'result'; readonly json: string } | ({ readonly kind: 'failed' } & FunctionError);

/** What an environment tells of itself. */
export interface EnvironmentListener {
  /** It can take an invocation: it is initialized, or its invocation ended. */
  onIdle(): void;
  /** It cannot take another invocation; it told the outcome of the last one before. Called once. */
  onGone(error: FunctionError): void;
  /** The function, or the platform, printed something. */
  onLog(stream: 'stdout' | 'stderr', text: string): void;
}

export interface Environment {
  /** Runs an invocation; only one at a time, and only when it is idle. */
  invoke(invocation: Omit<Invoke, 'deadline'>, done: (outcome: Outcome) => void): void;
  /** Ends it, whatever it does. An invocation that runs fails. */
  close(): Promise<void>;
}

interface Running {
  readonly requestId: string;
  readonly done: (outcome: Outcome) => void;
}

/**
 * Starts an execution environment: a worker thread with the function's code and nothing of the host's environment.
 *
 * @throws Error when its `NODE_OPTIONS` are not for a worker
 */
export function startEnvironment(fn: FunctionModel, listener: EnvironmentListener): Environment {
  let running: Running | undefined;
  let isGone = false;
  let outOfMemory = false;
  const worker = startWorker();
  let timer = setTimeout(() => timeOut('Init phase', INIT_TIMEOUT_MS), INIT_TIMEOUT_MS);

  function startWorker(): Worker {
    const start: Start = {
      codeDir: fn.codeDir,
      handler: fn.handler,
      arn: fn.arn,
      nodeVersion: Number(/\d+/.exec(fn.runtime)?.[0]),
    };
    const started = new Worker(RUNTIME, {
      workerData: start,
      env: lambdaEnvironment(fn),
      // The host's own flags, such as a loader's, are not the function's.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: fn.memoryMiB },
      name: fn.id,
    });
    started.on('message', receive);
    started.on('error', (error: NodeJS.ErrnoException) => {
      outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!outOfMemory) {
        listener.onLog('stderr', `${error.stack ?? error.message}\n`);
      }
    });
    started.on('exit', (exitCode) => {
      const how = outOfMemory
        ? 'exited with error: signal: killed'
        : exitCode === 0
          ? 'exited without providing a reason'
          : `exited with error: exit status ${exitCode}`;
      fail('Runtime.ExitError', `Runtime ${how}`);
    });
    return started;
  }

  function receive(message: FromEnvironment): void {
    if (typeof message === 'string') {
      end({ kind: 'result', json: message });
      return;
    }
    switch (message.kind) {
      case 'ready':
        clearTimeout(timer);
        listener.onIdle();
        break;
      case 'log':
        listener.onLog(message.stream, message.text);
        break;
      case 'failed':
        end(message);
        break;
      case 'died':
        leave(message);
        break;
    }
  }

  /** The invocation ended, and the environment goes on. */
  function end(outcome: Outcome): void {
    if (isGone || running === undefined) {
      return;
    }
    const { done } = running;
    running = undefined;
    clearTimeout(timer);
    // First the next invocation, which can run while this one is answered.
    listener.onIdle();
    done(outcome);
  }

  /** The environment ended, and with it the invocation that it ran. */
  function leave({ errorType, errorMessage }: FunctionError): void {
    if (isGone) {
      return;
    }
    isGone = true;
    clearTimeout(timer);
    running?.done({ kind: 'failed', errorType, errorMessage });
    listener.onGone({ errorType, errorMessage });
  }

  /** The platform ended it, as Lambda reports that. */
  function fail(errorType: string, what: string): void {
    if (isGone) {
      return;
    }
    const errorMessage = `RequestId: ${running?.requestId ?? ''} Error: ${what}`;
    listener.onLog('stderr', `${errorMessage}\n${errorType}\n`);
    leave({ errorType, errorMessage });
  }

  function timeOut(what: string, milliseconds: number): void {
    fail('Sandbox.Timedout', `${what} timed out after ${(milliseconds / 1000).toFixed(2)} seconds`);
    void worker.terminate();
  }

  return {
    invoke(invocation, done) {
      running = { requestId: invocation.requestId, done };
      timer = setTimeout(() => timeOut('Task', fn.timeoutMs), fn.timeoutMs);
      const message: Invoke = { ...invocation, deadline: Date.now() + fn.timeoutMs };
      worker.postMessage(message);
    },
    async close() {
      leave({ errorType: 'Gateway.Closed', errorMessage: 'The environment was closed' });
      await worker.terminate();
    },
  };
}
