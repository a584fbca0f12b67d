import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from '../commands/kit/command';
import { startCommand } from '../commands/start/start-command';
import { environments, project } from '../config/environments';
import { isPreviewName } from '../lib/config/previews';
import packageJson from '../package.json';
import { COMMANDS } from './commands/support/all-commands';
import { anchorsOf } from './support/anchors';

const ROOT = join(__dirname, '..');
const ALL = [startCommand as unknown as Command, ...COMMANDS];
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => name !== '' && existsSync(join(ROOT, name)));

const FOLDERS = '(?:\\.ci|\\.github|bench|bin|commands|config|docs|examples|lambda|lib|local|postman|test)';

describe.each(documents)('%s', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8');
  const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];

  test('links to files that exist', () => {
    const links = found(/\]\((?!https?:|#)([^)#]+)/g);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(name), link)))).toEqual([]);
  });

  test('links to headings that exist', () => {
    const links = found(/\]\((?!https?:)([^)\s]*#[^)\s]+)\)/g);
    const leadsNowhere = links.filter((link) => {
      const [file, anchor = ''] = link.split('#');
      const target = file ? join(ROOT, dirname(name), file) : join(ROOT, name);
      return !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(leadsNowhere).toEqual([]);
  });

  test('names files and folders that exist', () => {
    const paths = found(new RegExp(`\`(${FOLDERS}/[\\w./-]*)\`(?!, a new file)`, 'g'));
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('names scripts that package.json has', () => {
    const scripts = found(/npm run (?:--silent )?([a-z][\w:-]*)/g);
    expect(scripts.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });

  test('names flags that the commands have', () => {
    // A command ends with its line, with a pipe or a comment, or with the backtick that ends its name in prose.
    const calls = [...text.matchAll(/npm (start|run (?:--silent )?[a-z][\w:-]*) -- ([^|#`)\n]*)/g)];
    const unknown = calls.flatMap(([, started = '', rest = '']) => {
      const command = ALL.find((one) => one.name === `npm ${started.replace('--silent ', '')}`);
      // What a command passes on, or a script is that is none of ours, has flags that are not ours to know.
      const flags = command && command.passesOnTo === undefined ? command.flags : undefined;
      return flags ? (rest.match(/--[a-z][\w-]*/g) ?? []).filter((flag) => !(flag.slice(2) in flags)) : [];
    });
    expect(unknown).toEqual([]);
  });

  test('names environments that exist', () => {
    const names = found(/-c env=([a-z][\w-]*)/g);
    expect(names.filter((env) => !(env in environments) && env !== 'pr-N' && !isPreviewName(env))).toEqual([]);
  });
});

test('README names the scripts that a user needs, and it or CONTRIBUTING every one', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  for (const script of ['start', 'test', 'run synth', 'run diff', 'run deploy', 'run explain', 'run smoke']) {
    expect(readme.replaceAll('--silent ', '')).toContain(`npm ${script}`);
  }
  const both = `${readme}${readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')}`.replaceAll('--silent ', '');
  const named = (script: string) => both.includes(`npm ${script}`) || both.includes(`npm run ${script}`);
  // A part of npm run check.
  expect(Object.keys(packageJson.scripts).filter((script) => !named(script) && !script.startsWith('check:'))).toEqual(
    [],
  );
});

test('package.json pins the CDK CLI to the release that works', () => {
  expect(packageJson.devDependencies['aws-cdk']).toBe('2.1148.1');
});

test('no document names the project, but where a command writes it: renaming it is one edit', () => {
  const naming = documents.filter((name) => {
    const text = readFileSync(join(ROOT, name), 'utf8');
    return text.replace(/<!-- (\w+) -->.*?<!-- \/\1 -->/gs, '').includes(project);
  });
  expect(naming).toEqual([]);
});
