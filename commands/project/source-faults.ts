import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { PrintedError } from '../kit/command';
import { ROOT } from '../kit/execute';

/** A place in a source file that the compiler refuses. */
export interface SourceFault {
  /** As seen from the project's folder: `lambda/me.ts`. Undefined where the fault has no place. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The compiler's words. */
  readonly what: string;
  /** The text of the line. */
  readonly source?: string;
}

/** Sources that do not compile. The message shows each place as `FILE:LINE:COLUMN`, and the line itself. */
export class SourceError extends PrintedError {
  constructor(
    readonly faults: readonly SourceFault[],
    options?: ErrorOptions,
  ) {
    super(faults.map(sourceFaultText).join('\n'), options);
  }
}

function sourceFaultText({ file, line, column = 1, what, source }: SourceFault): string {
  if (file === undefined || line === undefined) {
    return what;
  }
  const margin = `  ${line} | `;
  const head = `${file}:${line}:${column}: ${what}`;
  // Tabs stay tabs, so that the mark stands below its place.
  const before = (source ?? '').slice(0, column - 1).replace(/[^\t]/g, ' ');
  return source === undefined ? head : `${head}\n${margin}${source}\n${' '.repeat(margin.length)}${before}^`;
}

/** A fault as tsx prints it: `/home/me/app/config/routes.ts:3:0: ERROR: Expected identifier but found ";"`. */
const FAULT = /^(?:.*Error: )?(\/.*|[A-Za-z]:.*):(\d+):(\d+): ERROR: (.*)$/gm;

/** A fault as esbuild prints it where the CDK runs it: the words, and below them `lambda/me.ts:15:10:`. */
const BUNDLING_FAULT = /^✘ \[ERROR\] (.*)\n\n\s+(\S+):(\d+):(\d+):$/gm;

/**
 * The places that tsx or esbuild names in an error, with their lines.
 *
 * @param printed - the message of the error, or what a program printed that it ended
 * @returns undefined where it names none
 */
export function sourceErrorIn(printed: string, root = ROOT): SourceError | undefined {
  const found = [
    ...[...printed.matchAll(FAULT)].map(([, path = '', line, column, what = '']) => ({ path, line, column, what })),
    ...[...printed.matchAll(BUNDLING_FAULT)].map(([, what = '', path = '', line, column]) => ({
      path: resolve(root, path),
      line,
      column,
      what,
    })),
  ];
  const faults = found.map(({ path, line, column, what }): SourceFault => {
    const file = relative(root, path).split(sep).join('/');
    return {
      file,
      line: Number(line),
      column: Number(column) + 1,
      what,
      source: lineOf(join(root, file), Number(line)),
    };
  });
  return faults.length > 0 ? new SourceError(faults) : undefined;
}

function lineOf(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)[line - 1];
  } catch {
    return undefined;
  }
}

/**
 * Loads a module whose sources a user edits.
 *
 * @throws SourceError where one of them does not compile
 */
export async function loadSources<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    throw (error instanceof Error && sourceErrorIn(error.message)) || error;
  }
}
