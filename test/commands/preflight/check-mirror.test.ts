import { checkMirror, type MirrorPlace } from '../../../commands/preflight/check-mirror';
import { createPreflightCommand } from '../../../commands/preflight/preflight-command';
import type { FetchResult } from '../../../local/authorizer';
import type { Json } from '../../../local/authorizer/decision';
import { createSourceFetch, isPrivateAddress, rebuild } from '../../../mirror';
import { createRsaKey, jwkOf } from '../../local/authorizer/minting';
import { DISCOVERY_URL, ISSUER, JWKS_URL, KEYS, sourceOf } from '../../mirror/support/source';
import { createCertificate } from '../../support/certificate';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';
import { invoke } from '../support/invoke';
import { MIRRORED } from '../support/mirrored';

jest.mock('../../fixtures/config/environments', () => {
  const real = jest.requireActual('../../fixtures/config/environments');
  const { mirrored } = jest.requireActual('../support/mirrored');
  return { ...real, environments: { ...real.environments, mirrored } };
});

const one = createRsaKey('one_RS256');
const two = createRsaKey('two_RS256');

/** Documents that the mirror publishes of a WSO2 IS with these keys. */
const published = (keys: Json[]) =>
  Object.fromEntries(rebuild({ keys }, { issuer: ISSUER }).documents.map(({ key, text }) => [key, JSON.parse(text)]));

/** A public document. */
const publicly = (url: string, json: Json, headers: Readonly<Record<string, string>> = {}): FetchResult => ({
  url,
  milliseconds: 5,
  ok: true,
  json,
  headers,
});

/** The checks of a mirror that publishes `one`, by their codes. */
async function check(
  place: Partial<MirrorPlace> = {},
  {
    discovery = published([jwkOf(one)])[KEYS.discovery] as Json,
    headers = {} as Readonly<Record<string, string>>,
  } = {},
) {
  const documents = {
    discovery: publicly(DISCOVERY_URL, discovery),
    jwks: publicly(JWKS_URL, published([jwkOf(one)])[KEYS.jwks], headers),
  };
  const whole = { source: sourceOf({ keys: [jwkOf(one)] }), isInside: isPrivateAddress, ...place };
  const checks = await checkMirror(ISSUER, documents, whole);
  return Object.fromEntries(checks.map((made) => [made.code, made]));
}

test('a mirror that has what WSO2 IS says passes', async () => {
  const headers = {
    age: '60',
    date: 'Wed, 25 Nov 2026 11:59:00 GMT',
    'last-modified': 'Wed, 25 Nov 2026 11:23:00 GMT',
  };
  expect(await check({}, { headers })).toMatchObject({
    'mirror-jwks-uri': { result: 'pass', found: JWKS_URL },
    'mirror-age': {
      result: 'pass',
      found: '60 s in a cache; keys written 2026-11-25T11:23:00Z, 37 minutes ago',
    },
    'mirror-source': { result: 'pass', found: 'the mirror has what WSO2 IS says' },
  });
});

test('another jwks_uri than that of the mirror fails', async () => {
  expect(await check({}, { discovery: { issuer: ISSUER, jwks_uri: 'https://id.example.com/keys' } })).toMatchObject({
    'mirror-jwks-uri': { result: 'fail', found: '"https://id.example.com/keys"', expected: JWKS_URL },
  });
});

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  ['longer than its cache policy lets it', { age: '301' }, 'warn', '301 s in a cache; when its keys'],
  [
    'for a time that no number is',
    { age: 'old' },
    'pass',
    '0 s in a cache; when its keys were written it does not say',
  ],
])('a key set that a cache has had %s', async (_, headers, result, found) => {
  expect(await check({}, { headers })).toMatchObject({
    'mirror-age': { result, found: expect.stringContaining(found) },
  });
});

