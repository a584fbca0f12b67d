import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { type BuildFailure, context } from 'esbuild';
import { ConsoleFault } from './host';

/** The page, made of its sources. */
export interface BuiltPage {
  /** The components as HTML, drawn before anything is known. */
  readonly shell: string;
  readonly styles: string;
  /** To be run before anything is shown. */
  readonly early: string;
  /** Named after what is in it. */
  readonly script: { readonly path: string; readonly content: Uint8Array };
}

export interface PageBuild {
  /**
   * The page of the sources as they are: made anew when one of them has changed.
   *
   * @throws ConsoleFault where the sources do not compile
   */
  page(): Promise<BuiltPage>;
  close(): Promise<void>;
}

const FOLDER = join(__dirname, 'page');

/** Prepares to bundle the page. */
export async function createPageBuild(): Promise<PageBuild> {
  const build = await context({
    entryPoints: ['main.tsx', 'shell.tsx', 'early.ts'],
    absWorkingDir: FOLDER,
    outdir: '/',
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
    logLevel: 'silent',
  });
  let last: { readonly version: string; readonly page: Promise<BuiltPage> } | undefined;

  async function make(): Promise<BuiltPage> {
    const { outputFiles } = await build.rebuild().catch((failure: BuildFailure) => {
      const places = failure.errors?.map(({ text, location }) =>
        location ? `${location.file}:${location.line}: ${text}` : text,
      );
      throw places ? new ConsoleFault(`The page does not compile:\n${places.join('\n')}`, { status: 502 }) : failure;
    });
    const output = (name: RegExp) => {
      const file = outputFiles.find(({ path }) => name.test(path));
      if (!file) {
        throw new Error(`esbuild made nothing that is named ${name}`);
      }
      return file;
    };
    const script = output(/main-\w+\.js$/);
    return {
      shell: shellOf(output(/shell-\w+\.js$/).text),
      styles: output(/main-\w+\.css$/).text,
      early: output(/early-\w+\.js$/).text,
      script: { path: `/${script.path.split(/[\\/]/).at(-1)}`, content: script.contents },
    };
  }

  return {
    page() {
      const version = versionOf(FOLDER);
      if (last?.version !== version) {
        const page = make();
        last = { version, page };
        page.catch(() => {
          last = undefined;
        });
      }
      return last.page;
    },
    close: () => build.dispose(),
  };
}

/** The markup that shell.tsx draws. It gets nothing of a browser or of Node.js: it cannot show what only one of them knows. */
function shellOf(code: string): string {
  const world = createContext({ shell: '' });
  runInContext(code, world);
  return String(world['shell']);
}

/** Another text after each edit of a file in the folder. */
function versionOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`)
    .join('\n');
}
