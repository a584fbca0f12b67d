import { join } from 'node:path';
import { type BuildFailure, context } from 'esbuild';
import { ConsoleFault } from './host';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** The files of the page, from memory. */
export interface PageFiles {
  /**
   * The file at a path; undefined where there is none. The document is made of the sources as they are: an edit of them
   * shows when the page is loaded again.
   *
   * @throws ConsoleFault where the sources do not compile
   */
  find(path: string): Promise<PageFile | undefined>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** Prepares to bundle the page. */
export async function createPageFiles(): Promise<PageFiles> {
  const folder = join(__dirname, 'page');
  const build = await context({
    entryPoints: [join(folder, 'main.tsx')],
    absWorkingDir: folder,
    outdir: '/',
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
    logLevel: 'silent',
  });
  /** By path. Those of the last build are kept for a page that is being loaded. */
  const files = new Map<string, PageFile>();

  async function documentOf(): Promise<PageFile> {
    const { outputFiles } = await build.rebuild().catch((failure: BuildFailure) => {
      const places = failure.errors?.map(({ text, location }) =>
        location ? `${location.file}:${location.line}: ${text}` : text,
      );
      throw places ? new ConsoleFault(`The page does not compile:\n${places.join('\n')}`, { status: 502 }) : failure;
    });
    const made = outputFiles.map(({ path, contents }) => {
      const name = `/${path.split(/[\\/]/).at(-1)}`;
      return { name, type: TYPES[name.split('.').at(-1) ?? ''], content: contents };
    });
    for (const { name, type, content } of made) {
      if (type) {
        files.set(name, { type, content });
      }
    }
    const names = (ending: string) => made.flatMap(({ name }) => (name.endsWith(ending) ? [name] : []));
    return { type: 'text/html; charset=utf-8', content: shell(names('.css'), names('.js')) };
  }

  return {
    find: async (path) => (path === '/' ? documentOf() : (files.get(path) ?? OWN_FILES[path])),
    close: () => build.dispose(),
  };
}

function shell(styles: readonly string[], scripts: readonly string[]): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Console</title>
<link rel="icon" href="/icon.svg">
${styles.map((name) => `<link rel="stylesheet" href="${name}">\n`).join('')}</head>
<body>
<div id="app"></div>
${scripts.map((name) => `<script type="module" src="${name}"></script>\n`).join('')}</body>
</html>
`;
}

/** The end of a login: hands what the issuer said to the page that began it. The address, which holds the code, goes. */
const LOGIN_DONE = `const given = new URLSearchParams(location.search);
history.replaceState(null, '', location.pathname);
const [state, code] = ['state', 'code'].map((name) => given.get(name));
const error = given.get('error_description') ?? given.get('error') ?? 'no code';
opener?.postMessage(
  code ? { kind: 'login done', state, code } : { kind: 'login failed', state, error },
  location.origin,
);
close();
`;

const OWN_FILES: Readonly<Record<string, PageFile>> = {
  '/login/done': {
    type: 'text/html; charset=utf-8',
    content: `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Signed in</title>
<script src="/login/done.js"></script>
<p>Close this window and go back to the console.</p>
</html>
`,
  },
  '/login/done.js': { type: 'text/javascript; charset=utf-8', content: LOGIN_DONE },
  '/icon.svg': {
    type: 'image/svg+xml',
    content:
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#2457d6"/><path d="M4 8.5 7 11l5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>\n',
  },
};
