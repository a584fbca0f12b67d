import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryAt, repositoryOf } from '../../../commands/project/repository';

test.each([
  'https://github.com/Team/Api.git',
  'https://user:secret@github.com/team/api',
  'ssh://git@github.com:22/team/api.git/',
  'git@github.com:team/api.git',
  'github.com:team/api',
])('a repository is the same by whatever address: %s', (address) => {
  expect(repositoryAt(address)).toBe('github.com/team/api');
});

test.each(['/srv/git/api.git', '../api', 'C:\\api', 'file:///srv/api', '', 'https://github.com/', 'https://h/ä'])(
  'an address that is not on a host names none: %j',
  (address) => {
    expect(repositoryAt(address)).toBeUndefined();
  },
);

describe('a checkout', () => {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('is of the repository that git calls origin, and of none without it', () => {
    expect(repositoryOf(root)).toBeUndefined();
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    expect(repositoryOf(root)).toBeUndefined();
    execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:team/api.git'], { cwd: root });
    expect(repositoryOf(root)).toBe('github.com/team/api');
  });
});
