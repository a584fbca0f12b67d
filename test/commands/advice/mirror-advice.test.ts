import { createHash } from 'node:crypto';
import { explainToken } from '../../../commands/advice/explain-token';
import { mirrorAdvice } from '../../../commands/advice/mirror-advice';
import { explainCommand } from '../../../commands/explain/explain-command';
import { environments } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { resolveConfig } from '../../../lib/config/resolve';
import type { FetchResult } from '../../../local/authorizer';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import { WSO2_DEFAULT_KEYS } from '../../../mirror';
import { claimsWith, createRsaKey, jwkOf, mint, NOW } from '../../local/authorizer/minting';
import { createCertificate } from '../../support/certificate';
import { startHttpsServer } from '../../support/https-server';
import { invoke } from '../support/invoke';
import { MIRRORED } from '../support/mirrored';
import { advice, token } from './advice-of';

jest.mock('../../fixtures/config/environments', () => {
  const real = jest.requireActual('../../fixtures/config/environments');
  const { mirrored } = jest.requireActual('../support/mirrored');
  return { ...real, environments: { ...real.environments, mirrored } };
});

let mockConnection = {};
jest.mock('../../../commands/wso2/connection', () => ({
  ...jest.requireActual('../../../commands/wso2/connection'),
  connectionTo: () => mockConnection,
}));

const answer = (headers: Readonly<Record<string, string>>, address = '13.32.1.1'): FetchResult => ({
  url: 'https://id.example.com/oauth2/jwks',
  milliseconds: 5,
  ok: true,
  json: {},
  address,
  headers,
});

const TOLD = {
  age: '40',
  date: 'Wed, 25 Nov 2026 12:00:00 GMT',
  'last-modified': 'Wed, 25 Nov 2026 11:37:20 GMT',
};

test('an unknown kid of a mirrored issuer: the mirror is so old, by the clock of the server', () => {
  const [first = '', second] = advice('unknown-kid', token({}, { kid: 'new' }), { mirrored: answer(TOLD) }).split('\n');
  expect(first).toMatch(
    /^The mirror is 23 min 20 s old: its keys last changed at 2026-11-25T11:37:20Z, and CloudFront has had them for 40 s\. A key that WSO2 IS has had for less than 10 minutes may not be there yet/,
  );
  expect(second).toMatch(/two hours/);
});

test.each([
  [{}, /^How old the mirror is, its answer does not say\. /],
  [{ age: '40' }, /^How old the mirror is, its answer does not say, and CloudFront has had them for 40 s\. /],
  [{ ...TOLD, 'last-modified': 'yesterday' }, /^How old the mirror is, its answer does not say, /],
  [{ ...TOLD, date: 'now' }, /^How old the mirror is, its answer does not say, /],
  [{ ...TOLD, age: '-1' }, /^The mirror is 22 min 40 s old: .*20Z\. /],
  [{ ...TOLD, 'last-modified': 'Wed, 25 Nov 2026 13:00:00 GMT' }, /^The mirror is 0 s old: /],
])('says no more than the headers tell: %j', (headers, text) => {
  expect(mirrorAdvice(answer(headers))[0]).toMatch(text);
});

test('a machine inside the network is told that it sees WSO2 IS itself', () => {
  expect(mirrorAdvice(answer(TOLD, '10.0.3.7'))).toEqual([
    'This machine sees WSO2 IS itself (10.0.3.7) at the name of the issuer, not the mirror: API Gateway may hold other keys than these.',
  ]);
});

test('an issuer without a mirror has no such advice', () => {
  expect(advice('unknown-kid', token({}, { kid: 'new' }))).not.toContain('mirror');
});

test('a token under a key that WSO2 ships is told of, though it passes', async () => {
  const key = createRsaKey('one_RS256');
  const notes = async () => {
    const context = { issuer: claimsWith()['iss'], clientId: claimsWith()['aud'] };
    const config = resolveConfig({
      project: 'p',
      environments,
      routes: [{ method: 'GET', path: '/me', access: { anyToken: 'why not' } }],
      functions,
      context: { ...context },
    });
    const explained = await explainToken({
      token: mint(key),
      config,
      routes: config.routes,
      keys: createStaticKeys({ keys: [jwkOf(key)] }, 'the test'),
      isOffline: true,
      at: NOW,
      environments,
    });
    expect(explained.isAllowed).toBe(true);
    return explained.notes.filter((note) => note.includes('ships'));
  };
  expect(await notes()).toEqual([]);

  const spki = key.publicKey.export({ type: 'spki', format: 'der' });
  Object.assign(WSO2_DEFAULT_KEYS, {
    [createHash('sha256').update(spki).digest('hex')]: { shippedIn: 'IS 0.1', bits: 2048 },
  });
  expect(await notes()).toEqual([
    expect.stringMatching(
      /^The key that signed it ships with IS 0\.1, private half included: anyone can forge such tokens\./,
    ),
  ]);
});

test('npm run explain tells it of the environment whose issuer has a mirror', async () => {
  const documents: Readonly<Record<string, object>> = {
    '/oauth2/token/.well-known/openid-configuration': {
      issuer: 'https://id.example.com/oauth2/token',
      jwks_uri: 'https://id.example.com/oauth2/jwks',
    },
    '/oauth2/jwks': { keys: [jwkOf(createRsaKey('old_RS256'))] },
  };
  const server = await startHttpsServer(
    ({ url = '' }, response) => {
      response.setHeader('last-modified', 'Wed, 25 Nov 2026 11:37:20 GMT').end(JSON.stringify(documents[url]));
    },
    createCertificate({ names: ['id.example.com'] }),
  );
  mockConnection = {
    ca: server.ca,
    connectTo: { origin: 'https://id.example.com', host: '127.0.0.1', port: server.port },
  };
  const claims = { iss: 'https://id.example.com/oauth2/token', aud: 'client', client_id: 'client', azp: 'client' };
  const stdin = mint(createRsaKey('new_RS256'), claimsWith(claims));
  const { code, out } = await invoke(explainCommand, ['-', ...MIRRORED], { stdin, now: () => NOW });
  await server.close();
  expect(code).toBe(1);
  expect(out).toContain('its keys last changed at 2026-11-25T11:37:20Z. A key that WSO2 IS has had for less than 10');
});
