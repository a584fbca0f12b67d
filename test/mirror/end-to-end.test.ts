import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../../config/environments';
import { functions as apiFunctions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addStacks } from '../../lib/add-mirror';
import { resolveConfig } from '../../lib/config/resolve';
import { createDocumentFetcher } from '../../local/authorizer/fetch-document';
import { COOL_DOWN_MS, createIssuerKeys, KEY_LIFE_MS } from '../../local/authorizer/issuer-keys';
import { createJwtAuthorizer } from '../../local/authorizer/jwt-authorizer';
import { readAssembly } from '../../local/gateway/assembly/read-assembly';
import { type Gateway, startGateway } from '../../local/gateway/gateway';
import { type Issuer, startIssuer } from '../../local/issuer/start-issuer';
import { mirrored } from '../commands/support/mirrored';
import { send } from '../local/gateway/support/request';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { createCertificate } from '../support/certificate';
import { type HttpsServer, startHttpsServer } from '../support/https-server';
import { type Program, startProgram } from '../support/program';
import { ROOT } from '../support/run';
import { testApp } from '../support/synth';
import { type FakeS3, startFakeS3 } from './support/fake-s3';
import { ISSUER, JWKS_URL, KEYS } from './support/source';

// One name, two views. Inside, the stand-in is WSO2 IS, under a certificate of its own. Outside, the bucket is served at the same
// name under another certificate, and the local gateway, which trusts only that one, never sees WSO2 IS.

const NAME = 'id.example.com';
const INSIDE = '10.0.3.7';

let time = Date.now();
const now = () => time;
let issuer: Issuer;
let s3: FakeS3;
let outside: HttpsServer;
let gateway: Gateway;
/** The process of all runs that need no other. */
let shared: Program;
let bundle: string;
let variables: Readonly<Record<string, string>>;

beforeAll(async () => {
  issuer = await startIssuer({ issuer: ISSUER, port: 0, audiences: ['client'], scopes: ['quotes:write'], now });
  s3 = await startFakeS3();
  outside = await startHttpsServer(
    ({ url = '' }, response) => {
      const object = s3.objects.get(`mirror${url}`);
      response.writeHead(object ? 200 : 403, { ...object?.headers, 'x-amz-cf-id': 'abc==' }).end(object?.body);
    },
    createCertificate({ names: [NAME] }),
  );
  const fetchDocument = createDocumentFetcher({
    authorities: [outside.ca],
    connectTo: { origin: `https://${NAME}`, host: '127.0.0.1', port: outside.port },
  });
  const keys = createIssuerKeys({ issuer: ISSUER, fetchDocument, now });
  const { directory, ...publisher } = synthesized();
  ({ bundle, variables } = publisher);
  shared = startLambda();
  gateway = await startGateway({
    model: readAssembly(directory),
    now,
    createAuthorizer: (model) => createJwtAuthorizer(model, { now, keys }),
  });
}, 120_000);

afterAll(async () => {
  await Promise.all([gateway.close(), issuer.close(), s3.close(), outside.close()]);
});

/** The API and the mirror of its issuer as they are deployed, all functions bundled for real. */
function synthesized() {
  const folder = tempFolder({});
  const app = testApp({ bundle: true, outdir: join(folder, 'cdk.out') });
  const environment = { ...mirrored, clientIds: ['client'] };
  const context = { env: 'mirrored', issuer: ISSUER };
  addStacks(
    app,
    resolveConfig({ project, environments: { mirrored: environment }, routes, functions: apiFunctions, context }),
  );
  const { directory, stacks } = app.synth();
  const functions = Object.values(
    stacks.find(({ stackName }) => stackName.endsWith('-mirror'))?.template.Resources ?? {},
  );
  // The settings of the publisher alone name the bucket.
  const { Code, Environment } = (functions as { readonly Properties?: FunctionProperties }[]).flatMap(
    ({ Properties }) =>
      JSON.stringify(Properties?.Environment?.Variables?.['MIRROR'] ?? '').includes('bucket') && Properties
        ? [Properties]
        : [],
  )[0] as FunctionProperties;
  // Beside the bundle what Lambda's runtime has.
  mkdirSync(join(folder, 'node_modules'));
  for (const scope of ['@aws-sdk', '@smithy']) {
    symlinkSync(join(ROOT, 'node_modules', scope), join(folder, 'node_modules', scope));
  }
  return {
    directory,
    bundle: join(directory, `asset.${Code.S3Key.replace('.zip', '')}`, 'index.mjs'),
    variables: Environment.Variables,
  };
}

