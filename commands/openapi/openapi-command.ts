import { show } from '../../lib/check/fault';
import { placeholdersOf } from '../../lib/config/placeholders';
import { type Command, CommandError, type Flags } from '../kit/command';
import { warn } from '../kit/execute';
import { CHECK_FLAG, writeOrCheck } from '../kit/generated-files';
import { configOf } from '../project/config-flags';
import { CONFIG_FLAGS, contextOf } from '../project/context-flags';
import { OPERATIONS } from '../project/operations';
import { clientTypes } from './client-types';
import { openApiDocument } from './document';
import { serversOf } from './servers';

const NAME = 'npm run openapi';

/** The files that it writes: the document of `local`, and the types of the client that are made from it. */
const OPENAPI_FILES = { document: 'openapi.json', types: 'examples/client/schema.d.ts' } as const;

/** The flags of `npm run openapi`. */
const OPENAPI_FLAGS = {
  ...CONFIG_FLAGS,
  url: {
    type: 'string',
    value: 'URL',
    describe: "the deployment's address (default: its domain, or with a variable in it)",
  },
  ...CHECK_FLAG,
} as const satisfies Flags;

/** The members of an environment that show in the document. */
const SHOWN = ['issuer', 'domain', 'resourceMetadata'];

/** `npm run openapi`: the API described to programs. */
export const openapiCommand: Command<typeof OPENAPI_FLAGS> = {
  name: NAME,
  summary: `Writes ${OPENAPI_FILES.document}, the OpenAPI document of the API that npm start serves, and the types of the example client, ${OPENAPI_FILES.types}. With -c or --url it prints the document of a deployment.`,
  flags: OPENAPI_FLAGS,
  async run({ flags: { context, url, check } }, io) {
    const isForTheFile = context.length === 0 && url === undefined;
    const faults = [
      ...(check && !isForTheFile
        ? [{ what: '--check', got: 'it with another flag', expected: 'it alone', fix: 'leave the other one out' }]
        : []),
      ...(url === undefined || isAddress(url)
        ? []
        : [
            {
              what: '--url',
              got: show(url),
              expected: 'an http or https URL without user, query and fragment',
              fix: "write the stack's output Url",
            },
          ]),
    ];
    if (faults.length > 0) {
      throw new CommandError(faults);
    }
    const config = configOf(context);
    const document = openApiDocument({ config, operations: OPERATIONS, servers: serversOf(config, url) });
    const text = JSON.stringify(document, null, 2);
    if (isForTheFile) {
      const files = { [OPENAPI_FILES.document]: `${text}\n`, [OPENAPI_FILES.types]: await clientTypes(text) };
      writeOrCheck({ by: NAME, files, check }, io);
    } else {
      warn(placeholdersOf(config, contextOf(context), SHOWN), io);
      io.out(text);
    }
    return 0;
  },
};

function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    (url?.protocol === 'https:' || url?.protocol === 'http:') &&
    !(url.username || url.password || url.search || url.hash)
  );
}
