import { createHash } from 'node:crypto';
import { type BuiltPage, createPageBuild } from './page-build';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: string | Uint8Array;
  /** Scripts and styles within it, as the Content-Security-Policy names them: `'sha256-…'`. @default nothing */
  readonly inline?: { readonly script: string; readonly style: string };
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

const [HTML, SCRIPT] = ['text/html; charset=utf-8', 'text/javascript; charset=utf-8'];

/** Prepares to bundle the page. */
export async function createPageFiles(): Promise<PageFiles> {
  const build = await createPageBuild();
  /** By path. Those of earlier builds are kept for a page that is being loaded. */
  const scripts = new Map<string, PageFile>();

  async function documentFile(): Promise<PageFile> {
    const page = await build.page();
    const { path, content } = page.script;
    scripts.set(path, { type: SCRIPT, content });
    const inline = { script: hashOf(page.early), style: hashOf(page.styles) };
    return { type: HTML, content: documentOf(page), inline };
  }

  return {
    find: async (path) => (path === '/' ? documentFile() : (scripts.get(path) ?? OWN_FILES[path])),
    close: () => build.close(),
  };
}

/**
 * All that is needed for the page to be shown is in the document, so that nothing is waited for. It holds nothing of the
 * run: who asks for it is not known yet.
 */
function documentOf({ shell, styles, early, script }: BuiltPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Console</title>
<link rel="icon" href="/icon.svg">
<script>${early}</script>
<script defer src="${script.path}"></script>
<style>${styles}</style>
</head>
<body>
<div id="app">${shell}</div>
</body>
</html>
`;
}

/** The name of an inline script or style in the Content-Security-Policy. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
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
    type: HTML,
    content: `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Signed in</title>
<script src="/login/done.js"></script>
<p>Close this window and go back to the console.</p>
</html>
`,
  },
  '/login/done.js': { type: SCRIPT, content: LOGIN_DONE },
  '/icon.svg': {
    type: 'image/svg+xml',
    content:
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#2457d6"/><path d="M4 8.5 7 11l5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>\n',
  },
};
