import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentReport } from '../../../commands/template-diff/environment-report';
import { templateDiffCommand } from '../../../commands/template-diff/template-diff-command';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { addStacks } from '../../../lib/add-mirror';
import { resolveConfig } from '../../../lib/config/resolve';
import { addDeployRole } from '../../../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../../../lib/deploy-role/deploy-role-config';
import { MIRRORED } from '../../support/mirror';
import { testApp } from '../../support/synth';
import { invoke } from '../support/invoke';

const folder = mkdtempSync(join(tmpdir(), 'template-diff-'));
const [base, head, broken] = ['base', 'head', 'broken'].map((name) => join(folder, name)) as [string, string, string];

beforeAll(() => {
  const app = testApp({ outdir: join(head, 'dev') });
  // Nobody has the account and region of prod for dev.
  const dev = { ...environments.dev, ...MIRRORED, bootstrapQualifier: 'devapi' };
  const changed = { ...environments, dev };
  addStacks(app, resolveConfig({ project, environments: changed, routes, functions, context: { env: 'dev' } }));
  app.synth();
  for (const copy of [
    join(head, 'new'),
    join(head, 'prod'),
    join(base, 'dev'),
    join(base, 'old'),
    join(base, 'prod'),
  ]) {
    cpSync(join(head, 'dev'), copy, { recursive: true });
  }
  const roles = testApp({ outdir: join(head, 'deploy-role') });
  addDeployRole(
    roles,
    resolveDeployRole({ project, environments, context: { repository: 'me/api', environments: 'dev' } }),
  );
  roles.synth();
  mkdirSync(join(head, 'asset.something'));
  const file = join(base, 'prod/Api.template.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"quotes:write"', '"quotes:old"'));
  // The mirror of prod differs, too.
  const mirror = join(base, 'prod/Mirror.template.json');
  writeFileSync(mirror, readFileSync(mirror, 'utf8').replace('"TLSv1.2_2021"', '"TLSv1"'));
  mkdirSync(join(broken, 'dev'), { recursive: true });
  writeFileSync(join(broken, 'dev/manifest.json'), '{}');
  mkdirSync(join(broken, 'prod'));
  writeFileSync(join(broken, 'prod/manifest.json'), '{');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it says of every environment what differs, in the words of cdk diff, without AWS credentials', async () => {
  const { code, out, err } = await invoke(templateDiffCommand, ['--base', base, '--head', head]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.match(/^##.*$/gm)).toEqual([
    '## Template difference',
    '### dev: no difference',
    '### dev Mirror: no difference',
    expect.stringMatching(/^### new: a new stack of \d+ resources$/),
    expect.stringMatching(/^### new Mirror: a new stack of \d+ resources$/),
    '### prod: 0 added, 0 removed, 1 changed',
    '### prod Mirror: 0 added, 0 removed, 1 changed',
    '### old: no longer there',
    '### old Mirror: no longer there',
  ]);
  expect(out).toMatch(/^### prod: .*\n\n```text\nStack Api \(wso2-http-api-dev\)\n[^`]*\n```$/m);
  expect(out).toMatch(/^\[~\] AWS::ApiGatewayV2::Route Http\/Api\/POST--quotes [^[]*\[~\] AuthorizationScopes$/m);
  expect(out).toMatch(/^ +\[-\] +"quotes:old"\n +\[\+\] +"quotes:write"$/m);
  expect(out).toMatch(
    /^### prod Mirror: .*\n\n```text\nStack Mirror \(wso2-http-api-dev-mirror\)\n[^`]*"?TLSv1"?\b[^`]*\n```$/m,
  );
  expect(out).not.toContain('\u001b');
});

test.each<[string, string[], string[]]>([
  ['no base', ['--head', head], ['--base — got nothing — expected a folder']],
  ['folders without assemblies', ['--base', folder, '--head', 'nowhere'], ['--base — got', '--head — got "nowhere" —']],
  [
    'an assembly without a stack, and one that is none',
    ['--base', broken, '--head', head],
    [
      'broken/dev/manifest.json — got no stack — expected one at least — name a folder',
      'broken/prod — got a file that is no JSON — expected a cloud assembly — name a folder',
      '--base — got',
    ],
  ],
])('it refuses %s', async (_, args, lines) => {
  const { code, out, err } = await invoke(templateDiffCommand, args, { root: folder });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.trimEnd().split('\n')).toEqual(lines.map((line) => expect.stringContaining(line)));
});

describe('the report of an environment', () => {
  const changed = { kind: 'changed', added: 0, removed: 0, changed: 1 } as const;

  test('cannot be left by backticks in a template', () => {
    expect(environmentReport('dev', changed, 'a ```` b', 100)).toMatch(/\n`````text\na ```` b\n`````$/);
  });

  test('is cut at a line where it is too long for a summary, and says so', () => {
    expect(environmentReport('dev', changed, '│ one\n│ two\n', 12)).toMatch(
      /\n```text\n│ one\n```\n\nThe rest is too long for a summary: run this command on your machine\.$/,
    );
  });
});
