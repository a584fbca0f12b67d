import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from '../../../commands/kit/command';
import { startCommand } from '../../../commands/start/start-command';
import { LOCAL_FLAGS, localOptions } from '../../../commands/start/start-options';
import { type ApiFixture, apiResources, assemblyFiles, writeAssembly } from '../../local/gateway/support/assembly';
import { ANSWERS } from '../../local/gateway/support/code';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { ROOT } from '../../support/run';
import { invoke } from '../support/invoke';
import { type Ready, type Started, start, stops } from '../support/started';

jest.setTimeout(120_000);

const START = ['--require', './commands/kit/typescript.cjs', 'bin/start.ts'];
const BODY = JSON.stringify({
  origin: 'DE',
  destination: 'FR',
  service: 'standard',
  pieces: [{ weightKg: 2.5, lengthCm: 30, widthCm: 20, heightCm: 10 }],
});

const ENVIRONMENTS = ['local', 'prod'];
const started: Record<string, Started> = {};

beforeAll(() =>
  Promise.all(
    ENVIRONMENTS.map(async (env) => {
      started[env] = await start('-c', `env=${env}`);
    }),
  ),
);

describe.each(ENVIRONMENTS)('npm start -c env=%s, from the synthesized template', (env) => {
  let ready: Ready;
  let stop: Started['stop'];

  beforeAll(() => {
    ({ ready, stop } = started[env] as Started);
  });

  const call = (routeKey: string, token?: string) => {
    const [method, path] = routeKey.split(' ');
    const body = method === 'POST' ? BODY : undefined;
    const headers: Record<string, string> = { ...(body && { 'content-type': 'application/json' }) };
    if (token !== undefined) {
      headers['authorization'] = `Bearer ${ready.tokens[token]}`;
    }
    return fetch(`${ready.url}${path}`, { method, headers, body });
  };

  test('serves the routes of the template', () => {
    expect(ready.routes).toEqual(expect.arrayContaining(['GET /health', 'GET /me', 'POST /quotes']));
  });

  test('answers the public route without a token', async () => {
    expect((await call('GET /health')).status).toBe(200);
  });

  test.each(['GET /me', 'POST /quotes'])('%s without a token is 401, and asks for a bearer token', async (routeKey) => {
    const response = await call(routeKey);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.text()).toBe('{"message":"Unauthorized"}');
  });

  test.each(['valid', 'validUser', 'audienceArray', 'clientIdOnly', 'scopeArray', 'scp'])(
    'a token that is %s runs the function of each route',
    async (token) => {
      expect((await call('GET /me', token)).status).toBe(200);
      const quoted = await call('POST /quotes', token);
      expect(quoted.status).toBe(200);
      expect(await quoted.json()).toMatchObject({ currency: 'EUR', zone: 2 });
    },
  );

  test.each(['noScope', 'wrongScope', 'idToken'])(
    'a token that is %s passes where any will do, and is 403 where a scope is asked for',
    async (token) => {
      expect((await call('GET /me', token)).status).toBe(200);
      const refused = await call('POST /quotes', token);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toBe('{"message":"Forbidden"}');
    },
  );

  test.each([
    'expired',
    'notYetValid',
    'issuedInFuture',
    'otherIssuer',
    'otherAudience',
    'otherAudienceOurClient',
    'otherClientIdOnly',
    'tamperedHeader',
    'tamperedPayload',
    'tamperedSignature',
    'forged',
    'unknownKey',
    'noKid',
    'algNone',
    'hs256',
    'es256',
    'ps256',
    'opaque',
    'garbage',
  ])('a token that is %s is 401 everywhere, and the answer says invalid_token', async (token) => {
    for (const routeKey of ['GET /me', 'POST /quotes']) {
      const response = await call(routeKey, token);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(await response.text()).toBe('{"message":"Unauthorized"}');
    }
  });

  test.each([
    ['expired', 'the token has expired'],
    ['otherAudience', 'the token does not have a valid audience'],
    ['opaque', 'token contains an invalid number of segments'],
    ['es256', 'signing method ES256 is invalid'],
  ])('a token that is %s is refused in API Gateway’s own words', async (token, text) => {
    expect((await call('POST /quotes', token)).headers.get('www-authenticate')).toBe(
      `Bearer scope="quotes:write" error="invalid_token" error_description="${text}"`,
    );
  });

  test('tells the caller who the token says it is', async () => {
    expect(await (await call('GET /me', 'valid')).json()).toMatchObject({
      kind: 'application',
      issuer: ready.issuer,
      scopes: expect.arrayContaining(['quotes:write']),
      organization: { name: 'Super' },
    });
    expect(await (await call('GET /me', 'validUser')).json()).toMatchObject({ kind: 'user' });
  });

  test('answers 404 where the template has no route', async () => {
    const response = await call('GET /nowhere', 'valid');
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('{"message":"Not Found"}');
  });

  // The last of all, since nothing answers after it.
  test('ends with 0 at Ctrl-C, and frees its port', async () => {
    expect(await stop()).toBe(0);
    await expect(fetch(`${ready.url}/health`)).rejects.toThrow('fetch failed');
  });
});