describe('WSO2 IS', () => {
  test.each<[string, Json[], string]>([
    ['a key more', [jwkOf(one), jwkOf(two)], 'WSO2 IS has two_RS256 besides'],
    ['another key', [jwkOf(two)], 'WSO2 IS has two_RS256 besides; the mirror still has one_RS256'],
  ])('that has %s is a warning', async (_, keys, found) => {
    expect(await check({ source: sourceOf({ keys }) })).toMatchObject({
      'mirror-source': { result: 'warn', found, fix: expect.stringContaining('wait ten minutes') },
    });
  });

  test('whose keys are published in another document than the mirror writes is a warning', async () => {
    const discovery = { issuer: ISSUER, jwks_uri: JWKS_URL };
    expect(await check({}, { discovery })).toMatchObject({
      'mirror-source': { result: 'warn', found: 'the same keys in another document than the mirror writes' },
    });
  });

  test('that the publisher will refuse fails, with all reasons', async () => {
    const source = sourceOf({ keys: [jwkOf(one, { d: 'c2VjcmV0' }), jwkOf(two)] });
    expect(await check({ source, kids: ['one_RS256'] })).toMatchObject({
      'mirror-source': {
        result: 'fail',
        found: 'key one_RS256: the private member d; key two_RS256: a kid that is not on the list',
      },
    });
  });

  test('that this machine does not see is not compared, which is a warning', async () => {
    const source = sourceOf({ keys: [] }, { address: '13.32.1.1' });
    expect(await check({ source })).toMatchObject({
      'mirror-source': { result: 'warn', found: expect.stringMatching(/^not compared, .* 13\.32\.1\.1/) },
    });
  });

  test('is refused under a certificate that is not trusted', async () => {
    const server = await startHttpsServer((_request, response) => response.end('{}'));
    const connectTo = { origin: 'https://id.example.com', host: '127.0.0.1', port: server.port };
    const checked = await check({ source: createSourceFetch({ connectTo }), isInside: () => true });
    await server.close();
    expect(checked).toMatchObject({
      'mirror-source': { result: 'fail', found: expect.stringContaining('SELF_SIGNED') },
    });
  });
});

describe('npm run preflight', () => {
  let server: HttpsServer;
  beforeAll(async () => {
    const documents = published([jwkOf(one)]);
    server = await startHttpsServer(
      ({ url = '' }, response) => {
        response.setHeader('x-amz-cf-id', 'abc==').end(JSON.stringify(documents[url.slice(1)]));
      },
      createCertificate({ names: ['id.example.com'] }),
    );
  });
  afterAll(() => server.close());

  const preflight = (args: readonly string[], address = '93.184.215.14') => {
    const asked: string[] = [];
    const command = createPreflightCommand({
      resolve: async (name) => {
        asked.push(name);
        return [name === 'd111.cloudfront.net' ? '13.32.1.1' : address];
      },
      authorities: [server.ca],
      connectTo: { origin: 'https://id.example.com', host: '127.0.0.1', port: server.port },
    });
    return invoke(command, args).then((result) => ({ ...result, asked }));
  };
  const source = () => ['--source', `127.0.0.1:${server.port}`];

  test('looks at the mirror of an environment that has one', async () => {
    const { out } = await preflight([...MIRRORED, ...source()]);
    expect(out).toContain(`ok    mirror: jwks_uri                 ${JWKS_URL}`);
    // The certificate of the test is of no public authority, and the configuration names none.
    expect(out).toMatch(/FAIL {2}mirror: WSO2 IS .*SELF_SIGNED/);
  });

  test('sees past the private view of the name with --mirror-target', async () => {
    const inside = await preflight([...MIRRORED, ...source()], '10.0.3.7');
    expect(inside.out).toMatch(
      /FAIL {2}discovery: addresses.*10\.0\.3\.7 \(private address\)\n.*\n.*or ask the mirror at its own address: npm run preflight -- --mirror-target NAME/,
    );
    const past = await preflight([...MIRRORED, ...source(), '--mirror-target', 'd111.cloudfront.net'], '10.0.3.7');
    expect(past.out).toMatch(/ok {4}discovery: addresses {2,}13\.32\.1\.1\n/);
    expect(new Set(past.asked)).toEqual(new Set(['d111.cloudfront.net']));
  });

  test.each<[readonly string[], string]>([
    [
      [
        '-c',
        'issuer=https://id.example.com/oauth2/token',
        '-c',
        'clientId=abc',
        '--source',
        'a:1',
        '--mirror-target',
        'b',
      ],
      '--mirror-target — got it for "dev", whose issuer has no mirror — expected an environment with issuerMirror — leave it out\n' +
        '--source — got it for "dev", whose issuer has no mirror — expected an environment with issuerMirror — leave it out\n',
    ],
    [
      [...MIRRORED, '--source', 'https://is.lan:9443', '--mirror-target', 'https://d111.cloudfront.net'],
      '--mirror-target — got "https://d111.cloudfront.net" — expected NAME — write --mirror-target NAME, without https://\n' +
        '--source — got "https://is.lan:9443" — expected HOST:PORT — write --source HOST:PORT, without https://\n',
    ],
  ])('refuses flags that lead nowhere: %j', async (args, err) => {
    expect(await preflight(args)).toMatchObject({ code: 1, out: '', err, asked: [] });
  });
});