interface FunctionProperties {
  readonly Code: { readonly S3Key: string };
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

interface Ran {
  readonly code: number | null;
  /** The lines of the log and the metrics, in their order. */
  readonly lines: readonly Record<string, unknown>[];
  readonly error: string;
}

const startLambda = (env: Readonly<Record<string, string>> = {}) =>
  startProgram(join(__dirname, 'support/invoke-bundle.js'), { NODE_NO_WARNINGS: '1', ...env }, ROOT);

/** Runs the deployed bundle in the private network, or with another view of the name, or other settings. */
async function publish({
  settings = { ca: issuer.caPem },
  address = INSIDE,
  port = issuer.port,
  lambda = shared,
}: {
  readonly settings?: object;
  readonly address?: string;
  readonly port?: number;
  readonly lambda?: Program;
} = {}): Promise<Ran> {
  const environment = {
    ...variables,
    MIRROR: JSON.stringify({ issuer: ISSUER, bucket: 'mirror', ...settings }),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'of the test',
    AWS_ENDPOINT_URL_S3: s3.url,
  };
  const network = { host: NAME, address, port };
  const { code, stdout, stderr } = await lambda.run(bundle, JSON.stringify(environment), JSON.stringify(network));
  const lines = `${stdout}${stderr}`.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  return { code, lines, error: String(lines.find(({ errorMessage }) => errorMessage)?.['errorMessage'] ?? '') };
}

const metricsOf = ({ lines }: Ran) => lines.filter((line) => '_aws' in line).map(({ _aws, ...metrics }) => metrics);

const call = async (token: string) =>
  (await send(gateway.port, { headers: { authorization: `Bearer ${token}` } })).status;

test('tokens pass from the first run on; after a rotation those of the new key from the next run on', async () => {
  const first = issuer.token('valid');
  expect(await call(first)).toBe(401);
  time += COOL_DOWN_MS;

  const ran = await publish();
  expect(ran).toMatchObject({ code: 0, error: '' });
  expect(metricsOf(ran)).toEqual([{ service: 'issuer-mirror', MirrorRun: 1, MirrorChanged: 1 }]);
  expect(ran.lines).toContainEqual(
    expect.objectContaining({
      message: 'Key set changes',
      added: [{ kid: expect.stringMatching(/_RS256$/), thumbprint: expect.stringMatching(/^[\w-]{43}$/) }],
      removed: [],
    }),
  );
  expect(await call(first)).toBe(200);

  expect(metricsOf(await publish())).toEqual([{ service: 'issuer-mirror', MirrorRun: 1 }]);

  await issuer.rotateKeys({ keepOld: false });
  const second = issuer.token('valid');
  time += COOL_DOWN_MS;
  expect(await call(second)).toBe(401);

  expect(metricsOf(await publish())).toEqual([{ service: 'issuer-mirror', MirrorRun: 1, MirrorChanged: 1 }]);
  time += COOL_DOWN_MS;
  expect(await call(second)).toBe(200);
  // The old key is gone with the keys that the gateway held.
  expect(await call(first)).toBe(401);
});

test('what is public is of WSO2 IS nothing but issuer and keys', async () => {
  await publish();
  const texts = Object.fromEntries([...s3.objects].map(([key, { body }]) => [key, JSON.parse(body.toString())]));
  expect(Object.keys(texts).sort()).toEqual([`mirror/${KEYS.jwks}`, `mirror/${KEYS.discovery}`]);
  expect(texts[`mirror/${KEYS.discovery}`]).toMatchObject({ issuer: ISSUER, jwks_uri: JWKS_URL });
  expect(Object.keys(texts[`mirror/${KEYS.discovery}`])).not.toContainEqual(expect.stringMatching(/endpoint/));
  expect(texts[`mirror/${KEYS.jwks}`].keys.map((key: object) => Object.keys(key).join(' '))).toEqual([
    'kty n e kid alg use',
  ]);
});

describe('a run that is refused leaves what is published, counts, and fails with the reason:', () => {
  beforeAll(async () => {
    await publish();
  });

  test.each<[string, () => Parameters<typeof publish>[0], RegExp]>([
    ['its own mirror', () => ({ port: outside.port, settings: { ca: outside.ca } }), /header x-amz-cf-id/],
    ['an address of the internet', () => ({ address: '13.32.1.1' }), /13\.32\.1\.1, which is not a private address/],
    ['a certificate that is not the given one', () => ({ settings: { ca: outside.ca } }), /SHA-256 fingerprint/],
    [
      'a certificate that only NODE_EXTRA_CA_CERTS vouches for',
      () => {
        const file = join(tempFolder({}), 'ca.pem');
        writeFileSync(file, issuer.caPem);
        return { settings: {}, lambda: startLambda({ NODE_EXTRA_CA_CERTS: file }) };
      },
      /SHA-256 fingerprint/,
    ],
    ['a kid that is not on the list', () => ({ settings: { ca: issuer.caPem, kids: ['other'] } }), /not on the list/],
  ])('%s', async (_, given, reason) => {
    const before = new Map(s3.objects);
    const ran = await publish(given());
    expect(ran).toMatchObject({ code: 1, error: expect.stringMatching(reason) });
    expect(metricsOf(ran)).toEqual([{ service: 'issuer-mirror', MirrorRefused: 1 }]);
    expect(new Map(s3.objects)).toEqual(before);
  });

  test('a bucket that takes the keys and not the discovery document, after which tokens pass all the same', async () => {
    await issuer.rotateKeys({ keepOld: false });
    const discovery = `mirror/${KEYS.discovery}`;
    // As another release of the mirror wrote it, so that both documents differ.
    const body = Buffer.from(JSON.stringify({ issuer: ISSUER, jwks_uri: JWKS_URL }));
    s3.objects.set(discovery, { body, headers: { 'content-type': 'application/json' } });
    s3.fails(`PUT ${discovery}`, { status: 503, code: 'SlowDown' });
    const ran = await publish();
    s3.fails(`PUT ${discovery}`, undefined);
    expect(ran).toMatchObject({ code: 1, error: expect.stringContaining('SlowDown') });
    // The next run finds nothing to tell of the keys.
    expect(metricsOf(ran)).toEqual([{ service: 'issuer-mirror', MirrorChanged: 1, MirrorRefused: 1 }]);
    expect(s3.objects.get(discovery)?.body).toEqual(body);
    time += KEY_LIFE_MS;
    expect(await call(issuer.token('valid'))).toBe(200);
    // And the next run writes the rest.
    expect(await publish()).toMatchObject({ code: 0 });
    expect(s3.objects.get(discovery)?.body).not.toEqual(body);
  });
});
