import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createSender } from '../../../commands/smoke/send-case';
import { smokeCommand } from '../../../commands/smoke/smoke-command';
import { tokenCommand } from '../../../commands/token/token-command';
import { readClientCertificate } from '../../../commands/wso2/connection';
import { createIssuerFetch } from '../../../commands/wso2/issuer-fetch';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { createCertificate } from '../../support/certificate';
import { invoke } from '../support/invoke';

const folder = tempFolder({});
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const server = createCertificate();
const client = createCertificate({ names: ['client.example.com'] });
const cert = file('client.pem', client.cert);
const key = file('client-key.pem', client.key);

/** Asks for a certificate, as a domain name with mutual TLS does, and answers with the name in it. */
let deployment: Server;
let url: string;
beforeAll(async () => {
  deployment = createServer(
    { ...server, requestCert: true, ca: client.cert, rejectUnauthorized: false },
    (request, response) => {
      response.end((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody');
    },
  );
  deployment.listen(0, '127.0.0.1');
  await once(deployment, 'listening');
  url = `https://localhost:${(deployment.address() as AddressInfo).port}`;
});
afterAll(async () => {
  deployment.close();
  deployment.closeAllConnections();
});

const connection = () => ({
  ca: server.cert,
  clientCertificate: readClientCertificate({ 'client-cert': cert, 'client-key': key }),
});

test('an issuer that asks for a certificate is shown it', async () => {
  const response = await createIssuerFetch(connection())(url);
  expect(await response.text()).toBe('client.example.com');
});

test('without the flags nothing is shown', async () => {
  expect(readClientCertificate({})).toBeUndefined();
  expect(await (await createIssuerFetch({ ca: server.cert })(url)).text()).toBe('nobody');
});

test('a deployment that asks for a certificate is shown it by smoke', async () => {
  const send = createSender({
    url,
    identitySource: '$request.header.Authorization',
    waitMs: 0,
    now: () => 0,
    sleep: async () => {},
    onWait: () => {},
    connection: connection(),
  });
  expect(await send({ method: 'GET', path: '/me', access: { anyToken: 'own identity' } }, 'token')).toEqual({
    status: 200,
    body: 'client.example.com',
    wwwAuthenticate: null,
  });
});

const locked = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'any',
});

test.each<[string, string[], string[]]>([
  [
    'a certificate without its key',
    ['--client-cert', cert],
    ['--client-key — got nothing — expected --client-cert and --client-key together — add --client-key FILE'],
  ],
  [
    'a key without its certificate',
    ['--client-key', key],
    ['--client-cert — got nothing — expected --client-cert and --client-key together — add --client-cert FILE'],
  ],
  [
    'files that are not there, or hold something else',
    ['--client-cert', key, '--client-key', join(folder, 'nowhere')],
    [
      `--client-cert ${key} — got a file without a certificate — expected a PEM file with a certificate — name another file`,
      `--client-key ${join(folder, 'nowhere')} — got ENOENT — expected a PEM file with a private key — name another file`,
    ],
  ],
  [
    'a key with a passphrase',
    ['--client-cert', cert, '--client-key', file('locked.pem', String(locked))],
    [
      `--client-key ${join(folder, 'locked.pem')} — got a key with a passphrase — expected a PEM file with a private key — take it off into a file that only you can read: openssl pkey -in FILE -out OTHER`,
    ],
  ],
  [
    'the key of another certificate',
    ['--client-cert', cert, '--client-key', file('other.pem', server.key)],
    [
      `--client-key ${join(folder, 'other.pem')} — got another key — expected the key of the first certificate in --client-cert — name the two that belong together`,
    ],
  ],
])('smoke and token refuse %s', async (_, args, lines) => {
  const expected = { code: 1, out: '', err: `${lines.join('\n')}\n` };
  expect(await invoke(smokeCommand, ['--url', url, ...args])).toEqual(expected);
  expect(await invoke(tokenCommand, args)).toEqual(expected);
});

test('smoke refuses a certificate that nothing would ask for', async () => {
  const { code, err } = await invoke(smokeCommand, [
    '--url',
    'http://localhost:3000',
    '--client-cert',
    cert,
    '--client-key',
    key,
  ]);
  expect(code).toBe(1);
  expect(err).toBe(
    '--client-cert — got it with "http://localhost:3000" — expected it with an https URL: nothing asks for a certificate over http — leave it out\n',
  );
});
