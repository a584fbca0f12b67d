import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cdkJson from '../../cdk.json';
import { configOf } from '../../commands/project/config-flags';
import { synthesize } from '../../commands/project/synthesize';
import { stackOf } from '../../commands/project/template';
import { environments } from '../../config/environments';
import type { Environment } from '../../lib/config/environment';
import packageJson from '../../package.json';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { ROOT, run } from '../support/run';

jest.setTimeout(120_000);

const [FOR_AWS = ''] =
  Object.entries(environments).find(([, { laptopOnly }]: [string, Environment]) => !laptopOnly) ?? [];

describe('the synthesis of the laptop', () => {
  /** An assembly for AWS, as `npm start -- -c env=NAME` makes it. */
  let outdir: string;

  beforeAll(async () => {
    outdir = join(tempFolder({}), 'cdk.out');
    await synthesize({ env: FOR_AWS }, outdir);
  });

  it('makes the template that is deployed', () => {
    const made = readFileSync(join(outdir, 'Api.template.json'), 'utf8');
    // That of the command is made without the code, so that hashes differ.
    const masked = (text: string) =>
      text.replace(/[0-9a-f]{64}(?=\.zip)/g, '').replace(/(?<=CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '');
    expect(JSON.parse(masked(made))).toEqual(
      JSON.parse(masked(JSON.stringify(stackOf(configOf([`env=${FOR_AWS}`])).template))),
    );
  });

  it('is refused by cdk deploy, with nothing asked of AWS', async () => {
    const cdk = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
    const { code, stdout, stderr } = await run([cdk, 'deploy', '--app', outdir, '--no-validation', '--force']);
    expect(stdout + stderr).toMatch(/^ERROR npm start has synthesized this for a laptop, and nobody has judged it/m);
    expect({ code, asksAws: /credential/i.test(stdout + stderr) }).toEqual({ code: 1, asksAws: false });
  });

  it('is of an app that nothing else starts', () => {
    const sources = ['bin', 'commands', 'config', 'lib', 'local', 'mirror'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    const files = ['cdk.json', 'package.json', ...sources.filter((name) => /\.(ts|mjs|cjs)$/.test(name))];
    const naming = files.filter((name) => /laptop-app/.test(readFileSync(join(ROOT, name), 'utf8')));
    expect(naming).toEqual(['commands/project/synthesize.ts']);
  });

  it('is not to be had from the app of cdk.json, which takes no switch but one that starts cdk-preflight instead', () => {
    expect([cdkJson.app, packageJson.scripts.synth, packageJson.scripts.diff]).toEqual([
      expect.stringMatching(/ bin\/app\.ts$/),
      'cdk synth --quiet',
      'cdk diff',
    ]);
    // Nothing below it reads a variable: noProcessEnv of biome.json; and nothing but its own keys of the context.
    const read = readFileSync(join(ROOT, 'bin/app.ts'), 'utf8').match(/process\.\w+(\['\w+'\])?/g);
    expect(read).toEqual([
      "process.env['CDK_DEFAULT_ACCOUNT']",
      "process.env['CDK_DEFAULT_REGION']",
      "process.env['CI']",
      "process.env['CDK_VALIDATION']",
    ]);
  });
});
