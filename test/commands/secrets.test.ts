import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { registerCommand } from '../../commands/register/register-command';
import { smokeCommand } from '../../commands/smoke/smoke-command';
import { tokenCommand } from '../../commands/token/token-command';
import { segment } from '../local/authorizer/minting';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { type HttpsServer, startHttpsServer } from '../support/https-server';
import { type Invoked, invoke } from './support/invoke';
import { anySecret, anyToken, formsOf } from './support/secret-forms';

// A property asks a server many times.
jest.setTimeout(120_000);

/** A server that stands in for WSO2 IS and repeats what it was sent, all in one of its answers. */
let server: HttpsServer;
let answer: RequestListener;
const folder = tempFolder({});
const ca = join(folder, 'ca.pem');
beforeAll(async () => {
  server = await startHttpsServer((request, response) => {
    if (request.url?.endsWith('/.well-known/openid-configuration')) {
      const issuer = `${server.origin}/oauth2/token`;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ issuer, token_endpoint: issuer }));
    } else {
      answer(request, response);
    }
  });
  writeFileSync(ca, server.ca);
});
afterAll(() => server.close());

const json =
  (status: number, body: object): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** The ways to repeat a text. */
const ANSWERS: Readonly<Record<string, (text: string) => RequestListener>> = {
  'the description of an OAuth error': (text) => json(400, { error: 'invalid_request', error_description: text }),
  'the code of an OAuth error': (text) => json(401, { error: text }),
  'an error of the management API': (text) => json(403, { code: 'APP-60520', message: text, description: text }),
  'an error of the SCIM API': (text) => json(500, { detail: text }),
  'a content type': (text) => (_request, response) =>
    response.writeHead(502, { 'content-type': text.replace(/[^\x20-\x7e]/g, '') }).end(),
  'the scopes of a token': (scope) =>
    json(200, { token_type: 'Bearer', access_token: `${segment({ alg: 'RS256' })}.${segment({ scope })}.c2ln` }),
  'the token itself': (text) => json(200, { token_type: 'Bearer', access_token: text }),
};

const issuerFlags = () => ['-c', 'env=local', '-c', `issuer=${server.origin}/oauth2/token`, '--ca', ca];
const user = ['--grant', 'password', '--username', 'alice'];

/** The commands that send credentials, with a secret as each of those. */
const COMMANDS: Readonly<Record<string, (secret: string) => Promise<Invoked>>> = {
  'npm run token': (secret) => invoke(tokenCommand, issuerFlags(), { env: { WSO2_CLIENT_SECRET: secret } }),
  'npm run token for a user': (secret) =>
    invoke(tokenCommand, [...issuerFlags(), ...user], {
      env: { WSO2_CLIENT_SECRET: 'another', WSO2_PASSWORD: secret },
    }),
  'npm run smoke': (secret) =>
    invoke(smokeCommand, [...issuerFlags(), '--url', server.origin], { env: { WSO2_CLIENT_SECRET: secret } }),
  'npm run register': (secret) =>
    invoke(registerCommand, ['--server', server.origin, '--ca', ca], {
      env: { WSO2_ADMIN_USERNAME: 'client_1', WSO2_ADMIN_PASSWORD: secret },
    }),
  'npm run register with a token': (secret) =>
    invoke(registerCommand, ['--server', server.origin, '--ca', ca], {
      env: { WSO2_ADMIN_TOKEN: secret },
    }),
};

test.each(Object.keys(COMMANDS))('%s prints no form of its secret, wherever a server repeats it', async (command) => {
  const run = fc.record({
    secret: command === 'npm run register with a token' ? anyToken : anySecret,
    form: fc.constantFrom(...Object.keys(formsOf(''))),
    how: fc.constantFrom(...Object.keys(ANSWERS)),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ secret, form, how }) => {
      answer = ANSWERS[how]?.(formsOf(secret)[form] ?? '') ?? json(500, {});
      const { out, err } = (await COMMANDS[command]?.(secret)) ?? { out: '', err: '' };
      const printed = `${out}${err}`;
      expect(printed).not.toBe('');
      expect(Object.entries(formsOf(secret)).filter(([, text]) => printed.includes(text))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
