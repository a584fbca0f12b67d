import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createPageFiles, type PageFiles } from '../../../local/console/page-files';
import { copyParts } from '../../support/project-copy';

const text = async (files: PageFiles, path: string) => Buffer.from((await files.find(path))?.content ?? '').toString();

test('the document shows the parts of the page in their places, and holds nothing of the run', async () => {
  const [one, another] = await Promise.all([createPageFiles(), createPageFiles()]);
  const html = await text(one, '/');
  expect(await text(another, '/')).toBe(html);
  await Promise.all([one.close(), another.close()]);
  const headings = [...html.matchAll(/<h[12][^>]*>(?:<svg.*?<\/svg>)?([^<]*)/g)].map(([, heading]) => heading);
  expect(headings).toEqual(['Console', 'Routes', 'Tokens', 'Request', 'Token', 'Decision', 'Flow', 'Log']);
  // An empty list, and no fact: neither a route, nor an address, nor a token is known here.
  expect(html).toContain('<ul class="picks"></ul>');
  expect(html.match(/<dd>(.*?)<\/dd>/g)).toEqual(Array(4).fill('<dd>…</dd>'));
});

test('what stands within the document is named by its hash, and nothing else there is a script or a style', async () => {
  const files = await createPageFiles();
  const document = await files.find('/');
  await files.close();
  const html = String(document?.content);
  const within = (tag: string) =>
    [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(
      ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    );
  expect(within('script')).toEqual([document?.inline?.script]);
  expect(within('style')).toEqual([document?.inline?.style]);
  expect(html).not.toMatch(/ style=| on\w+=/);
});

test('an edit of the sources makes another page, and none the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  copyParts(folder, ['local/console', 'tsconfig.json']);
  const { createPageFiles: createCopied } = require(join(folder, 'local/console/page-files')) as {
    createPageFiles: typeof createPageFiles;
  };
  const files = await createCopied();
  const before = await files.find('/');
  expect((await files.find('/'))?.content).toBe(before?.content);
  const file = join(folder, 'local/console/page/tokens.tsx');
  writeFileSync(file, readFileSync(file, 'utf8').replace('title="Tokens"', 'title="Tickets"'));
  expect(String((await files.find('/'))?.content)).toContain('Tickets');
  await files.close();
  rmSync(folder, { recursive: true });
});

test('the code of the page, with its styles, is at most 60 KB compressed, and all of it is from here', async () => {
  const files = await createPageFiles();
  const html = await text(files, '/');
  const paths = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path = '']) => path);
  expect(paths).toEqual(['/icon.svg', expect.stringMatching(/^\/main-\w+\.js$/)]);
  const parts = [html, ...(await Promise.all(paths.map((path) => text(files, path))))];
  await files.close();
  expect(parts.map((part) => gzipSync(part).length).reduce((sum, size) => sum + size)).toBeLessThanOrEqual(60_000);
  expect(parts.join('\n').match(/url\(|@import|https?:\/\/(?!www\.w3\.org\/)[^"'` ]+/g)).toBeNull();
});
