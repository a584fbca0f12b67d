import { spawnSync } from 'node:child_process';

/**
 * The repository that a checkout is of, by the address that its git calls `origin`: `github.com/OWNER/REPO`, the same for
 * ssh and https, without user and password.
 *
 * @param root the folder of the checkout
 * @returns undefined where there is no git, no `origin`, or one that is not on a host
 */
export function repositoryOf(root: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['config', '--get', 'remote.origin.url'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? repositoryAt(stdout.trim()) : undefined;
}

/** {@link repositoryOf} by the address alone. */
export function repositoryAt(address: string): string | undefined {
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/+(.+)$/.exec(address) ??
    /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)\/*(.+)$/.exec(address) ??
    [];
  const name = `${host}/${path?.replace(/\/+$/, '').replace(/\.git$/, '')}`.toLowerCase();
  // What the value of a tag may be.
  return host !== undefined && /^[a-z0-9_.:/=+@-]{1,256}$/.test(name) ? name : undefined;
}
