import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { consoleCommand } from '../../../commands/console/console-command';
import { createDeploymentHost } from '../../../commands/console/deployment-host';
import { configOf } from '../../../commands/project/config-flags';
import { type Console, startConsole } from '../../../local/console';
import type { Issuer } from '../../../local/issuer';
import { ask } from '../../local/console/support/ask';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';
import { invoke } from '../support/invoke';
import { startStandIn } from '../support/stand-in';

/** A deployment, which here knows its callers by no more than that they send a token. */
let deployed: HttpsServer;
const seen: IncomingMessage[] = [];
let issuer: Issuer;
let served: Console;

beforeAll(async () => {
  deployed = await startHttpsServer((request, response) => {
    seen.push(request);
    const status = request.headers.authorization === undefined ? 401 : 200;
    response.writeHead(status, { 'content-type': 'application/json', 'apigw-requestid': 'abc=' });
    response.end(JSON.stringify({ path: request.url }));
  });
  issuer = await startStandIn();
  const { caPem, connectTo } = issuer;
  const host = createDeploymentHost({
    config: configOf(['env=local']),
    url: `${deployed.origin}/stage`,
    connection: { ca: caPem, connectTo },
    ca: deployed.ca,
    now: Date.now,
  });
  served = await startConsole({ host, port: 0 });
});
afterAll(async () => {
  await served?.close();
  await deployed?.close();
  await issuer?.close();
});
beforeEach(() => seen.splice(0));

const send = async (wish: object) =>
  (await ask(served, '/api/send', { body: { method: 'GET', target: '/me', headers: [], ...wish } })).json;

test('shows the configuration and the keys of the real issuer; what only the laptop knows is absent', async () => {
  const { json } = await ask(served, '/api/overview');
  expect(json).toEqual({
    api: { name: 'wso2-http-api-local', url: `${deployed.origin}/stage`, environment: 'local', isDeployed: true },
    issuer: {
      url: issuer.issuer,
      isStandIn: false,
      audience: ['local_client'],
      keys: [expect.objectContaining({ kty: 'RSA', bits: 2048 })],
    },
    routes: [
      expect.objectContaining({ routeKey: 'GET /health', access: { kind: 'public', reason: expect.any(String) } }),
      expect.objectContaining({ routeKey: 'GET /me', access: { kind: 'any token', reason: expect.any(String) } }),
      expect.objectContaining({ routeKey: 'POST /quotes', exampleBody: expect.stringContaining('origin') }),
    ],
    notEmulated: [],
  });
  for (const path of ['/api/log', '/api/log/abc']) {
    expect((await ask(served, path)).status).toBe(404);
  }
  const wishes = { '/api/token': { kind: 'named', name: 'valid' }, '/api/fault': { kind: 'throttle', on: true } };
  for (const [path, body] of Object.entries({ ...wishes, '/api/login': { clientId: 'a', scopes: [] } })) {
    expect((await ask(served, path, { body })).status).toBe(404);
  }
});

test("requests go to the real API, and the decision is explained with the real issuer's keys", async () => {
  const answer = await send({ token: issuer.token('valid'), target: '/me?a=1', headers: [['X-One', 'a']] });
  expect(answer).toMatchObject({ status: 200, body: '{"path":"/stage/me?a=1"}', requestId: 'abc=' });
  expect(answer.decision).toMatchObject({ allowed: true });
  expect(seen[0]?.headers).toMatchObject({ 'x-one': 'a', authorization: expect.stringMatching(/^Bearer eyJ/) });

  const refused = await send({ token: issuer.token('noScope'), method: 'POST', target: '/quotes' });
  expect(refused.decision).toMatchObject({ allowed: false, status: 403 });
  expect(await send({ target: '/me' })).toMatchObject({ status: 401, decision: { allowed: false, status: 401 } });
  expect(await send({ target: '/health' })).toMatchObject({ decision: { allowed: true, checks: [] } });
  expect((await send({ target: '/unknown' })).decision).toBeUndefined();
});

test('an answer that is not as callers are told comes with its differences', async () => {
  const { differences } = await send({ token: 'one' });
  expect(differences.length).toBeGreaterThan(0);
  expect(differences).toContainEqual(expect.stringMatching(/^body\.\w+: expected /));
});

test('a request goes nowhere else, whatever its target looks like', async () => {
  for (const target of ['//evil.example.com/', '/@evil.example.com/', '/\\evil.example.com']) {
    expect((await send({ target })).body).toBe(JSON.stringify({ path: `/stage${target}` }));
  }
});

test('explains a token on all routes without sending anything', async () => {
  const { json } = await ask(served, '/api/explain', { body: { token: issuer.token('expired') } });
  expect(json.routes.map(({ decision }: { decision: { allowed: boolean } }) => decision.allowed)).toEqual([
    true,
    false,
    false,
  ]);
  expect(seen).toEqual([]);
});

test('a deployment whose certificate nobody vouches for gets no token', async () => {
  const host = createDeploymentHost({
    config: configOf(['env=local']),
    url: deployed.origin,
    connection: {},
    now: Date.now,
  });
  const wish = { method: 'GET', target: '/me', headers: [], token: issuer.token('valid') };
  await expect(host.send(wish)).rejects.toThrow('The API does not answer: DEPTH_ZERO_SELF_SIGNED_CERT.');
  expect(seen).toEqual([]);
});

describe('npm run console', () => {
  const DEV = ['-c', 'issuer=https://is.example.com/oauth2/token', '-c', 'clientId=abc'];

  test('tells all that is wrong at once', async () => {
    const { code, err } = await invoke(consoleCommand, [
      ...DEV,
      '--url',
      'http://api.example.com',
      '--console-port',
      'x',
    ]);
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(
        /^--url — got .* — expected an https URL, or an http one on this machine, without query — write --url/,
      ),
      '--console-port — got "x" — expected a port from 0 to 65535 — write --console-port 3001, or 0 for any free one',
      '',
    ]);
    expect((await invoke(consoleCommand, DEV)).err).toMatch(/^--url — /);
  });

  test('is not for an environment whose values are still placeholders', async () => {
    const { code, err } = await invoke(consoleCommand, ['-c', 'env=dev', '--url', 'https://api.example.com']);
    expect(code).toBe(1);
    expect(err).toContain('replace_with_dev_client_id');
  });

  test('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const args = [...DEV, '--url', 'https://api.example.com', '--console-port', String(port)];
    expect(await invoke(consoleCommand, args)).toEqual({
      code: 1,
      out: '',
      err: `port ${port} of 127.0.0.1 for the console — got a port in use — expected a free port — stop what listens there, or choose another with --console-port\n`,
    });
    other.close();
  });
});
