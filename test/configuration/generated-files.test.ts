import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architectureCommand } from '../../commands/architecture/architecture-command';
import { COST_DOCUMENT, costCommand } from '../../commands/cost/cost-command';
import { postmanCommand } from '../../commands/postman/postman-command';
import { invoke } from '../commands/support/invoke';
import { ROOT } from '../support/run';

test('postman/ is what config/routes.ts makes; if not, npm run postman', async () => {
  expect(await invoke(postmanCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});

test('the picture in README.md is of prod; if not, npm run architecture', async () => {
  expect(await invoke(architectureCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});

test('docs/operations.md says what prod costs; if not, npm run cost -- --write', async () => {
  const { code, out, err } = await invoke(costCommand, []);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(readFileSync(join(ROOT, COST_DOCUMENT), 'utf8')).toContain(`<!-- cost -->\n\n${out}\n<!-- /cost -->`);
});
