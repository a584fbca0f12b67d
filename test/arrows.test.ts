import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Imports that a file may not have, and the reason that the linter gives. */
const REFUSED: readonly [file: string, imported: string, reason: RegExp][] = [
  ['config/probe.ts', 'aws-cdk-lib', /^config\/ is plain data/],
  ['config/probe.ts', '../commands/kit/text', /^config\/ is plain data/],
  ['lib/probe.ts', '../config/routes', /^lib\/ is what ends up in AWS/],
  ['lib/probe.ts', '../local/gateway', /^lib\/ is what ends up in AWS/],
  ['lib/config/probe.ts', '../monitoring/alarms', /^lib\/config is below the constructs/],
  ['lib/monitoring/probe.ts', '../api-stack', /^lib\/monitoring builds on/],
  ['lib/mirror/probe.ts', '../api-stack', /^lib\/mirror builds on/],
  ['lib/mirror/probe.ts', '../../mirror', /^lib\/mirror builds on/],
  ['lib/deploy-role/probe.ts', '../monitoring/alarms', /^lib\/deploy-role builds on/],
  ['lib/api/probe.ts', '../config/environment', /^lib\/api speaks of API Gateway, never of this app/],
  ['lib/check/probe.ts', '../api/types', /^lib\/check is the ground floor/],
  ['lambda/probe.ts', '../lib/api/types', /^lambda\/ is what runs in AWS/],
  ['lambda/pricing/probe.ts', '../../config/environments', /^lambda\/ is what runs in AWS/],
  ['lambda/mirror/probe.ts', '../../mirror/rebuild', /^mirror\/ is entered by its index\.ts/],
  ['mirror/probe.ts', '../lib/config/resolve', /^mirror\/ runs in AWS too/],
  ['mirror/probe.ts', '../local/authorizer/key-set', /^mirror\/ runs in AWS too/],
  ['mirror/probe.ts', '../local/gateway', /^mirror\/ runs in AWS too/],
  ['mirror/probe.ts', '../lambda/telemetry', /^mirror\/ runs in AWS too/],
  ['commands/mirror/probe.ts', '../../mirror/rebuild', /^mirror\/ is entered by its index\.ts/],
  ['local/probe.ts', './gateway/model', /^What stands in local\/ itself/],
  ['local/probe.ts', '../lib/check/fault', /^local\/ proves the template/],
  ['local/authorizer/probe.ts', '../gateway', /^local\/authorizer uses nothing of ours/],
  ['local/gateway/probe.ts', '../issuer', /^local\/gateway uses local\/authorizer/],
  ['local/gateway/probe.ts', '../authorizer/key-set', /entered by its index\.ts/],
  ['local/gateway/assembly/probe.ts', '../../../config/routes', /^local\/ proves the template/],
  ['local/issuer/probe.ts', '../authorizer', /^local\/issuer uses nothing of ours/],
  ['local/gateway/probe.ts', '../console', /^local\/gateway uses local\/authorizer/],
  ['local/console/probe.ts', '../issuer', /^local\/console uses nothing of ours/],
  ['local/console/probe.ts', '../gateway/model', /^local\/console uses nothing of ours/],
  ['local/console/probe.ts', './page/main', /^The page runs in a browser/],
  ['local/console/probe.ts', '../../commands/kit/redact', /^local\/ proves the template/],
  ['local/console/page/probe.ts', '../guard', /^The page runs in a browser/],
  ['local/console/page/probe.ts', 'node:fs', /^The page runs in a browser/],
  ['bin/probe.ts', '../local/gateway', /^bin\/ only starts/],
  ['commands/kit/probe.ts', '../wso2/places', /^commands\/kit is a command line as such/],
  ['commands/kit/probe.ts', '../../config/environments', /^commands\/kit is a command line as such/],
  ['commands/project/probe.ts', '../token/token-options', /^A command imports no other command/],
  ['commands/token/probe.ts', '../explain/advice', /^A command imports no other command/],
  ['commands/advice/probe.ts', '../explain/explanation-text', /^A command imports no other command/],
  ['commands/start/probe.ts', '../console/deployment-host', /^A command imports no other command/],
  ['commands/start/probe.ts', '../../local/console/guard', /entered by its index\.ts/],
  ['commands/token/probe.ts', '../../bin/start', /^commands\/ hold what bin\/ starts/],
  ['commands/token/probe.ts', '../../local/gateway/server', /entered by its index\.ts/],
  ['commands/a-new-one/probe.ts', '../token/token-options', /^A command imports no other command/],
  ['commands/a-new-one/probe.ts', '../../test/support/synth', /^Nothing that ships imports a test/],
  ['commands/openapi/probe.ts', '../../lambda/handler', /^commands\/ hold what bin\/ starts/],
  ['commands/openapi/probe.ts', '../../lambda/operations/quotes', /by its index\.ts/],
  ['bench/probe.ts', '../local/issuer/mint', /entered by its index\.ts/],
  ['lib/probe.ts', '../config/functions', /^lib\/ is what ends up in AWS/],
  ['lib/resources.probe.ts', '../config/environments', /^lib\/resources\.ts is what ends up in AWS/],
  ['examples/lifted/probe.ts', '../../lib/config/environment', /^examples\/lifted stands for another company/],
  ['examples/lifted/probe.ts', '../../lib/build-app', /^examples\/lifted stands for another company/],
  ['examples/lifted/probe.ts', '../../config/routes', /^examples\/lifted stands for another company/],
  ['examples/client/probe.ts', '../../lib/api/types', /^An example stands alone/],
];

