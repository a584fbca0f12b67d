import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CommandError, PrintedError } from '../kit/command';
import { ROOT } from '../kit/execute';

/** The folder of the client, whose own packages make its types: their generator takes no TypeScript of today's. */
const CLIENT = 'examples/client';

/** As much of openapi-typescript as is used. */
interface Generator {
  readonly COMMENT_HEADER: string;
  default(document: string, options: { readonly silent: boolean }): Promise<unknown>;
  astToString(made: unknown): string;
}

/**
 * TypeScript types of a document, by openapi-typescript.
 *
 * @param document its JSON
 * @throws CommandError where the generator is not installed; PrintedError with what it says, where it fails
 */
export async function clientTypes(document: string): Promise<string> {
  const { default: generate, astToString, COMMENT_HEADER } = loadGenerator();
  const made = await generate(document, { silent: true }).catch((error: Error) => {
    throw new PrintedError(`openapi-typescript: ${error.message}`, { cause: error });
  });
  return `${COMMENT_HEADER}${astToString(made)}`;
}

function loadGenerator(): Generator {
  try {
    return createRequire(join(ROOT, CLIENT, 'package.json'))('openapi-typescript');
  } catch (error) {
    throw new CommandError(
      [{ what: 'openapi-typescript', got: 'no such package', expected: `it for ${CLIENT}`, fix: 'run npm ci' }],
      { cause: error },
    );
  }
}
