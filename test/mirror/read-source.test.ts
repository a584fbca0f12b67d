import type { RequestListener } from 'node:http';
import type { Json } from '../../local/authorizer/decision';
import { createSourceFetch, isPrivateAddress, type RefusalCode, readSource } from '../../mirror';
import { createRsaKey, jwkOf } from '../local/authorizer/minting';
import { createCertificate } from '../support/certificate';
import { type HttpsServer, startHttpsServer } from '../support/https-server';
import { DISCOVERY_URL, ISSUER, JWKS_URL, METADATA, refusalOf, sourceOf } from './support/source';

const KEY_SET: Json = { keys: [jwkOf(createRsaKey('one_RS256'))] };
const PATHS = [new URL(DISCOVERY_URL).pathname, new URL(JWKS_URL).pathname];

let listener: RequestListener;
let server: HttpsServer;

beforeAll(async () => {
  server = await startHttpsServer(
    (request, response) => listener(request, response),
    createCertificate({ names: ['id.example.com'] }),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  listener = ({ url = '' }, response) => {
    const document = [METADATA, KEY_SET][PATHS.indexOf(url)];
    response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document ?? {}));
  };
});

/** Reads the server, which is on this machine, as WSO2 IS. */
const read = (trust: { readonly ca?: string } = { ca: server.ca }) =>
  readSource(
    ISSUER,
    createSourceFetch({
      ...trust,
      connectTo: { origin: 'https://id.example.com', host: '127.0.0.1', port: server.port },
    }),
    (address) => address === '127.0.0.1',
  );

async function refusedFor(ended: Promise<unknown>): Promise<[RefusalCode, string][]> {
  const { faults } = await refusalOf(ended);
  return faults.map(({ code, got }) => [code, got]);
}

test('WSO2 IS is read under the one certificate that is given', async () => {
  expect(await read()).toEqual(KEY_SET);
});

test('the key set is read where WSO2 IS says that it is', async () => {
  const elsewhere = 'https://id.example.com/t/acme/oauth2/jwks';
  listener = ({ url }, response) => {
    response.end(JSON.stringify(url === PATHS[0] ? { ...METADATA, jwks_uri: elsewhere } : { url }));
  };
  expect(await read()).toEqual({ url: '/t/acme/oauth2/jwks' });
});

