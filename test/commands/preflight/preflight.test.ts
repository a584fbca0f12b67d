import type { PreflightWorld } from '../../../commands/preflight/check-place';
import type { PreflightCode } from '../../../commands/preflight/preflight-check';
import type { Json } from '../../../local/authorizer/decision';
import { createRsaKey, jwkOf } from '../../local/authorizer/minting';
import { createCertificate } from '../../support/certificate';
import {
  type Answers,
  DISCOVERY,
  ISSUER,
  JWKS,
  METADATA,
  serveIssuer,
  startIssuerServer,
  status,
  text,
} from '../support/issuer-server';
import { askPreflight } from './ask-preflight';

const USUAL: Answers = { [DISCOVERY]: METADATA, [JWKS]: { keys: [jwkOf(createRsaKey('one_RS256'))] } };

const server = serveIssuer(USUAL);

const preflight = (world: Partial<PreflightWorld> = {}, props?: Parameters<typeof askPreflight>[1]) =>
  askPreflight({ ...server().world, ...world }, props);

test('an issuer as it should be passes every check', async () => {
  const report = await preflight();
  expect(report).toMatchObject({ exitCode: 0, ok: true, issuer: ISSUER });
  expect(Object.fromEntries(report.checks.map(({ code, found }) => [code, found]))).toEqual({
    'discovery-host': 'is.example.com',
    'discovery-addresses': '93.184.215.14, 2606:2800:21f:cb07:6820:80da:af6b:8b2c',
    'discovery-connection': '127.0.0.1',
    'discovery-certificate': 'of CN=is.example.com',
    'discovery-certificate-name': 'CN=is.example.com',
    'discovery-certificate-validity': expect.stringMatching(/^until \d{4}-\d\d-\d\d$/),
    'discovery-answer': 'status 200',
    'discovery-time': expect.stringMatching(/^\d+ ms$/),
    'discovery-size': `${JSON.stringify(METADATA).length} bytes`,
    'discovery-json': 'JSON',
    issuer: ISSUER,
    'jwks-uri': METADATA.jwks_uri,
    'jwks-host': 'is.example.com',
    'jwks-addresses': '93.184.215.14, 2606:2800:21f:cb07:6820:80da:af6b:8b2c',
    'jwks-connection': '127.0.0.1',
    'jwks-certificate': 'of CN=is.example.com',
    'jwks-certificate-name': 'CN=is.example.com',
    'jwks-certificate-validity': expect.stringMatching(/^until \d{4}-\d\d-\d\d$/),
    'jwks-answer': 'status 200',
    'jwks-time': expect.stringMatching(/^\d+ ms$/),
    'jwks-size': expect.stringMatching(/^\d+ bytes$/),
    'jwks-json': 'JSON',
    'key-set': '1 entry',
    'signing-key': 'one_RS256',
    kids: 'each has one key',
    'key-strength': 'all are strong enough',
    'default-keys': 'none',
    'other-keys': 'none',
  });
});

describe('addresses', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3 (private address)'],
    ['127.0.0.1', '127.0.0.1 (loopback address)'],
    ['169.254.1.1', '169.254.1.1 (link-local address)'],
    ['::1', '::1 (loopback address)'],
    ['fd12::1', 'fd12::1 (private address)'],
    ['fe80::1%eth0', 'fe80::1%eth0 (link-local address)'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1 (private address)'],
  ])('must all be public: %s beside a public one is not', async (address, shown) => {
    const report = await preflight({ resolve: async () => ['93.184.215.14', address] });
    expect(report).toMatchObject({ exitCode: 1, ok: false });
    expect(report.failed).toEqual(['discovery-addresses', 'jwks-addresses']);
    expect(report.check('discovery-addresses')).toMatchObject({
      found: `93.184.215.14, ${shown}`,
      expected: 'public addresses only',
      fix: expect.stringContaining('A and AAAA records'),
    });
  });

  test('must be there', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    expect((await preflight({ resolve })).check('discovery-addresses')).toMatchObject({
      result: 'fail',
      found: 'ENOTFOUND: is.example.com has no address',
      fix: expect.stringContaining('config/environments.ts'),
    });
    expect((await preflight({ resolve: async () => [] })).check('discovery-addresses')).toMatchObject({
      found: 'none',
    });
  });

  test('are not looked up for an address', async () => {
    const resolve = jest.fn();
    const origin = 'https://[2001:4860::1]';
    const connectTo = { origin, host: '127.0.0.1', port: server().port };
    const report = await preflight({ resolve, connectTo }, { issuer: `${origin}/oauth2/token` });
    expect(report.check('discovery-addresses')).toMatchObject({ result: 'pass', found: '2001:4860::1' });
    expect(resolve).not.toHaveBeenCalled();
  });
});

