import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildContext, type BuildFailure, context, type Message } from 'esbuild';
import { bundleFiles, bundleOptions } from '../../lib/function-bundle';
import { ROOT } from '../kit/execute';
import { SourceError, type SourceFault } from '../project/source-faults';

/** A function's bundle, as a synthesis makes it. */
export interface Bundle {
  /** The file that it is made of first, as seen from the project's folder: `lambda/handler.ts`. */
  readonly entry: string;
  /** `index.mjs` */
  readonly code: string;
  /** `index.mjs.map` */
  readonly map: string;
  /** The files that it is made of, as seen from the project's folder: `lambda/me.ts`. */
  readonly inputs: ReadonlySet<string>;
}

/** Bundles the functions again after an edit, much faster than the first time. */
export interface Bundler {
  /** @throws SourceError where a source is no TypeScript, or imports what is not there */
  bundle(): Promise<readonly Bundle[]>;
  close(): Promise<void>;
}

export interface BundlerProps {
  /**
   * True if a debugger is to show them: names are kept, and the map says where the sources are. The synthesized bundle is
   * minified.
   *
   * @default false
   */
  readonly forDebugger?: boolean;
  /** The files that functions are made of, as seen from the project's folder: `lambda/handler.ts`. */
  readonly entries: readonly string[];
  /** The folder of the project. @default ours */
  readonly root?: string;
}

/** Prepares to bundle the functions. Nothing is written: what is made stays in memory. */
export async function createBundler({ entries, ...props }: BundlerProps): Promise<Bundler> {
  const bundlers = await Promise.all(entries.map((entry) => bundlerOf(entry, props)));
  return {
    bundle: () => Promise.all(bundlers.map((one) => one.bundle())),
    close: async () => {
      await Promise.all(bundlers.map((one) => one.close()));
    },
  };
}

async function bundlerOf(entry: string, { forDebugger = false, root = ROOT }: Omit<BundlerProps, 'entries'>) {
  const build: BuildContext<{ metafile: true; write: false }> = await context({
    ...bundleOptions(root, entry),
    metafile: true,
    logLevel: 'silent',
    ...(forDebugger && { minify: false }),
  });
  return {
    async bundle(): Promise<Bundle> {
      const { outputFiles, metafile } = await build.rebuild().catch((failure: BuildFailure) => {
        throw failure.errors ? new SourceError(failure.errors.map(faultOf)) : failure;
      });
      const { 'index.mjs': code, 'index.mjs.map': map } = bundleFiles(outputFiles);
      return {
        entry,
        code,
        map: forDebugger ? withAbsoluteSources(map, root) : map,
        inputs: new Set(Object.keys(metafile.inputs)),
      };
    },
    close: () => build.dispose(),
  };
}

/** The bundle runs in a folder of its own, beside which a debugger would look for the sources. */
function withAbsoluteSources(text: string, root: string): string {
  const map: { sources: string[] } = JSON.parse(text);
  return JSON.stringify({ ...map, sources: map.sources.map((source) => pathToFileURL(join(root, source)).href) });
}

/** Writes a bundle into a folder of its own. */
export function writeBundle(folder: string, { code, map }: Bundle): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), code);
  writeFileSync(join(folder, 'index.mjs.map'), map);
}

function faultOf({ text, location }: Message): SourceFault {
  return location
    ? { file: location.file, line: location.line, column: location.column + 1, what: text, source: location.lineText }
    : { what: text };
}