describe('WSO2 IS is not trusted', () => {
  test('under public authorities, where no certificate is given', async () => {
    expect(await refusedFor(read({}))).toEqual([['untrusted', expect.stringContaining('SELF_SIGNED_CERT')]]);
  });

  test('under another certificate than the given one; the refusal has its fingerprint', async () => {
    const [[code, got] = []] = await refusedFor(read({ ca: createCertificate({ names: ['id.example.com'] }).cert }));
    expect(code).toBe('untrusted');
    expect(got).toMatch(/^DEPTH_ZERO_SELF_SIGNED_CERT: .*, SHA-256 fingerprint ([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  test('under a certificate for another name', async () => {
    const other = await startHttpsServer((_request, response) => response.end('{}'), createCertificate());
    const fetchDocument = createSourceFetch({
      ca: other.ca,
      connectTo: { origin: 'https://id.example.com', host: '127.0.0.1', port: other.port },
    });
    const [[code, got] = []] = await refusedFor(readSource(ISSUER, fetchDocument, () => true));
    await other.close();
    expect([code, got]).toEqual(['untrusted', expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID')]);
  });

  test('because the environment would have Node trust everybody', async () => {
    const { cert } = createCertificate({ names: ['id.example.com'] });
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await refusedFor(read({ ca: cert }))).toEqual([['untrusted', expect.any(String)]]);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  test('with a file that holds no certificate', () => {
    expect(() => createSourceFetch({ ca: 'no certificate' })).toThrow(
      /^ca — got no certificate — expected certificates/,
    );
  });
});

describe('WSO2 IS is not reached, and the refusal says so,', () => {
  test('where nothing listens', async () => {
    const gone = await startHttpsServer(() => {});
    await gone.close();
    const connectTo = { origin: 'https://id.example.com', host: '127.0.0.1', port: gone.port };
    const refused = readSource(ISSUER, createSourceFetch({ connectTo }));
    expect(await refusedFor(refused)).toEqual([['unreachable', expect.stringContaining('ECONNREFUSED')]]);
  });

  test('where the name has no address', async () => {
    const refused = readSource('https://id.invalid/oauth2/token', createSourceFetch({}));
    expect(await refusedFor(refused)).toEqual([['unreachable', expect.stringMatching(/ENOTFOUND|EAI_AGAIN/)]]);
  });

  test.each<[string, RequestListener, RefusalCode, string]>([
    [
      'where it ends too early',
      (_request, response) => void response.write('{', () => response.destroy()),
      'unreachable',
      'aborted',
    ],
    [
      'with a redirect to a login',
      (_request, response) => response.writeHead(302, { location: '/login' }).end(),
      'status',
      'status 302, which leads to /login',
    ],
    ['with status 401', (_request, response) => response.writeHead(401).end(), 'status', 'status 401'],
    [
      'with the text of an error and status 200',
      (_request, response) => response.end('Error in keystore'),
      'not-json',
      'a body that is not JSON: Error in keystore',
    ],
    [
      'with more than 150,000 bytes',
      (_request, response) => response.end('x'.repeat(150_001)),
      'too-large',
      'more than 150000 bytes',
    ],
  ])('%s', async (_, answer, code, got) => {
    listener = answer;
    expect(await refusedFor(read())).toEqual([[code, expect.stringContaining(got)]]);
  });
});

describe('an answer of the mirror itself is refused', () => {
  test.each<Readonly<Record<string, string>>>([
    { 'x-amz-cf-id': 'abc==' },
    { 'x-amz-cf-pop': 'FRA56-P1' },
    { via: '1.1 0ba5.cloudfront.net (CloudFront)' },
    { 'x-cache': 'Hit from cloudfront' },
    { server: 'AmazonS3' },
  ])('by its headers: %j', async (headers) => {
    const [name] = Object.keys(headers);
    expect(await refusedFor(readSource(ISSUER, sourceOf(KEY_SET, { headers })))).toEqual([
      ['own-mirror', expect.stringContaining(`header ${name}: `)],
    ]);
  });

  test('also where it is no answer that could be used', async () => {
    listener = (_request, response) => response.writeHead(403, { server: 'CloudFront' }).end('<Error/>');
    expect(await refusedFor(read())).toEqual([['own-mirror', expect.stringContaining('header server: CloudFront')]]);
  });

  test('by its address, before the certificate is looked at', async () => {
    const fetchDocument = createSourceFetch({
      ca: createCertificate().cert,
      connectTo: { origin: 'https://id.example.com', host: '127.0.0.1', port: server.port },
    });
    // By the rule as it is deployed this machine's own address is none of WSO2 IS.
    expect(await refusedFor(readSource(ISSUER, fetchDocument))).toEqual([
      ['own-mirror', 'an answer from 127.0.0.1, which is not a private address'],
    ]);
  });

  test('also where only the key set is the mirror’s', async () => {
    const source = sourceOf(KEY_SET);
    const mixed: typeof source = async (url) => ({
      ...(await source(url)),
      ...(url === JWKS_URL && { address: '13.32.1.1' }),
    });
    expect(await refusedFor(readSource(ISSUER, mixed))).toEqual([['own-mirror', expect.stringContaining('13.32.1.1')]]);
  });

  test('but not that of a proxy in between', async () => {
    const headers = { via: '1.1 proxy.lan (squid)', server: 'nginx', 'x-cache': 'MISS from proxy.lan' };
    expect(await readSource(ISSUER, sourceOf(KEY_SET, { headers }))).toEqual(KEY_SET);
  });

  test.each([
    ['10.0.0.1', true],
    ['172.16.0.1', true],
    ['172.31.255.255', true],
    ['192.168.1.1', true],
    ['100.64.0.1', true],
    ['fd00::1', true],
    ['fc00::1', true],
    ['::ffff:10.0.0.1', true],
    ['172.32.0.1', false],
    ['100.128.0.1', false],
    ['52.84.1.1', false],
    ['2600:9000::1', false],
    ['::ffff:52.84.1.1', false],
    // NAT64, by the well-known prefix and by one of the network's own.
    ['64:ff9b::3454:101', false],
    ['64:ff9b:1::a00:1', false],
    ['127.0.0.1', false],
    ['::1', false],
    ['169.254.169.254', false],
    ['fe80::1', false],
    ['0.0.0.0', false],
  ])('%s is an address that WSO2 IS may have: %s', (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected);
  });
});

describe('a discovery document is refused', () => {
  test.each([
    `${ISSUER}/`,
    'https://ID.example.com/oauth2/token',
    'https://id.example.com:443/oauth2/token',
    'https://localhost:9443/oauth2/token',
    undefined,
  ])('of the issuer %s, which is not the configured one byte for byte', async (issuer) => {
    const metadata = JSON.parse(JSON.stringify({ ...METADATA, issuer }));
    expect(await refusedFor(readSource(ISSUER, sourceOf(KEY_SET, { metadata })))).toEqual([
      ['issuer', issuer === undefined ? 'no issuer' : `issuer ${JSON.stringify(issuer)}`],
    ]);
  });

  test.each(['http://id.example.com/oauth2/jwks', undefined])('with the jwks_uri %s', async (jwks_uri) => {
    const metadata = JSON.parse(JSON.stringify({ ...METADATA, jwks_uri }));
    expect(await refusedFor(readSource(ISSUER, sourceOf(KEY_SET, { metadata })))).toEqual([
      ['jwks-uri', expect.any(String)],
    ]);
  });

  test('that is no object', async () => {
    expect(await refusedFor(readSource(ISSUER, sourceOf(KEY_SET, { metadata: [] })))).toEqual([
      ['not-json', 'JSON that is not an object'],
    ]);
  });
});
