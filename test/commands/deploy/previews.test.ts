import { createPreviewsCommand } from '../../../commands/deploy/previews-command';
import type { ListedStack } from '../../../commands/project/deployed-stack';
import { project } from '../../../config/environments';
import { invoke } from '../support/invoke';

const OURS = 'github.com/team/api';

function stack(
  name: string,
  tags: Readonly<Record<string, string>> = { preview: name, repository: OURS },
): ListedStack {
  return {
    stackName: `${project}-${name}`,
    status: 'CREATE_COMPLETE',
    tags,
    changed: new Date('2026-11-26T00:00:00Z'),
  };
}

const previews = (stacks: readonly ListedStack[], repository: string | undefined, ...args: readonly string[]) =>
  invoke(createPreviewsCommand({ list: async () => stacks, repository: () => repository }), args);

const STACKS = [
  stack('pr-12'),
  stack('pr-demo', { preview: 'pr-demo', repository: 'GitHub.com/Team/API' }),
  stack('pr-3', { preview: 'pr-3' }),
  stack('dev', { environment: 'dev', repository: OURS }),
  // Somebody else's.
  stack('pr-4', { preview: 'pr-4', repository: 'github.com/other/api' }),
  { ...stack('pr-5'), stackName: 'orders-pr-5' },
  // None that -c env could name.
  stack('pr-12-x', { preview: 'pr-12-x', repository: OURS }),
  stack('pr-$(x)', { preview: 'pr-$(x)', repository: OURS }),
];

test('are those stacks that are tagged and named as previews, of this repository or of none', async () => {
  const { code, out } = await previews(STACKS, OURS, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).previews.map(({ name }: { readonly name: string }) => name)).toEqual([
    'pr-12',
    'pr-demo',
    'pr-3',
  ]);
});

test('are those of no repository where this checkout has none', async () => {
  const { out } = await previews(STACKS, undefined, '--json');
  expect(JSON.parse(out).previews).toEqual([
    { name: 'pr-3', stack: `${project}-pr-3`, status: 'CREATE_COMPLETE', changed: '2026-11-26T00:00:00.000Z' },
  ]);
});

test('stand in a table for people', async () => {
  const { out } = await previews(STACKS, OURS);
  expect(out.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^preview +stack +state +last change$/),
    expect.stringMatching(new RegExp(`^pr-12 +${project}-pr-12 +CREATE_COMPLETE +2026-11-26T00:00:00.000Z$`)),
  ]);
});

test('stand alone, a line each, for a script', async () => {
  expect((await previews(STACKS, OURS, '--names')).out).toBe('pr-12\npr-demo\npr-3\n');
  expect((await previews([], OURS, '--names')).out).toBe('');
  expect(await previews(STACKS, OURS, '--names', '--json')).toMatchObject({
    code: 1,
    err: '--json — got it with --names — expected one of the two — leave one out\n',
  });
});

test('are none where none is deployed', async () => {
  expect(await previews([], OURS)).toEqual({ code: 0, out: '', err: 'no preview is deployed\n' });
});
