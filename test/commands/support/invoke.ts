import { Readable } from 'node:stream';
import { type Command, type CommandIo, execute, type Flags } from '../../../commands/kit/command';

/** The output of a command, and its exit code. */
export interface Invoked {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The parts of the world that differ from an empty one: no environment variables, no terminal, nothing on standard input. */
export type World = Partial<Omit<CommandIo, 'out' | 'err' | 'stdin' | 'secrets'>> & { readonly stdin?: string };

/** Runs a command in this process. */
export async function invoke<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
  { stdin = '', ...world }: World = {},
): Promise<Invoked> {
  const printed = { out: '', err: '' };
  const code = await execute(command, args, {
    env: {},
    stdin: Readable.from([stdin]),
    out: (line) => {
      printed.out += `${line}\n`;
    },
    err: (line) => {
      printed.err += `${line}\n`;
    },
    now: Date.now,
    root: '/nowhere',
    ...world,
  });
  return { code, ...printed };
}
