import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DANGEROUS_EDITS } from './edits';
import { testNames } from './test-names';

const ROOT = join(__dirname, '../..');

test('there are as many dangerous edits as were once made by hand, each different', () => {
  expect(new Set(DANGEROUS_EDITS.map(({ file, from, to }) => `${file} ${from} ${to}`)).size).toBeGreaterThanOrEqual(36);
  expect(new Set(DANGEROUS_EDITS.map(({ what }) => what)).size).toBe(DANGEROUS_EDITS.length);
});

test.each(DANGEROUS_EDITS)(
  'the edit can be made, and names a test that is there: $what',
  ({ file, from, noticedBy }) => {
    const [testFile, name] = noticedBy;
    expect(readFileSync(join(ROOT, file), 'utf8').split(from)).toHaveLength(2);
    expect([...testNames(join(ROOT, testFile))]).toContain(name);
  },
);
