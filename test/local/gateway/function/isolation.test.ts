import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shareTestPool, startTestPool } from '../support/test-pool';

// Nothing of the machine that the developer has there is what a function finds, or reaches.

const FILES = {
  'index.mjs': `
    import * as fs from 'node:fs';
    import os from 'node:os';
    import { execSync } from 'node:child_process';
    export const handler = async (expression) => ({ is: await eval(expression) });`,
  'data.txt': 'of the bundle',
  'public/index.html': '<h1>of the bundle</h1>',
};
/** Evaluates an expression in a function. */
const evaluating = (pool = startTestPool(FILES)) => {
  const evaluate = async (expression: string) => ((await pool.result(expression)) as { is: unknown }).is;
  return { ...pool, evaluate };
};
/** For tests that change nothing there. */
const shared = shareTestPool(FILES);

describe("the working directory of a function is the folder of its code's copy", () => {
  test('where relative paths lead, and what a process that it starts is told [F165]', async () => {
    const { fn, evaluate } = evaluating(shared());
    const folder = await evaluate('process.cwd()');
    expect(folder).toBe(await evaluate('process.env.LAMBDA_TASK_ROOT'));
    expect(folder).toBe(await evaluate(`execSync('pwd').toString().trim()`));
    expect(folder).not.toBe(fn.codeDir);
    expect(await evaluate(`fs.readdirSync('.').sort()`)).toEqual(['data.txt', 'index.mjs', 'public']);
    expect(await evaluate(`fs.readFileSync('data.txt', 'utf8')`)).toBe('of the bundle');
    expect(await evaluate(`fs.existsSync('./package.json') || fs.existsSync('.git/config')`)).toBe(false);
  });

  test('so that a static-file handler serves what is in the bundle, and nothing else [F165]', async () => {
    const { result } = startTestPool({
      ...FILES,
      'index.mjs': `
        import { readFile } from 'node:fs/promises';
        import { join, normalize } from 'node:path';
        const serveStatic = ({ root }) => async (path) => {
          const file = join(root, normalize('/' + path));
          return readFile(file, 'utf8').catch(() => 404);
        };
        export const handler = serveStatic({ root: './' });`,
    });
    expect(await result('public/index.html')).toBe('<h1>of the bundle</h1>');
    expect(await result('.git/config')).toBe(404);
    expect(await result('package.json')).toBe(404);
  });

  test('and writing there does not reach the files that it was copied from [F166]', async () => {
    const { fn, evaluate } = evaluating();
    const write = (file: string) =>
      evaluate(
        `(() => { try { fs.writeFileSync('${file}', 'changed'); return 'written'; } catch ({ code }) { return code; } })()`,
      );
    // Root may write everywhere, which is why it is a copy.
    const outcome = process.getuid?.() === 0 ? 'written' : 'EACCES';
    expect([await write('data.txt'), await write('new.txt')]).toEqual([outcome, outcome]);
    expect(readFileSync(join(fn.codeDir, 'data.txt'), 'utf8')).toBe('of the bundle');
    expect(readdirSync(fn.codeDir).sort()).toEqual(['data.txt', 'index.mjs', 'public']);
    expect(existsSync('new.txt')).toBe(false);
  });

  test('and it can be changed, as can the mask of new files [F165]', async () => {
    const { evaluate } = evaluating();
    const temp = await evaluate('process.env.TMPDIR');
    expect(await evaluate(`(process.chdir(os.tmpdir()), process.cwd())`)).toBe(temp);
    expect(await evaluate(`(process.umask(0o077), process.umask())`)).toBe(0o077);
    expect(process.cwd()).not.toBe(temp);
  });
});