/** Imports along the arrows. */
const ALLOWED: readonly [file: string, imported: string][] = [
  ['lib/monitoring/probe.ts', '../config/names'],
  ['lib/mirror/probe.ts', '../monitoring/alarm-topic'],
  ['lib/config/probe.ts', '../api/types'],
  ['lib/api/probe.ts', '../check/fault'],
  ['lib/resources.probe.ts', '../config/functions'],
  ['examples/lifted/probe.ts', '../../lib/api/types'],
  ['lambda/probe.ts', '../config/routes'],
  ['lambda/mirror/probe.ts', '../../mirror'],
  ['mirror/probe.ts', '../lib/check/fault'],
  ['mirror/probe.ts', '../lib/api/public-host'],
  ['mirror/probe.ts', '../local/authorizer'],
  ['local/gateway/probe.ts', '../authorizer'],
  ['local/console/probe.ts', '../host-names'],
  ['local/console/page/probe.ts', '../protocol'],
  ['local/console/page/probe.ts', './lit'],
  ['commands/start/probe.ts', '../advice/views'],
  ['commands/kit/probe.ts', '../../lib/check/fault'],
  ['commands/token/probe.ts', '../kit/command'],
  ['commands/token/probe.ts', '../../local/authorizer'],
  ['commands/token/probe.ts', '../../lib/config/resolve'],
  ['commands/mirror/probe.ts', '../../mirror'],
  ['commands/token/probe.ts', '../../lib/mirror/mirrored-documents'],
  ['commands/openapi/probe.ts', '../../lambda/operations'],
  ['bin/probe.ts', '../commands/token/token-command'],
];

describe('The arrows between the rooms', () => {
  let findings: readonly { readonly category: string; readonly place: string; readonly text: string }[];
  let folder: string;

  // One run of the linter over a folder of probes, each a file with one import.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'arrows-'));
    copyFileSync('biome.json', join(folder, 'biome.json'));
    for (const [file, imported] of [...REFUSED, ...ALLOWED]) {
      write(probeOf(file, imported), `import '${imported}';\n`);
    }
    // A circle of types, in the sources and in the tests.
    for (const room of ['lib', 'test']) {
      write(`${room}/circle-a.ts`, "import type { B } from './circle-b';\nexport type A = B | 1;\n");
      write(`${room}/circle-b.ts`, "import type { A } from './circle-a';\nexport type B = A | 2;\n");
    }
    const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const { stdout } = spawnSync(
      process.execPath,
      [
        biome,
        'lint',
        '--vcs-enabled=false',
        '--reporter=json',
        '--max-diagnostics=none',
        folder,
        '--config-path',
        folder,
      ],
      { encoding: 'utf8' },
    );
    findings = JSON.parse(stdout).diagnostics.map(
      (found: { category: string; location: { path: string }; message: string }) => ({
        category: found.category,
        place: found.location.path,
        text: found.message,
      }),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(REFUSED)('%s does not import %s', (file, imported, reason) => {
    expect(foundIn(probeOf(file, imported))).toEqual([
      { category: 'lint/style/noRestrictedImports', text: expect.stringMatching(reason) },
    ]);
  });

  test.each(ALLOWED)('%s imports %s', (file, imported) => {
    expect(foundIn(probeOf(file, imported))).toEqual([]);
  });

  test.each(['lib', 'test'])('make no circle, not of types either: %s', (room) => {
    expect(foundIn(`${room}/circle-a.ts`).map(({ category }) => category)).toEqual(['lint/suspicious/noImportCycles']);
  });

  function foundIn(file: string) {
    return findings.filter(({ place }) => place.endsWith(file)).map(({ category, text }) => ({ category, text }));
  }

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
});

/** A name of its own for each probe, in the folder of the file that it stands for. */
function probeOf(file: string, imported: string): string {
  return file.replace('probe.ts', `${imported.replace(/\W+/g, '-')}.probe.ts`);
}
