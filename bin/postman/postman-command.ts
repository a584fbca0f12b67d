import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { routes } from '../../config/routes';
import type { Command } from '../support/command';
import { CommandError } from '../support/command-error';
import type { Flags } from '../support/flags';
import { postmanFiles } from './postman-files';

const POSTMAN_FLAGS = {
  check: { type: 'boolean', describe: 'write nothing; exit code 1 when a file is not as it would be written' },
} as const satisfies Flags;

/** `npm run postman`: the collection and its environments, from the routes. */
export const postmanCommand: Command<typeof POSTMAN_FLAGS> = {
  name: 'npm run postman',
  summary: 'Writes the Postman collection for config/routes.ts, and its environments, to postman/.',
  flags: POSTMAN_FLAGS,
  async run({ flags: { check } }, { out, root }) {
    const files = Object.entries(postmanFiles(routes));
    if (!check) {
      for (const [name, content] of files) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), content);
        out(`wrote ${name}`);
      }
      return 0;
    }
    const stale = files.filter(([name, content]) => contentOf(join(root, name)) !== content);
    if (stale.length > 0) {
      throw new CommandError(
        stale.map(([name]) => ({
          what: name,
          got: contentOf(join(root, name)) === undefined ? 'no such file' : 'another content',
          expected: 'what config/routes.ts makes of it',
          fix: 'run npm run postman',
        })),
      );
    }
    out('postman/ is current');
    return 0;
  },
};

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
