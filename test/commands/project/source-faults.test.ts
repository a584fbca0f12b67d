import { join } from 'node:path';
import { loadSources, SourceError, sourceErrorIn } from '../../../commands/project/source-faults';
import { tempFolder } from '../../local/gateway/support/temp-folders';

const root = () => tempFolder({ 'config/routes.ts': 'export const routes = [\n  { method: },\n];\n' });
const transformError = (folder: string) =>
  `Error: Transform failed with 1 error:\n${join(folder, 'config/routes.ts')}:2:12: ERROR: Unexpected "}"\n    at failureErrorWithLog (esbuild/lib/main.js:1:1)`;

test('a source that does not compile is told by file, line, the line itself and a mark below the place', () => {
  const folder = root();
  const error = sourceErrorIn(transformError(folder), folder);
  expect(error).toBeInstanceOf(SourceError);
  expect(error?.message).toBe('config/routes.ts:2:13: Unexpected "}"\n  2 |   { method: },\n                  ^');
});

test("one that the CDK's bundling prints is told likewise, and nothing that was printed before", () => {
  const folder = root();
  const printed =
    'Bundling asset Api/Code...\n✘ [ERROR] Unexpected "}"\n\n    config/routes.ts:2:12:\n      2 │   { method: },\n        ╵ ^\n';
  expect(sourceErrorIn(printed, folder)?.message).toBe(
    'config/routes.ts:2:13: Unexpected "}"\n  2 |   { method: },\n                  ^',
  );
});

test('what names no place in a source is left alone', () => {
  expect(sourceErrorIn('Error: no such thing\n    at make (/here/lib/api-stack.ts:10:3)')).toBeUndefined();
});

test('a module that throws when it is loaded throws its own error', async () => {
  const broken = new TypeError('not a function');
  await expect(loadSources(() => Promise.reject(broken))).rejects.toBe(broken);
});

test('a module whose source does not compile throws that', async () => {
  const error = new Error(transformError('/here'));
  await expect(loadSources(() => Promise.reject(error))).rejects.toThrow(SourceError);
});
