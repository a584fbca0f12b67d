import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CleanVerdicts } from '../../lib/clean-verdicts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const KEY = 'a'.repeat(64);

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'verdicts-')), 'not/there/yet');
});

afterEach(() => rmSync(join(folder, '../../..'), { recursive: true }));

const verdicts = (now = NOON) => new CleanVerdicts(folder, () => now);

test('knows a verdict again, in another process too, and no other', () => {
  expect(verdicts().has(KEY)).toBe(false);
  verdicts().add(KEY);
  expect(verdicts().has(KEY)).toBe(true);
  expect(verdicts().has('b'.repeat(64))).toBe(false);
});

test('forgets a verdict with the day, and removes its file with the next verdict', () => {
  verdicts().add(KEY);
  const tomorrow = verdicts(Date.parse('2026-03-02T00:00:00Z'));
  expect(tomorrow.has(KEY)).toBe(false);
  tomorrow.add('b'.repeat(64));
  expect(readdirSync(folder)).toEqual(['2026-03-02']);
});

test('takes no file for a verdict that is cut off or of another', () => {
  verdicts().add(KEY);
  const file = join(folder, '2026-03-01', KEY);
  truncateSync(file, 10);
  expect(verdicts().has(KEY)).toBe(false);
  truncateSync(file, 0);
  expect(verdicts().has(KEY)).toBe(false);
  writeFileSync(file, `no findings: ${'b'.repeat(64)}\n`);
  expect(verdicts().has(KEY)).toBe(false);
});

test('keeps nothing where the folder cannot be written', () => {
  const file = join(folder, '../../..', 'file');
  writeFileSync(file, '');
  const blocked = new CleanVerdicts(file, () => NOON);
  blocked.add(KEY);
  expect(blocked.has(KEY)).toBe(false);
  expect(existsSync(folder)).toBe(false);
});
