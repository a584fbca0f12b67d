import type { Readable, Writable } from 'node:stream';
import type { FunctionModel } from '../model';
import {
  type FromEnvironment,
  type FunctionError,
  type Invoke,
  type Load,
  MAX_FRAME_BYTES,
  readMessage,
  type TimeSpent,
} from './environment-messages';
import { type EnvironmentProcess, type EnvironmentProcessProps, howItEnded, startProcess } from './environment-process';
import { createFrameReader, encodeFrame } from './frames.cjs';
import { createInspectorNotes } from './inspector-notes';
import { createOutputLines } from './output-lines';
import { startTimer } from './patient-timer';

/** The longest time that Lambda lets a function initialize, in milliseconds. */
const INIT_TIMEOUT_MS = 10_000;

/** The grace time of a process that has closed its channel, in milliseconds. A process that ends closes its channel too. */
const FAREWELL_MS = 1000;

/** The outcome of an invocation. */
export type Outcome =
  /** The result, as JSON. */
  { readonly kind: 'result'; readonly json: string } | ({ readonly kind: 'failed' } & FunctionError);

/** Callbacks for the life of an environment. */
export interface EnvironmentListener {
  /** It can take an invocation: it is initialized, or its invocation ended. */
  onIdle(): void;
  /** It is gone; it told the outcome of the last invocation before. Called once. */
  onGone(error: FunctionError): void;
  /**
   * The function, or the platform, printed something.
   *
   * @param requestId - of the invocation that runs, or that ran last
   */
  onLog(stream: 'stdout' | 'stderr', text: string, requestId: string): void;
}

export interface ExecutionEnvironment {
  /** True where it can take no other invocation, though it has not ended yet. */
  readonly isEnding: boolean;
  /**
   * Runs an invocation; only one at a time, and only when it is idle.
   *
   * @param done - is told how it ended, and where the environment goes on what its time was spent on
   */
  invoke(
    invocation: Pick<Invoke, 'event' | 'requestId' | 'traceId'>,
    done: (outcome: Outcome, spent?: TimeSpent) => void,
  ): void;
  /** Ends it, whatever it does. An invocation that runs fails. */
  close(): Promise<void>;
}

interface Running {
  readonly requestId: string;
  readonly done: (outcome: Outcome, spent?: TimeSpent) => void;
}

/** Why an environment ends, and what the platform prints about it. */
interface Ending extends FunctionError {
  readonly log?: string;
}

/** Props of an environment besides its function. */
export interface EnvironmentProps extends EnvironmentProcessProps {
  /** A process of the same task root that was started for it. @default - one is started */
  readonly started?: EnvironmentProcess;
}

/**
 * Starts an execution environment: a process with the function's code, in its folder, and nothing of the host's
 * environment. Its descriptors 1 and 2 are the function's; messages go over another one.
 *
 * @throws Error when no process can be started
 */
