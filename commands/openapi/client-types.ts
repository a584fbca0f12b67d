import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CommandError, PrintedError } from '../kit/command';
import { ROOT } from '../kit/execute';

/** The folder of the client, whose own packages make its types: their generator takes no TypeScript of today's. */
const CLIENT = 'examples/client';

/**
 * TypeScript types of a document, by openapi-typescript.
 *
 * @param document its JSON
 * @throws CommandError where the generator is not installed; PrintedError with what it printed, where it fails
 */
export function clientTypes(document: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [generator()], {
    cwd: join(ROOT, CLIENT),
    input: document,
    encoding: 'utf8',
    env: { NO_COLOR: '1' },
  });
  if (status !== 0) {
    throw new PrintedError(`openapi-typescript: ${stderr.trim()}`);
  }
  return stdout;
}

function generator(): string {
  try {
    const { resolve } = createRequire(join(ROOT, CLIENT, 'package.json'));
    return join(dirname(resolve('openapi-typescript/package.json')), 'bin/cli.js');
  } catch (error) {
    throw new CommandError(
      [{ what: 'openapi-typescript', got: 'no such package', expected: `it for ${CLIENT}`, fix: 'run npm ci' }],
      { cause: error },
    );
  }
}