describe('npm start --assembly, of an app that is not ours', () => {
  const two = (routes: ApiFixture['routes']) => ({
    Resources: apiResources({
      stage: { StageName: 'dev' },
      authorizer: { AuthorizerType: 'REQUEST', JwtConfiguration: undefined },
      routes,
    }),
  });
  const protectedRoute = { properties: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } };
  const folder = tempFolder(
    assemblyFiles(
      { One: { Resources: apiResources() }, Two: two({ 'GET /me': protectedRoute, 'GET /health': {} }) },
      { 'index.mjs': ANSWERS },
    ),
  );

  let stop: Started['stop'];
  let lines: AsyncIterator<string>;
  let ready: Ready;

  beforeAll(async () => {
    const child = spawn(
      process.execPath,
      [...START, '--json', '--port', '0', '--console-port', '0', '--assembly', folder, '--api', 'Two/Api'],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    stop = () => {
      child.kill('SIGINT');
      return ended;
    };
    stops.push(stop);
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    ready = JSON.parse((await lines.next()).value);
  });

  test('starts the API that --api names, of which no authorizer is understood, says why, and serves its other routes at its only stage [F14] [F15] [F16]', async () => {
    const reason = 'Two/Route0: AuthorizationType CUSTOM, a Lambda authorizer, is not emulated';
    expect(ready).toEqual({
      kind: 'ready',
      console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/dev$/),
      routes: ['GET /me', 'GET /health'],
      notEmulated: [reason],
    });
    expect(await (await fetch(`${ready.url}/me`)).json()).toEqual({ message: 'Not Implemented', reason });
    expect((await fetch(`${ready.url}/health`)).status).toBe(200);
  });

  // The last of its process.
  test('watches the assembly: what cannot be served is a JSON line of its own kind, what can is served; ends with 0 at Ctrl-C', async () => {
    const template = 'Two.template.json';
    writeFileSync(join(folder, template), '{ "Resources": ');
    expect(JSON.parse((await lines.next()).value)).toMatchObject({
      kind: 'reload failed',
      paths: [template],
      message: expect.stringContaining(template),
    });
    expect((await fetch(`${ready.url}/health`)).status).toBe(200);

    writeFileSync(join(folder, template), JSON.stringify(two({ 'GET /after': {} })));
    while ((await fetch(`${ready.url}/after`)).status !== 200) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await fetch(`${ready.url}/health`)).status).toBe(404);
    expect(await stop()).toBe(0);
    // Not a line more.
    expect((await lines.next()).done).toBe(true);
  });

  test.each<[string, string[], RegExp]>([
    [
      'several APIs and no --api',
      [],
      /— got 2 HTTP APIs: One\/Api, Two\/Api — expected one, or to be told which — choose it with --api, for example --api One\/Api$/m,
    ],
    [
      'an --api that is none of them',
      ['--api', 'Two/Apis'],
      /^HTTP API "Two\/Apis" in .* — got no such API — expected one of One\/Api, Two\/Api — did you mean --api Two\/Api\?$/m,
    ],
  ])('%s is one clear error, and exit code 1', async (_, flags, message) => {
    const { code, err } = await invoke(startCommand, ['--assembly', folder, ...flags]);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ {4}at /m);
  });
});

/** `npm start` up to where it would start something. */
const options: Command<typeof LOCAL_FLAGS> = {
  name: 'npm start',
  summary: 'Reads its options.',
  flags: LOCAL_FLAGS,
  run: async (given, { out }) => {
    out(JSON.stringify(localOptions(given)));
    return 0;
  },
};

test('the hosts to answer to may be several', async () => {
  const { out } = await invoke(options, ['--allow-host', 'a.example', '--allow-host', '*.b.example']);
  expect(JSON.parse(out)).toMatchObject({ allowHosts: ['a.example', '*.b.example'] });
});

test.each<[string, string[], RegExp]>([
  [
    'an unknown flag',
    ['--prot', '80'],
    /^npm start — got --prot — expected one of --context, --assembly, --api, --port.* — did you mean --port\?$/m,
  ],
  [
    'a port for debuggers that is none',
    ['--inspect=x'],
    /^--inspect — got "x" — expected a port .* write --inspect=9229$/m,
  ],
  ['a port that is none', ['--port', 'x'], /^--port — got "x" — expected a port from 0 to 65535/],
  ['an issuer mode that is none', ['--issuer', 'real'], /^--issuer — got "real" — expected one of embedded, external/],
  [
    'a URL as a host',
    ['--allow-host', 'https://a.example'],
    /^--allow-host — got "https:\/\/a.example" — expected a host name without scheme and port — write --allow-host my-tunnel.example.com/,
  ],
  ['a host with a port', ['--allow-host', 'a.example:3000'], /^--allow-host — got "a.example:3000" — expected a host/],
])('%s is one clear error, and exit code 1, before anything starts', async (_, flags, message) => {
  const { code, err } = await invoke(options, flags);
  expect(code).toBe(1);
  expect(err).toMatch(message);
});

test.each<[string, string[], RegExp]>([
  [
    'an unknown environment',
    ['-c', 'env=prdo'],
    /-c env — got "prdo" — expected one of local, dev, prod.* — did you mean -c env=prod\?$/m,
  ],
  [
    'a folder that is no assembly',
    ['--assembly', 'docs'],
    /^Cloud assembly docs — got a folder without manifest.json — expected the output of cdk synth/,
  ],
  [
    'a file to trust without a certificate',
    [
      '--issuer',
      'external',
      '--ca',
      'package.json',
      '--assembly',
      writeAssembly({ routes: { 'GET /me': { scopes: [] } } }),
    ],
    /^--ca package.json — got a file without a certificate — expected a PEM file with a certificate/,
  ],
])('%s is one clear error, and exit code 1', async (_, flags, message) => {
  const { code, err } = await invoke(startCommand, flags);
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/^ {4}at /m);
});
