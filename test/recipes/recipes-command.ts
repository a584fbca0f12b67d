import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Command, CommandError, type Flags } from '../../commands/kit/command';
import { show } from '../../lib/check/fault';
import { copyProject } from '../support/project-copy';
import { ROOT } from '../support/run';
import { applyRecipe, type Recipe, shippedRecipes } from './recipe';

/** The tests that look at what is made of config/ and lib/resources.ts: only they may tell of a recipe. */
const MAY_DIFFER = ['test/configuration/templates.test.ts', 'test/configuration/generated-files.test.ts'];

/** The commands that bring those up to date. */
const UPDATES = ['postman', 'openapi', 'architecture', 'cost', 'execution-policy'].map((name) => [
  '--require',
  './commands/kit/typescript.cjs',
  `bin/${name}.ts`,
]);

const FLAGS = {
  quick: { type: 'boolean', describe: 'leave the tests out' },
} as const satisfies Flags;

/** `npm run recipes`: exit code 1 where a recipe does what docs/extending.md says that none does. */
export const recipesCommand: Command<typeof FLAGS> = {
  name: 'npm run recipes',
  summary:
    'Applies each recipe of docs/extending.md to a copy of the project, and fails where types, style, rules or a test tell of it, but for snapshots and generated files.',
  flags: FLAGS,
  positional: { name: 'TEXT', describe: 'a part of the headings of those to try (default: all)' },
  async run({ flags: { quick }, positionals: [text = ''] }, io) {
    const all = shippedRecipes(ROOT);
    const recipes = all.filter(({ name }) => name.includes(text));
    if (recipes.length === 0) {
      const expected = `a part of ${all.map(({ name }) => show(name)).join(', ')}`;
      throw new CommandError([{ what: 'TEXT', got: show(text), expected, fix: 'write one' }]);
    }
    let failed = 0;
    for (const recipe of recipes) {
      io.progress?.(`trying ${recipe.name} …`);
      const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
      const began = io.now();
      const failures = await tried(recipe, folder, quick);
      rmSync(folder, { recursive: true, force: true });
      failed += failures.length > 0 ? 1 : 0;
      const seconds = Math.round((io.now() - began) / 1000);
      io.out(`${failures.length === 0 ? 'ok    ' : 'FAILED'}  ${recipe.name} (${seconds} s)`);
      for (const failure of failures) {
        io.out(failure);
      }
    }
    return failed === 0 ? 0 : 1;
  },
};

/** The failures in a copy with the recipe. */
async function tried(recipe: Recipe, folder: string, isQuick: boolean): Promise<string[]> {
  const copy = join(folder, 'copy');
  copyProject(copy);
  await install(recipe.packages, folder, copy);
  applyRecipe(recipe, copy);
  // Tests and linter ask git which files there are.
  await run('git', ['init', '--quiet'], copy);
  await run('git', ['add', '--all'], copy);

  const failures: string[] = [];
  const check = async (what: string, ...args: string[]) => {
    const { code, output } = await run(process.execPath, args, copy);
    if (code !== 0) {
      failures.push(`${what}:\n${output}\n`);
    }
  };
  await check('types', 'node_modules/typescript/bin/tsc');
  await check('lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off');
  await check('synth', '--require', './commands/kit/typescript.cjs', 'bin/check-synth.ts');
  if (isQuick || failures.length > 0) {
    return failures;
  }
  const differing = await failingTests(copy);
  failures.push(...differing.filter((file) => !MAY_DIFFER.includes(file)).map((file) => `test: ${file}\n`));
  for (const update of UPDATES) {
    await check(update.join(' '), ...update);
  }
  await check('tests of the configuration, once they are updated', ...JEST, '--ci=false', '-u', 'test/configuration');
  return failures;
}

const JEST = ['node_modules/jest/bin/jest.js', '--silent'];

/** The test files of which a test fails. */
async function failingTests(copy: string): Promise<string[]> {
  const report = join(copy, '..', 'jest.json');
  const { output } = await run(process.execPath, [...JEST, '--ci', '--json', `--outputFile=${report}`], copy);
  if (!existsSync(report)) {
    throw new Error(`npm test — got no report — ${output}`);
  }
  const { testResults }: { testResults: { name: string; status: string }[] } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.filter(({ status }) => status !== 'passed').map(({ name }) => relative(copy, name));
}

/** Gives a copy the packages of the project and these besides, which are installed beside it: the project's own stay as they are. */
async function install(packages: readonly string[], folder: string, copy: string): Promise<void> {
  const beside = join(folder, 'node_modules');
  if (packages.length > 0) {
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, ...packages];
    const { code, output } = await run('npm', args, folder);
    if (code !== 0) {
      throw new Error(`npm install ${packages.join(' ')} — got exit code ${code} — ${output}`);
    }
  }
  rmSync(join(copy, 'node_modules'));
  link(join(ROOT, 'node_modules'), join(copy, 'node_modules'), '@aws-sdk');
  link(join(ROOT, 'node_modules/@aws-sdk'), join(copy, 'node_modules/@aws-sdk'));
  for (const name of packages.map((one) => one.replace(/@[^@]*$/, ''))) {
    rmSync(join(copy, 'node_modules', name), { force: true });
    symlinkSync(join(beside, name), join(copy, 'node_modules', name));
  }
}

/** Makes a folder of links to what another one holds, but for one of them. */
function link(from: string, to: string, but = ''): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((one) => one !== but)) {
    symlinkSync(join(from, name), join(to, name));
  }
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr }),
    );
  });
}
