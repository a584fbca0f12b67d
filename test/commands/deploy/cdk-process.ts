import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Ended } from '../../support/run';

/** The CDK CLI in one process for several commands. */
export interface CdkProcess {
  /** Runs `cdk` with these arguments; one at a time. */
  run(...args: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** @param env All that it sees of an environment, besides the path of programs */
export function startCdk(env: Readonly<Record<string, string>>, cwd: string): CdkProcess {
  const { PATH = '' } = process.env;
  const child = fork(join(__dirname, 'cdk-program.js'), {
    cwd,
    env: { PATH, CI: 'true', AWS_EC2_METADATA_DISABLED: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true', ...env },
    execArgv: [],
    // Whatever it prints is in its answers; what Node prints of a crash is for whoever runs the tests.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  return {
    async run(...args) {
      const answer = once(child, 'message');
      child.send(args);
      const ended = await Promise.race([answer, exited]);
      if (child.exitCode !== null) {
        throw new Error(`the CDK CLI exited with ${child.exitCode}: cdk ${args.join(' ')}`);
      }
      return ended[0];
    },
    async close() {
      child.kill();
      await exited;
    },
  };
}