export function startExecutionEnvironment(
  fn: FunctionModel,
  { taskRoot, variables, debugServer, started }: EnvironmentProps,
  listener: EnvironmentListener,
): ExecutionEnvironment {
  const heldMs = debugServer?.heldMs ?? (() => 0);
  let running: Running | undefined;
  /** The invocation that prints, and how many have ended whose output is still to be told. */
  let speaker = '';
  let unheard = 0;
  let notListed = () => {};
  let isReady = false;
  let ending: Ending | undefined;
  let outOfMemory = false;
  let gone = () => {};
  const isGone = new Promise<void>((resolve) => {
    gone = resolve;
  });

  const { child, folders } = started ?? startProcess(fn, { taskRoot, variables, debugServer });
  let stopTimer = startTimer(INIT_TIMEOUT_MS, () => timeOut('Init phase', INIT_TIMEOUT_MS), heldMs);
  const { pid } = child;
  const channel = child.stdio[3] as Readable & Writable;
  child.on('error', (error) => (pid === undefined ? leave(error.message) : undefined));
  child.on('exit', (code, signal) => leave(howItEnded(code, signal, outOfMemory)));

  const outputs = (['stdout', 'stderr'] as const).map((stream) => {
    const lines = createOutputLines(
      stream === 'stderr' && debugServer
        ? createInspectorNotes({ onListening: list, onOutput: (text) => say('stderr', text) })
        : (text) => say(stream, text),
    );
    child[stream]
      ?.on('error', () => {})
      .on('data', (chunk: Buffer) => {
        // What V8 prints before it gives up. To the function's memory it makes no difference that it knew before the kernel.
        outOfMemory ||= stream === 'stderr' && chunk.includes('JavaScript heap out of memory');
        lines.take(chunk);
      });
    return lines;
  });

  const read = createFrameReader(MAX_FRAME_BYTES, (head, body) => receive(readMessage(head, body)));
  channel.on('error', () => {});
  channel.on('data', (chunk: Buffer) => {
    try {
      if (!ending) {
        read(chunk);
      }
    } catch (error) {
      misunderstand((error as Error).message);
    }
  });
  channel.on('close', () => {
    setTimeout(() => misunderstand('the end of its channel'), FAREWELL_MS).unref();
  });

  function say(stream: 'stdout' | 'stderr', text: string): void {
    listener.onLog(stream, text, speaker);
  }

  function list(inspector: { readonly id: string; readonly port: number }): void {
    notListed = debugServer?.add({ ...inspector, title: fn.name }) ?? notListed;
  }

  function receive(message: FromEnvironment): void {
    if (message.kind === 'died') {
      const { errorType, errorMessage } = message;
      end({ errorType, errorMessage });
    } else if (message.kind === 'ready') {
      if (isReady) {
        throw new Error('that it is initialized, once more');
      }
      isReady = true;
      stopTimer();
      listener.onIdle();
    } else {
      const { requestId, cpuMs, idleMs, ...outcome } = message;
      if (requestId !== running?.requestId) {
        throw new Error('the result of an invocation that does not run');
      }
      const { done } = running;
      running = undefined;
      stopTimer();
      // First the next invocation, which can run while this one is answered.
      listener.onIdle();
      printed(() => done(outcome, { cpuMs, idleMs }));
    }
  }

  /**
   * Calls back when what the environment has printed by now was told. It printed before it sent its message or ended, so
   * that its output came no later, and the loop reads whatever has come before it calls back.
   */
  function printed(then: () => void): void {
    unheard += 1;
    setImmediate(() => {
      for (const lines of outputs) {
        lines.flush();
      }
      then();
      unheard -= 1;
      speaker = running?.requestId ?? speaker;
    });
  }

  /** Ends the process, and with it the invocation that runs. */
  function end(why: Ending): void {
    if (ending) {
      return;
    }
    ending = why;
    stopTimer();
    child.kill('SIGKILL');
  }

  /** The process has ended. */
  function leave(how: string): void {
    end(platformError('Runtime.ExitError', `Runtime ${how}`));
    notListed();
    if (pid !== undefined) {
      taskRoot.processEnded(pid, folders);
    }
    printed(() => {
      const { log, errorType, errorMessage } = ending as Ending;
      if (log !== undefined) {
        say('stderr', log);
      }
      running?.done({ kind: 'failed', errorType, errorMessage });
      listener.onGone({ errorType, errorMessage });
      void taskRoot.removeEnvironment(folders).then(gone);
    });
  }

  /** An error as Lambda reports it when it ends an environment. */
  function platformError(errorType: string, what: string): Ending {
    const errorMessage = `RequestId: ${running?.requestId ?? ''} Error: ${what}`;
    return { errorType, errorMessage, log: `${errorMessage}\n${errorType}\n` };
  }

  function timeOut(what: string, milliseconds: number): void {
    end(platformError('Sandbox.Timedout', `${what} timed out after ${(milliseconds / 1000).toFixed(2)} seconds`));
  }

  function misunderstand(what: string): void {
    end(platformError('Gateway.UnknownMessage', `The gateway does not understand what it was sent: ${what}`));
  }

  channel.write(encodeFrame({ load: true } satisfies Load));
  return {
    get isEnding() {
      return ending !== undefined;
    },
    invoke({ event, ...invocation }, done) {
      running = { requestId: invocation.requestId, done };
      speaker = unheard === 0 ? invocation.requestId : speaker;
      stopTimer = startTimer(fn.timeoutMs, () => timeOut('Task', fn.timeoutMs), heldMs);
      const head: Omit<Invoke, 'event'> = { ...invocation, arn: fn.arn, deadline: Date.now() + fn.timeoutMs };
      channel.write(encodeFrame(head, event));
    },
    async close() {
      end({ errorType: 'Gateway.Closed', errorMessage: 'The environment was closed' });
      await isGone;
    },
  };
}
