import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError, type CommandIo } from './command';

/** Asks a person for a text: {@link promptSecret} for what must not be seen. */
export function promptText(what: string, instead: string, io: Pick<CommandIo, 'stdin'>): Promise<string> {
  return prompt(what, instead, io, false);
}

/**
 * Asks a person for something that is not shown while it is typed.
 *
 * @param what what is asked for: `the client secret of my_client`
 * @param instead how to give it where there is nobody to ask: `set WSO2_CLIENT_SECRET`
 * @throws CommandError when there is no terminal, nothing was typed, the input ended, or Ctrl-C was pressed; the exit code
 * of the last two is 130, as that of a program that Ctrl-C ends
 */
export function promptSecret(what: string, instead: string, io: Pick<CommandIo, 'stdin'>): Promise<string> {
  return prompt(what, instead, io, true);
}

async function prompt(
  what: string,
  instead: string,
  { stdin }: Pick<CommandIo, 'stdin'>,
  silent: boolean,
): Promise<string> {
  const fault = (got: string) => [{ what, got, expected: 'a value', fix: instead }];
  if (!stdin.isTTY) {
    throw new CommandError(fault('no terminal to ask at'));
  }
  const answer = await readLine(`${what}: `, stdin, silent);
  if (answer === CANCELLED) {
    throw new CommandError([], { exitCode: INTERRUPTED });
  }
  if (answer === ENDED) {
    throw new CommandError(fault('the end of the input'), { exitCode: INTERRUPTED });
  }
  if (answer === '') {
    throw new CommandError(fault('nothing'));
  }
  return answer;
}

/** The exit code by which a shell tells that Ctrl-C ended a program: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

const CANCELLED = Symbol('Ctrl-C');
const ENDED = Symbol('end of input');

/** A line that is typed at a terminal, or why there is none: the libraries over Node's readline do not tell the end of the input. */
function readLine(
  question: string,
  input: CommandIo['stdin'],
  silent: boolean,
): Promise<string | typeof CANCELLED | typeof ENDED> {
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) {
        process.stderr.write(chunk);
      }
      done();
    },
  });
  // As a terminal even where standard error is a file: otherwise the terminal itself would show what is typed.
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  return new Promise((resolve) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => resolve(CANCELLED));
    lines.once('close', () => resolve(ENDED));
    lines.setPrompt(question);
    lines.prompt();
    isMuted = silent;
  }).then((answer) => {
    lines.close();
    if (silent || typeof answer === 'symbol') {
      // The line break that was typed is not shown, or was none.
      process.stderr.write('\n');
    }
    return answer as string | typeof CANCELLED | typeof ENDED;
  });
}

/**
 * The token in an environment variable; undefined where it is not set. From then on nothing that the run prints holds it.
 *
 * @throws CommandError when its value cannot be sent as a token
 */
export function tokenIn(variable: string, { env, secrets }: Pick<CommandIo, 'env' | 'secrets'>): string | undefined {
  const token = env[variable]?.trim() || undefined;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    const fix = `set ${variable} to the access token alone`;
    throw new CommandError([{ what: variable, got: 'a value that is no token', expected: 'a token', fix }]);
  }
  secrets.hide(token ?? '');
  return token;
}
