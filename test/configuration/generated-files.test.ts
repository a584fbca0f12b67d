import { architectureCommand } from '../../commands/architecture/architecture-command';
import { costCommand } from '../../commands/cost/cost-command';
import { executionPolicyCommand } from '../../commands/execution-policy/execution-policy-command';
import { openapiCommand } from '../../commands/openapi/openapi-command';
import { postmanCommand } from '../../commands/postman/postman-command';
import { invoke } from '../commands/support/invoke';
import { ROOT } from '../support/run';

test('postman/ is what config/routes.ts makes; if not, npm run postman', async () => {
  expect(await invoke(postmanCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});

test('openapi.json and the types of the client are what the routes and lambda/operations make; if not, npm run openapi', async () => {
  expect(await invoke(openapiCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});

test('the picture in docs/operations.md is of prod; if not, npm run architecture', async () => {
  expect(await invoke(architectureCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});

test('docs/execution-policy.json is what the environments need; if not, npm run execution-policy', async () => {
  expect(await invoke(executionPolicyCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});

test('docs/operations.md says what prod costs; if not, npm run cost', async () => {
  expect(await invoke(costCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
});
