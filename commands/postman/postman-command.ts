import { routes } from '../../config/routes';
import type { Command } from '../kit/command';
import { CHECK_FLAG, writeOrCheck } from '../kit/generated-files';
import { postmanFiles } from './postman-files';

const NAME = 'npm run postman';

/** `npm run postman`: the collection and its environments, from the routes. */
export const postmanCommand: Command<typeof CHECK_FLAG> = {
  name: NAME,
  summary: 'Writes the Postman collection for config/routes.ts, and its environments, to postman/.',
  flags: CHECK_FLAG,
  async run({ flags: { check } }, io) {
    writeOrCheck({ by: NAME, files: postmanFiles(routes), check }, io);
    return 0;
  },
};
