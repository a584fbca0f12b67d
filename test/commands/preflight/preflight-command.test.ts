import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PreflightWorld } from '../../../commands/preflight/check-place';
import { createPreflightCommand } from '../../../commands/preflight/preflight-command';
import { writeLaptopFile } from '../../../commands/wso2/laptop-file';
import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { createCertificate } from '../../support/certificate';
import { invoke } from '../support/invoke';
import { ISSUER } from '../support/issuer-server';

const GIVEN = ['-c', `issuer=${ISSUER}`, '-c', 'clientId=abc'];
const LAPTOP = 'https://localhost:9443/oauth2/token';
const root = mkdtempSync(join(tmpdir(), 'preflight-'));
const caFile = join(root, 'ca.pem');

/** The stand-in for WSO2 IS of npm start: as a public host, and as that of a laptop. */
let publicOne: Issuer;
let laptopOne: Issuer;
let world: PreflightWorld;

beforeAll(async () => {
  const props = { port: 0, audiences: ['abc'], scopes: [] };
  [publicOne, laptopOne] = await Promise.all([
    startIssuer({ ...props, issuer: ISSUER }),
    startIssuer({ ...props, issuer: LAPTOP }),
  ]);
  world = { resolve: async () => ['93.184.215.14'], authorities: [publicOne.caPem], connectTo: publicOne.connectTo };
  writeFileSync(caFile, publicOne.caPem);
});
afterAll(async () => {
  await Promise.all([publicOne.close(), laptopOne.close()]);
  rmSync(root, { recursive: true, force: true });
});

const preflight = (args: readonly string[], given: Partial<PreflightWorld> = {}) =>
  invoke(createPreflightCommand({ ...world, ...given }), args, { root });

test('WSO2 IS as it should be: a row for each check, and the verdict last', async () => {
  const { code, out, err } = await preflight(GIVEN);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(29);
  expect(lines.slice(0, -1).filter((line) => !line.startsWith('ok    '))).toEqual([]);
  expect(lines.at(0)).toBe('ok    discovery: host                  is.example.com');
  expect(lines.at(-1)).toBe(`API Gateway will accept ${ISSUER}`);
});

test('under another authority it is refused; with --ca all else is seen, and the certificate fails all the same', async () => {
  const authorities = [createCertificate().cert];
  const blind = await preflight(GIVEN, { authorities });
  expect(blind).toMatchObject({ code: 1, err: '' });
  expect(blind.out.split('\n').slice(3)).toEqual([
    expect.stringMatching(
      /^FAIL {2}discovery: certificate {2}UNABLE_TO_VERIFY_LEAF_SIGNATURE: unable to verify the first certificate, SHA-256 fingerprint (\w\w:){31}\w\w$/,
    ),
    '                              expected: one that a public certificate authority vouches for',
    expect.stringMatching(/^ {30}do this: {2}let the server send its whole chain/),
    '-     24 checks were not reached',
    `not ready for API Gateway: ${ISSUER} — 1 of 28 checks failed (discovery: certificate)`,
    '',
  ]);

  const seeing = await preflight([...GIVEN, '--ca', caFile, '--json'], { authorities });
  expect(seeing).toMatchObject({ code: 1, err: '' });
  const { ok, checks } = JSON.parse(seeing.out);
  expect(ok).toBe(false);
  expect(checks.filter(({ result }: { result: string }) => result !== 'pass')).toMatchObject([
    { code: 'discovery-certificate', result: 'fail' },
    { code: 'jwks-certificate', result: 'fail' },
  ]);
});

test('--ca does not pardon another name', async () => {
  const other = createCertificate({ names: ['other.example.com'] });
  const connectTo = { ...laptopOne.connectTo, origin: 'https://is.example.com' };
  writeFileSync(join(root, 'both.pem'), laptopOne.caPem);
  const args = [...GIVEN, '--ca', join(root, 'both.pem'), '--json'];
  const { code, out } = await preflight(args, { authorities: [other.cert], connectTo });
  expect(code).toBe(1);
  const failed = JSON.parse(out).checks.filter(({ result }: { result: string }) => result === 'fail');
  expect(failed.map((check: { code: string }) => check.code)).toEqual([
    'discovery-certificate',
    'discovery-certificate-name',
  ]);
});

test('the environment of a laptop is refused, and all else is seen at the stand-in of npm start', async () => {
  const { caPem: ca, connectTo } = laptopOne;
  const forget = writeLaptopFile(root, { pid: process.pid, url: '', issuer: LAPTOP, ca, connectTo, clients: [] });
  const { code, out, err } = await preflight(['--json'], { resolve: async () => ['127.0.0.1'], connectTo: undefined });
  forget();
  expect(code).toBe(1);
  expect(err).toContain('asking the stand-in for WSO2 IS that npm start runs');
  const { issuer, checks } = JSON.parse(out);
  expect(issuer).toBe(LAPTOP);
  const bad = checks.filter(({ result }: { result: string }) => result !== 'pass');
  expect(bad.map((check: { code: string }) => check.code)).toEqual([
    'discovery-host',
    'discovery-addresses',
    'discovery-certificate',
    'jwks-host',
    'jwks-addresses',
    'jwks-certificate',
  ]);
  expect(bad[0]).toMatchObject({ found: 'localhost: a loopback name', fix: expect.stringContaining('-c env=NAME') });
});

test.each([
  [['--ca', '/nowhere.pem', ...GIVEN], '--ca /nowhere.pem — got ENOENT — expected a PEM file with a certificate — '],
  [
    ['--nope'],
    'npm run preflight — got --nope — expected one of --context, --profile, --mirror-target, --source, --ca, --json — ',
  ],
  [['-c', 'env=nope'], '  -c env — got "nope" — expected one of local, dev, prod, or a preview of dev: '],
])('%j is refused before anything is asked', async (args, line) => {
  const { code, out, err } = await preflight(args, { connectTo: undefined });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(line);
});
test('an issuer that nobody edited is told as such, instead of a host without an address', async () => {
  const asked = jest.fn();
  const { code, out, err } = await preflight(['-c', 'env=dev'], { resolve: asked });
  expect({ code, out, calls: asked.mock.calls }).toEqual({ code: 1, out: '', calls: [] });
  expect(err).toBe(
    'config/environments.ts: dev.issuer — got "https://is.dev.example.com/oauth2/token", a placeholder that nobody edited — expected the issuer of your WSO2 IS — write it there, or give -c issuer=https://HOST/oauth2/token\n',
  );
});

test('client ids that nobody edited are told beside the report', async () => {
  const { code, err } = await preflight(GIVEN.slice(0, 2));
  expect(code).toBe(0);
  expect(err).toBe(
    'config/environments.ts: dev.clientIds[0] — got "replace_with_dev_client_id", a placeholder that nobody edited — expected the client id of your application — write there the one that npm run register prints, or give -c clientId=ID\n',
  );
});
