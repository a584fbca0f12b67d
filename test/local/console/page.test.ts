import { gzipSync } from 'node:zlib';
import { createPageFiles } from '../../../local/console/page-files';

test('the code of the page, with its styles, is at most 60 KB compressed, and all of it is from here', async () => {
  const files = await createPageFiles();
  const text = async (path: string) => Buffer.from((await files.find(path))?.content ?? '').toString();
  const html = await text('/');
  const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(paths).toEqual([
    '/icon.svg',
    expect.stringMatching(/^\/main-\w+\.css$/),
    expect.stringMatching(/^\/main-\w+\.js$/),
  ]);
  const parts = [html, ...(await Promise.all(paths.map(text)))];
  await files.close();
  expect(parts.map((part) => gzipSync(part).length).reduce((sum, size) => sum + size)).toBeLessThanOrEqual(60_000);
  expect(parts.join('\n').match(/url\(|@import|https?:\/\/(?!www\.w3\.org\/)[^"'` ]+/g)).toBeNull();
});
