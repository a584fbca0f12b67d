import { createHash, generateKeyPairSync } from 'node:crypto';
import type { PreflightWorld } from '../../../commands/preflight/check-place';
import type { PreflightCode } from '../../../commands/preflight/preflight-check';
import type { Json } from '../../../local/authorizer/decision';
import { WSO2_DEFAULT_KEYS } from '../../../mirror/wso2-default-keys';
import { createRsaKey, jwkOf } from '../../local/authorizer/minting';
import { type Answers, DISCOVERY, ISSUER, JWKS, METADATA, serveIssuer } from '../support/issuer-server';
import { askPreflight } from './ask-preflight';

const one = createRsaKey('one_RS256');
const two = createRsaKey('two_RS256');
const weak = createRsaKey('weak_RS256', 1024);
const ec = { kid: 'ec', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };

const USUAL: Answers = { [DISCOVERY]: METADATA, [JWKS]: { keys: [jwkOf(one)] } };
const HOSTNAME = '[server] hostname = "is.example.com" and [transport.https.properties] proxyPort = 443';

const server = serveIssuer(USUAL);

const preflight = (world: Partial<PreflightWorld> = {}, props?: Parameters<typeof askPreflight>[1]) =>
  askPreflight({ ...server().world, ...world }, props);

describe('the metadata', () => {
  test.each<[string, Json, string, string]>([
    ['localhost', 'https://localhost:9443/oauth2/token', ' (character 9 is "l", not "i")', HOSTNAME],
    ['its own port', 'https://is.example.com:9443/oauth2/token', ' (character 23 is ":", not "/")', HOSTNAME],
    ['a slash more', `${ISSUER}/`, ' (character 36 is "/", not the end)', `issuer: '${ISSUER}/'`],
    ['a tenant', 'https://is.example.com/t/acme/oauth2/token', ' (character 24 is "t", not "o")', '/t/NAME'],
  ])(
    'that names an issuer with %s is refused, and the keys are looked at all the same',
    async (_fact, issuer, where, fix) => {
      server().answers = { ...USUAL, [DISCOVERY]: { ...METADATA, issuer } };
      const report = await preflight();
      expect(report.failed).toEqual(['issuer']);
      expect(report.check('issuer')).toMatchObject({
        found: `issuer "${issuer}"${where}`,
        expected: `issuer "${ISSUER}"`,
        fix: expect.stringContaining(fix),
      });
      expect(report.check('other-keys')).toMatchObject({ result: 'pass' });
    },
  );

  test.each<[string, Json, PreflightCode[], string]>([
    ['without an issuer', { jwks_uri: METADATA.jwks_uri }, ['issuer'], 'no issuer'],
    ['without a jwks_uri', { issuer: ISSUER }, ['jwks-uri'], 'no jwks_uri'],
    [
      'with an http jwks_uri',
      { ...METADATA, jwks_uri: 'http://is.example.com/' },
      ['jwks-uri'],
      'jwks_uri "http://is.example.com/"',
    ],
    ['with a jwks_uri that is no URL', { ...METADATA, jwks_uri: 'https://' }, ['jwks-uri'], 'jwks_uri "https://"'],
    ['that is empty', {}, ['issuer', 'jwks-uri'], 'no issuer'],
    ['that is a list', [], ['issuer'], 'JSON that is not an object'],
  ])('%s is refused', async (_fact, metadata, failed, found) => {
    server().answers = { ...USUAL, [DISCOVERY]: metadata };
    const report = await preflight();
    expect(report.failed).toEqual(failed);
    expect(report.check(failed[0] as PreflightCode)).toMatchObject({ found });
    expect(report.ok).toBe(false);
  });

  test('that leads to keys which are not on the internet is refused', async () => {
    const jwks_uri = `https://localhost:${server().port}${JWKS}`;
    server().answers = { ...USUAL, [DISCOVERY]: { ...METADATA, jwks_uri } };
    const report = await preflight({ resolve: async (name) => [name === 'localhost' ? '127.0.0.1' : '93.184.215.14'] });
    expect(report.failed).toEqual(['jwks-host', 'jwks-addresses', 'jwks-certificate-name']);
    expect(report.check('jwks-host')).toMatchObject({
      found: 'localhost: a loopback name',
      fix: expect.stringContaining(HOSTNAME),
    });
  });
});

