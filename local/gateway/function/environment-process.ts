import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FunctionModel } from '../model';
import type { DebugServer } from './debug-server';
import { lambdaEnvironment } from './lambda-environment';
import type { EnvironmentFolders, TaskRoot } from './task-root';

const RUNTIME = join(__dirname, 'runtime.cjs');

/** Props of a process besides its function. */
export interface EnvironmentProcessProps {
  readonly taskRoot: TaskRoot;
  /** Environment variables of the function, besides those of the template, which they replace. */
  readonly variables: Readonly<Record<string, string>>;
  /** Inspector that debuggers attach to. @default - none */
  readonly debugServer?: DebugServer;
}

/** A process that is to be an environment, and the folders that it was started with. It has not loaded the function. */
export interface EnvironmentProcess {
  readonly child: ChildProcess;
  readonly folders: EnvironmentFolders;
}

/**
 * Starts the process of an environment, which waits to be told that its code is there.
 *
 * @throws Error when no process can be started
 */
export function startProcess(
  fn: FunctionModel,
  { taskRoot, variables, debugServer }: EnvironmentProcessProps,
): EnvironmentProcess {
  const folders = taskRoot.addEnvironment();
  // Flags of the host, such as a loader's, are not the function's. Of the same session as the gateway: Linux may share the
  // cores out to sessions, and then each message to another one waits for the turn of that.
  const inspect = debugServer ? ['--inspect=127.0.0.1:0'] : [];
  const child = spawn(process.execPath, [`--max-old-space-size=${fn.memoryMiB}`, ...inspect, RUNTIME], {
    cwd: folders.taskRoot,
    env: lambdaEnvironment(fn, folders, variables),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  if (child.pid !== undefined) {
    taskRoot.processStarted(child.pid);
  }
  return { child, folders };
}

/** False where the process has ended, or could not be started. */
export function isRunning({ child }: EnvironmentProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * The end of a process, in the words of Lambda.
 *
 * @param outOfMemory - true where V8 has said so
 */
export function howItEnded(code: number | null, signal: NodeJS.Signals | null, outOfMemory: boolean): string {
  if (outOfMemory && signal === 'SIGABRT') {
    return 'exited with error: signal: killed';
  }
  if (signal) {
    return `exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  }
  return code === 0 ? 'exited without providing a reason' : `exited with error: exit status ${code}`;
}

/** As Go, in which Lambda's platform is written, names them. */
const SIGNAL_NAMES: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};