describe('a connection', () => {
  test('must be had', async () => {
    const gone = await startIssuerServer();
    await gone.close();
    const report = await preflight({ connectTo: gone.world.connectTo });
    expect(report.failed).toEqual(['discovery-connection']);
    expect(report).toMatchObject({ exitCode: 1, ok: false });
    expect(report.check('discovery-connection')).toMatchObject({
      found: expect.stringContaining('ECONNREFUSED'),
      fix: expect.stringContaining('open the port'),
    });
    expect(report.check('issuer')).toEqual({
      code: 'issuer',
      name: 'issuer',
      result: 'not reached',
      found: '',
      expected: '',
    });
  });
});

describe('a certificate', () => {
  const DAY_MS = 86_400_000;
  const nextWeek = new Date(Date.now() + 7 * DAY_MS);
  const names = ['is.example.com'];

  test.each<[string, Parameters<typeof createCertificate>[0], PreflightCode, string, string]>([
    [
      'is for another name',
      { names: ['other.example.com'] },
      'discovery-certificate-name',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'names the host',
    ],
    [
      'has expired',
      { names, validTo: new Date(Date.now() - DAY_MS) },
      'discovery-certificate-validity',
      'CERT_HAS_EXPIRED',
      'renew it',
    ],
    [
      'is not valid yet',
      { names, validFrom: nextWeek },
      'discovery-certificate-validity',
      'CERT_NOT_YET_VALID',
      'clock',
    ],
  ])('that %s is refused, and nothing behind it is looked at', async (_fact, props, code, found, fix) => {
    const other = await startIssuerServer(createCertificate(props));
    const report = await preflight(other.world);
    await other.close();
    expect(report.failed).toEqual([code]);
    expect(report.check(code)).toMatchObject({
      found: expect.stringContaining(found),
      fix: expect.stringContaining(fix),
    });
    expect(report.check('discovery-answer')).toMatchObject({ result: 'not reached' });
    expect(report.ok).toBe(false);
  });

  test('that nobody vouches for is refused', async () => {
    const report = await preflight({ authorities: [createCertificate().cert] });
    expect(report.failed).toEqual(['discovery-certificate']);
    expect(report.check('discovery-certificate')).toMatchObject({
      found: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
      expected: 'one that a public certificate authority vouches for',
      fix: expect.stringContaining('a certificate of a public authority'),
    });
  });

  test.each([
    [13, 'is refused', ['discovery-certificate-validity', 'jwks-certificate-validity']],
    [15, 'passes', []],
  ])('that is valid for %d days more %s', async (days, _outcome, failed) => {
    const validTo = new Date(Date.now() + 90 * DAY_MS);
    const other = await startIssuerServer(createCertificate({ names, validTo }));
    other.answers = USUAL;
    const report = await preflight(other.world, { now: () => validTo.getTime() - days * DAY_MS });
    await other.close();
    expect(report.failed).toEqual(failed);
    expect(report.check('discovery-certificate-validity')).toMatchObject({
      found: `until ${validTo.toISOString().slice(0, 10)}`,
      expected: 'valid now and for 14 days more',
    });
  });
});

describe.each([
  ['discovery', DISCOVERY],
  ['jwks', JWKS],
] as const)('the document %s', (document, path) => {
  test.each<[string, Json | ReturnType<typeof status>, 'answer' | 'time' | 'size' | 'json', string, RegExp]>([
    ['a login', status(401), 'answer', 'status 401', /without login/],
    ['an error', status(503), 'answer', 'status 503', /wso2carbon\.log/],
    ['nothing', status(404), 'answer', 'status 404', /WSO2 IS/],
    ['a redirect', status(302, { location: '/login' }), 'answer', 'status 302, which leads to /login', /without login/],
    ['an end too early', (request) => request.socket.destroy(), 'answer', 'ECONNRESET: socket hang up', /stay open/],
    ['too much', text(`"${'x'.repeat(150_000)}"`), 'size', 'more than 150000 bytes', /every private key/],
    ['a text', text('Error\n'), 'json', 'a body that is not JSON: Error\\u000a', /wso2carbon\.log|login or error page/],
  ])('is refused where there is %s', async (_fact, answer, aspect, found, fix) => {
    server().answers = { ...USUAL, [path]: answer };
    const report = await preflight();
    expect(report).toMatchObject({ exitCode: 1, ok: false });
    expect(report.failed).toEqual([`${document}-${aspect}`]);
    expect(report.check(`${document}-${aspect}`)).toMatchObject({ found, fix: expect.stringMatching(fix) });
  });

  test('is refused where it takes longer than API Gateway waits', async () => {
    const { timeout } = AbortSignal;
    const soon = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 500));
    server().answers = { ...USUAL, [path]: (_request, response) => response.writeHead(200).flushHeaders() };
    const report = await preflight();
    soon.mockRestore();
    expect(report.failed).toEqual([`${document}-time`]);
    expect(report.check(`${document}-time`)).toMatchObject({
      found: 'not complete within 1500 ms',
      expected: 'at most 1500 ms',
      fix: expect.stringContaining('faster'),
    });
  });
});