describe('the keys', () => {
  test.each<[string, Json, PreflightCode[], string, RegExp]>([
    ['no key set', { error: 'x' }, ['key-set'], '{"error":"x"}', /wso2carbon\.log/],
    ['no keys', { keys: [] }, ['signing-key'], 'none', /SHA256withRSA/],
    ['no RSA key', { keys: [jwkOf(ec, { alg: 'ES256' })] }, ['signing-key'], 'none', /SHA256withRSA/],
    ['no kid', { keys: [jwkOf(one, { kid: undefined })] }, ['signing-key'], 'none', /SHA256withRSA/],
    ['no key for signing', { keys: [jwkOf(one, { use: 'enc' })] }, ['signing-key'], 'none', /SHA256withRSA/],
    [
      'keys for PS256 only',
      { keys: [jwkOf(one, { alg: 'PS256' })] },
      ['signing-key'],
      'one_RS256: for PS256 only',
      /SHA256withRSA/,
    ],
    [
      'one kid twice with different keys',
      { keys: [jwkOf(one), jwkOf(two), jwkOf(two, { kid: 'one_RS256' })] },
      ['kids'],
      'one_RS256: different keys have this kid',
      /certificate of its own/,
    ],
    [
      'a short key',
      { keys: [jwkOf(one), jwkOf(weak)] },
      ['key-strength'],
      'weak_RS256: an RSA key of 1024 bits; at least 2048 are needed',
      /keysize 2048/,
    ],
    [
      'a key with the exponent 1',
      { keys: [jwkOf(one), jwkOf(two, { e: 'AQ' })] },
      ['key-strength'],
      'two_RS256: an RSA key with the exponent 1',
      /take the old one out/,
    ],
  ])('are refused where there is %s', async (_fact, keySet, failed, found, fix) => {
    server().answers = { ...USUAL, [JWKS]: keySet };
    const report = await preflight();
    expect(report).toMatchObject({ exitCode: 1, ok: false });
    expect(report.failed).toEqual(failed);
    expect(report.check(failed[0] as PreflightCode)).toMatchObject({ found, fix: expect.stringMatching(fix) });
  });

  test('may be one key under several kids, as WSO2 IS lists it, and others that API Gateway has no use for', async () => {
    const keys = [
      jwkOf(one),
      jwkOf(one, { kid: 'one_PS256', alg: 'PS256' }),
      jwkOf(ec, { alg: 'ES256' }),
      jwkOf(two, { use: 'enc' }),
      jwkOf(two, { kid: undefined }),
    ];
    server().answers = { ...USUAL, [JWKS]: { keys } };
    const report = await preflight();
    expect(report).toMatchObject({ exitCode: 0, ok: true });
    expect(report.check('signing-key')).toMatchObject({ found: 'one_RS256' });
    expect(report.check('other-keys')).toMatchObject({
      result: 'pass',
      found: 'an entry without kid; ec: not an RSA key ("EC"); two_RS256: not a signing key (use, key_ops)',
    });
  });
});

describe('a key that WSO2 ships', () => {
  const modulus = (key: typeof one) => Buffer.from(String(key.publicKey.export({ format: 'jwk' }).n), 'base64url');

  beforeAll(() => {
    // Their private halves are public, so any key stands for them here.
    for (const [key, shippedIn] of [
      [one, 'IS 0.1'],
      [weak, 'IS 0.0'],
    ] as const) {
      const spki = key.publicKey.export({ type: 'spki', format: 'der' });
      Object.assign(WSO2_DEFAULT_KEYS, {
        [createHash('sha256').update(spki).digest('hex')]: { shippedIn, bits: modulus(key).length * 8 },
      });
    }
  });

  test.each<[string, Json, PreflightCode[], string]>([
    ['its own kid', jwkOf(one), [], 'the 2048-bit key shipped in IS 0.1: one_RS256'],
    ['another kid', jwkOf(one, { kid: 'other' }), [], 'the 2048-bit key shipped in IS 0.1: other'],
    [
      'another certificate',
      jwkOf(one, { x5c: ['MIIB'], 'x5t#S256': 'abc' }),
      [],
      'the 2048-bit key shipped in IS 0.1: one_RS256',
    ],
    ['no kid', jwkOf(one, { kid: undefined }), [], 'the 2048-bit key shipped in IS 0.1: without kid'],
    ['another use', jwkOf(one, { use: 'enc' }), [], 'the 2048-bit key shipped in IS 0.1: one_RS256'],
    [
      'a sign byte before its modulus',
      jwkOf(one, { n: Buffer.concat([Buffer.of(0), modulus(one)]).toString('base64url') }),
      [],
      'the 2048-bit key shipped in IS 0.1: one_RS256',
    ],
    ['1024 bits', jwkOf(weak), ['key-strength'], 'the 1024-bit key shipped in IS 0.0: weak_RS256'],
  ])('is recognized under %s, beside a good key', async (_fact, jwk, besides, found) => {
    server().answers = { ...USUAL, [JWKS]: { keys: [jwkOf(two), jwk] } };
    const report = await preflight();
    expect(report).toMatchObject({ exitCode: 1, ok: false, failed: [...besides, 'default-keys'] });
    expect(report.check('default-keys')).toMatchObject({
      found,
      expected: 'no key that WSO2 ships',
      fix: expect.stringMatching(/anyone can forge tokens.*keytool -genkeypair.*\[keystore\.primary\] file_name/),
    });
  });

  test('is told once, with all its kids', async () => {
    server().answers = { ...USUAL, [JWKS]: { keys: [jwkOf(one), jwkOf(one, { kid: 'one_PS256', alg: 'PS256' })] } };
    expect((await preflight()).check('default-keys')).toMatchObject({
      found: 'the 2048-bit key shipped in IS 0.1: one_RS256, one_PS256',
    });
  });

  test('is not seen in what is no key', async () => {
    const keys = [jwkOf(two), 'one', null, { kty: 'RSA' }, { kty: 'RSA', n: '', e: '' }];
    server().answers = { ...USUAL, [JWKS]: { keys } };
    expect((await preflight()).check('default-keys')).toMatchObject({ result: 'pass', found: 'none' });
  });
});
