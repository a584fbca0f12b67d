import { benchCommand } from '../../bench/bench-command';
import { costCommand } from '../../commands/cost/cost-command';
import type { Command } from '../../commands/kit/command';
import { configOf } from '../../commands/project/config-flags';
import { startCommand } from '../../commands/start/start-command';
import { scripts } from '../../package.json';
import { mutationsCommand } from '../mutations/mutations-command';
import { recipesCommand } from '../recipes/recipes-command';
import { run } from '../support/run';
import { COMMANDS } from './support/all-commands';
import { invoke } from './support/invoke';

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s is what its script is called, and --help tells it with every flag',
  async (name, command) => {
    const script = name.replace('npm run ', '');
    expect(scripts).toHaveProperty([script], `node --require ./commands/kit/typescript.cjs bin/${script}.ts`);
    const { code, out, err } = await invoke(command, ['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.replace(/\n/g, ' ')).toContain(`${command.summary}    ${name} -- `);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out.match(/--[a-z][a-z-]+(?=.* {2})/g)).toEqual(expect.arrayContaining(namesIn(command)));
  },
);

// All in one process, which reads its flags once for each starter: a process each would take much longer.
test('each starts as npm starts it', async () => {
  const starters = COMMANDS.map(({ name }) => `./bin/${name.replace('npm run ', '')}.ts`);
  const preloaded = ['./commands/kit/typescript.cjs', ...starters].flatMap((module) => ['--require', module]);
  const { code, stdout, stderr } = await run([...preloaded, './bin/start.ts', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const { summary, name } of [...COMMANDS, startCommand]) {
    expect(stdout.replace(/\s+/g, ' ')).toContain(`${summary} ${name} -- `);
  }
}, 60_000);

test.each([
  ['bench', benchCommand, ['--runs', '0'], '--runs — got "0" — expected a whole number of at least 1 — '],
  [
    'mutations',
    mutationsCommand,
    ['no such edit'],
    'TEXT — got "no such edit" — expected a part of what an edit does — ',
  ],
  ['recipes', recipesCommand, ['no such recipe'], 'TEXT — got "no such recipe" — expected a part of '],
] as const)('npm run %s, for those who build this, speaks as the others do', async (script, command, args, fault) => {
  expect(command.name).toBe(`npm run ${script}`);
  expect(Object.keys(scripts)).toContain(script);
  const { code, out, err } = await invoke(command as Command, args);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(fault);
});

function namesIn({ flags }: Command): string[] {
  return Object.keys(flags).map((flag) => `--${flag}`);
}

test.each(['context', 'client', 'ca', 'check', 'json'])('--%s is the same flag wherever it is taken', (flag) => {
  // The roles are no environment, and have a context of their own.
  const others = COMMANDS.filter(({ name }) => name !== 'npm run deploy-role');
  const all = others.flatMap(({ flags }) => flags[flag] ?? []);
  expect(all.length).toBeGreaterThan(1);
  expect(new Set(all.map((spec) => JSON.stringify(spec))).size).toBe(1);
});

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s ends its flags with those that others have',
  (_, { flags }) => {
    const shared = ['ca', 'check', 'json'].filter((flag) => flag in flags);
    expect(Object.keys(flags).slice(Object.keys(flags).length - shared.length)).toEqual(shared);
  },
);

test.each<[string, readonly string[], string]>([
  [
    '--json and --check of cost',
    ['--json', '--check'],
    '--check — got it with another flag — expected it alone — leave the other one out\n',
  ],
  [
    'a flag that cost took once',
    ['--write'],
    '--write — got a flag that is gone — expected what took its place — leave it out: npm run cost without flags writes docs/operations.md\n',
  ],
  [
    'a context that is no assignment',
    ['-c', 'prod'],
    '-c — got "prod" — expected env=NAME, issuer=URL or clientId=ID[,ID…] — write -c env=dev, say\n',
  ],
  [
    'a context that nothing reads',
    ['-c', 'evn=prod', '-c', 'issuer'],
    '-c — got "evn=prod" — expected env=NAME, issuer=URL or clientId=ID[,ID…] — write -c env=dev, say\n' +
      '-c — got "issuer" — expected env=NAME, issuer=URL or clientId=ID[,ID…] — write -c env=dev, say\n',
  ],
])('%s are refused', async (_, args, err) => {
  expect(await invoke(costCommand, args)).toEqual({ code: 1, out: '', err });
});

test('a context of the CDK itself is left to the CDK', () => {
  expect(configOf(['@aws-cdk/core:checkSecretUsage=true', 'env=prod']).name).toBe('prod');
});