describe("nothing of the host's is in a function's environment", () => {
  test('not in what the kernel and the diagnostic report show of it [F165]', async () => {
    process.env['SECRET_OF_THE_HOST'] = 's3cret';
    try {
      const { evaluate } = evaluating();
      const report = (await evaluate('process.report.getReport()')) as { environmentVariables: object };
      expect(report.environmentVariables).toHaveProperty('AWS_LAMBDA_FUNCTION_NAME');
      expect(JSON.stringify(report)).not.toContain('s3cret');
      const seen = await evaluate(
        `['/proc/self/environ'].filter(fs.existsSync).map((file) => fs.readFileSync(file, 'utf8'))`,
      );
      expect(JSON.stringify(seen)).not.toContain('s3cret');
      expect(await evaluate(`execSync('env').toString()`)).not.toContain('s3cret');
    } finally {
      delete process.env['SECRET_OF_THE_HOST'];
    }
  });

  test('its home folder is empty and its own, and so is that for temporary files [F167]', async () => {
    const { evaluate } = evaluating();
    const folders = (await evaluate('[os.homedir(), os.tmpdir(), process.env.LAMBDA_TASK_ROOT]')) as string[];
    const [home = '', temp = '', taskRoot = ''] = folders;
    expect(await evaluate('[fs.readdirSync(os.homedir()), fs.readdirSync(os.tmpdir())]')).toEqual([[], []]);
    expect([home, temp].map((folder) => realpathSync(dirname(dirname(folder))))).toEqual(
      Array(2).fill(dirname(taskRoot)),
    );
    await evaluate(`fs.writeFileSync(os.tmpdir() + '/kept', '1')`);
    expect(await evaluate('fs.readdirSync(os.tmpdir())')).toEqual(['kept']);
  });

  test('the AWS SDK finds no credentials: no shared files, no profile, no metadata service [F168]', async () => {
    const { evaluate } = evaluating(shared());
    const { HOME: home = '', ...rest } = (await evaluate('({ ...process.env })')) as Record<string, string>;
    expect(rest['AWS_SHARED_CREDENTIALS_FILE']).toBe(join(home, '.aws/credentials'));
    expect(rest['AWS_CONFIG_FILE']).toBe(join(home, '.aws/config'));
    expect(rest['AWS_EC2_METADATA_DISABLED']).toBe('true');
    const sources = /^AWS_(ACCESS|SECRET|SESSION|PROFILE|DEFAULT_PROFILE|ROLE|WEB_IDENTITY|CONTAINER|SSO|CREDENTIAL)/;
    expect(Object.keys(rest).filter((name) => sources.test(name))).toEqual([]);
  });

  test('neither flags of the gateway nor its NODE_OPTIONS are those of a function; the template has its own [F165]', async () => {
    const host = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--no-warnings';
    try {
      const { result } = startTestPool(
        `export const handler = async () => [process.execArgv, process.env.NODE_OPTIONS, Error.stackTraceLimit];`,
        { Environment: { Variables: { NODE_OPTIONS: '--stack-trace-limit=7' } }, MemorySize: 200 },
      );
      expect(await result()).toEqual([['--max-old-space-size=200'], '--stack-trace-limit=7', 7]);
    } finally {
      process.env['NODE_OPTIONS'] = host;
      if (host === undefined) {
        delete process.env['NODE_OPTIONS'];
      }
    }
  });
});

describe('variables that are given for all functions', () => {
  test("replace the template's, and Lambda's own replace them [F169]", async () => {
    const fn = { Environment: { Variables: { TABLE: 'of the template', KEPT: 'yes' } } };
    const given = { TABLE: 'given', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_REGION: 'mars-1', HOME: '/given' };
    const { result } = startTestPool('export const handler = async () => ({ ...process.env });', fn, 1, given);
    expect(await result()).toMatchObject({
      TABLE: 'given',
      KEPT: 'yes',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_REGION: 'eu-west-1',
      HOME: '/given',
    });
  });
});

test('links that lead out of the folder of the code are followed, as when an asset is zipped; others stay links [F166]', async () => {
  const { fn, result } = startTestPool(`
    import { readFileSync, readlinkSync, lstatSync } from 'node:fs';
    export const handler = async () => [
      readFileSync('out.txt', 'utf8'), lstatSync('out.txt').isSymbolicLink(), readlinkSync('in.txt')];`);
  const outside = join(dirname(fn.codeDir), 'outside.txt');
  writeFileSync(outside, 'outside');
  execFileSync('ln', ['-s', outside, join(fn.codeDir, 'out.txt')]);
  execFileSync('ln', ['-s', 'index.mjs', join(fn.codeDir, 'in.txt')]);
  expect(await result()).toEqual(['outside', false, 'index.mjs']);
});

test('a link that leads back to a folder that it is in fails the invocation, and is not followed without end', async () => {
  const { fn, invoke } = startTestPool('export const handler = async () => 1;');
  symlinkSync(realpathSync(fn.codeDir), join(fn.codeDir, 'again'));
  expect(await invoke()).toMatchObject({
    kind: 'failed',
    errorType: 'Gateway.NoTaskRoot',
    errorMessage: expect.stringMatching(
      /^the code cannot be copied: Error: the link .*again leads back to .*, which it is in$/,
    ),
  });
});
