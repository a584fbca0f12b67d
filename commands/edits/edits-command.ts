import type { Command } from '../kit/command';
import { CHECK_FLAG, withMarkedBlock, writeOrCheck } from '../kit/generated-files';
import { editTable } from './edit-table';

const NAME = 'npm run edits';
const GUIDE = 'docs/operations.md';

/** `npm run edits`: what each edit of the configuration does to what is deployed, as a table in docs/operations.md. */
export const editsCommand: Command<typeof CHECK_FLAG> = {
  name: NAME,
  summary: 'Writes into docs/operations.md what CloudFormation does for each edit of the configuration.',
  flags: CHECK_FLAG,
  async run({ flags: { check } }, io) {
    writeOrCheck({ by: NAME, files: { [GUIDE]: withMarkedBlock(io.root, GUIDE, 'edits', editTable()) }, check }, io);
    return 0;
  },
};
