import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postmanCommand } from '../../commands/postman/postman-command';
import { smokeCommand } from '../../commands/smoke/smoke-command';
import { type Gateway, startGateway } from '../../local/gateway/gateway';
import { run } from '../support/run';
import { type Flow, startFlow } from './flow';
import { runNewman, startNewman } from './newman';
import { type Invoked, invoke } from './support/invoke';

// Synthesis and newman are processes of their own, on a machine that may have others to run.
jest.setTimeout(60_000);

let flow: Flow;
/** The same template, had somebody taken the authorizer off every route. */
let open: Gateway;
beforeAll(async () => {
  flow = await startFlow();
  const { model } = flow;
  open = await startGateway({
    model: { ...model, routes: model.routes.map((route) => ({ ...route, authorization: { kind: 'none' } })) },
    createAuthorizer: () => {
      throw new Error('no route has one');
    },
  });
});
afterAll(async () => {
  await open?.close();
  await flow?.close();
});

describe('npm run smoke', () => {
  async function smoke(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Invoked> {
    const invoked = await invoke(smokeCommand, [...flow.flags, ...args], { root: flow.root, env });
    // Neither the tokens that it sent nor the secret that it got them with.
    expect(invoked.out + invoked.err).not.toMatch(/eyJ|local-secret/);
    return invoked;
  }

  test('finds every route of the synthesized template guarded as configured, with tokens it asks for itself', async () => {
    const { code, out, err } = await smoke([], { WSO2_EXPIRED_TOKEN: flow.issuer.token('expired') });
    expect(out).toBe(
      [
        'ok    GET /health   no token                 200',
        'ok    GET /me       no token                 401',
        'ok    GET /me       garbage token            401',
        'ok    GET /me       tampered token           401',
        'ok    GET /me       expired token            401',
        'ok    GET /me       valid token              200',
        'ok    POST /quotes  no token                 401',
        'ok    POST /quotes  garbage token            401',
        'ok    POST /quotes  tampered token           401',
        'ok    POST /quotes  expired token            401',
        'ok    POST /quotes  token without the scope  403',
        'ok    POST /quotes  valid token              400 from the function: no body was sent',
        '12 ok, 0 failed, 0 skipped',
        '',
      ].join('\n'),
    );
    expect(err).toMatch(/^asking the stand-in for WSO2 IS that npm start runs \(127\.0\.0\.1:\d+\)\n$/);
    expect(code).toBe(0);
  });

  test('finds every route that lost its authorizer', async () => {
    const { code, out } = await smoke(['--url', open.url, '--json']);
    const { url, environment, results } = JSON.parse(out);
    const failed = results.filter(({ result }: { result: string }) => result === 'FAIL');

    expect({ url, environment }).toEqual({ url: open.url, environment: 'local' });
    expect(failed.map(({ route, token }: Record<string, string>) => `${route}, ${token}`)).toEqual([
      'GET /me, none',
      'GET /me, garbage',
      'GET /me, tampered',
      'GET /me, valid',
      'POST /quotes, none',
      'POST /quotes, garbage',
      'POST /quotes, tampered',
      'POST /quotes, no scope',
      'POST /quotes, valid',
    ]);
    expect(code).toBe(1);
  });

  test('takes the token of WSO2_TOKEN, and says what it could not try with it', async () => {
    const { code, out, err } = await smoke(['--url', flow.gateway.url], { WSO2_TOKEN: flow.issuer.token('validUser') });
    expect(out).toContain('skip  GET /me       expired token            set WSO2_EXPIRED_TOKEN to try one\n');
    expect(out).toContain('skip  POST /quotes  token without the scope  leave out WSO2_TOKEN, and one is asked for\n');
    expect(out).toContain('9 ok, 0 failed, 3 skipped');
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test('with a token that lacks the scope, fails and says so', async () => {
    const { code, out, err } = await smoke(['--url', flow.gateway.url], { WSO2_TOKEN: flow.issuer.token('noScope') });
    expect(err).toMatch(
      /^warning: the scopes of the token — got none — expected quotes:write — authorize the application/,
    );
    expect(out).toContain(
      'FAIL  POST /quotes  valid token              expected an answer of the function, not 401, 403, 429 or 5xx — got 403 {"message":"Forbidden"}\n',
    );
    expect(code).toBe(1);
  });

  test('says of a configured route that stays away what was expected', async () => {
    const { code, out, err } = await smoke(['--url', `${flow.gateway.url}/nowhere`, '--wait', '0']);
    expect(err).toContain('a route is not there yet; waiting up to 0 s\n');
    expect(out).toContain(
      'FAIL  GET /health   no token                 expected 2xx — got 404 {"message":"Not Found"}\n',
    );
    expect(code).toBe(1);
  });
});

test('the typed client of examples/ calls every route with a token that it gets itself, and shows each kind of refusal', async () => {
  const ca = join(flow.root, 'client-ca.pem');
  writeFileSync(ca, flow.issuer.caPem);
  const { code, stdout, stderr } = await run(['--import', 'tsx', 'examples/client/main.ts'], {
    NODE_EXTRA_CA_CERTS: ca,
    URL: flow.gateway.url,
    ISSUER: flow.issuer.issuer,
    CLIENT_ID: 'local_client',
    CLIENT_SECRET: 'local-secret',
    EXPIRED: flow.issuer.token('expired'),
  });
  expect(stderr).toBe('');
  const invalid = 'Bearer scope="quotes:write" error="invalid_token" error_description';
  expect(stdout.trim().split('\n')).toEqual([
    '200 GET /health: ok',
    '200 GET /me: application local_client',
    '200 POST /quotes: 13.95 EUR',
    '401 POST /quotes with no token: Unauthorized (Bearer)',
    `401 POST /quotes with text that is no token: Unauthorized (${invalid}="token contains an invalid number of segments")`,
    `401 POST /quotes with a token that has expired: Unauthorized (${invalid}="the token has expired")`,
    '403 POST /quotes with a token without the scope: Forbidden',
    '400 POST /quotes with a body with faults: body_invalid body.pieces',
  ]);
  expect(code).toBe(0);
});

test('newman runs the collection green against the flow, and red where no route has its authorizer', async () => {
  const ca = join(flow.root, 'ca.pem');
  writeFileSync(ca, flow.issuer.caPem);
  await invoke(postmanCommand, [], { root: flow.root });
  const { issuer } = flow.issuer;
  const newman = startNewman();
  const green = await runNewman(newman, flow.root, 'green', {
    ca,
    variables: { base_url: flow.gateway.url, issuer, expired_token: flow.issuer.token('expired') },
  });
  const red = await runNewman(newman, flow.root, 'red', { ca, variables: { base_url: open.url, issuer } });
  const unexpired = await runNewman(newman, flow.root, 'unexpired', {
    ca,
    variables: { base_url: flow.gateway.url, issuer, expired_token: flow.issuer.token('valid') },
  });
  expect(unexpired.failed.map((failure) => failure.split(' — ')[0])).toEqual([
    'GET /me with an expired token: 401',
    'POST /quotes with an expired token: 401',
  ]);

  expect(green.failed).toEqual([]);
  expect(green.answered).toEqual([
    'Ask WSO2 IS where it issues tokens',
    'Get a token with the scopes of the API',
    'Get a token without scope',
    'GET /health without a token: 2xx',
    'GET /me without a token: 401',
    'GET /me with a token that is none: 401',
    'GET /me with an expired token: 401',
    'GET /me with a token: 2xx',
    'POST /quotes without a token: 401',
    'POST /quotes with a token that is none: 401',
    'POST /quotes with an expired token: 401',
    'POST /quotes with a token without the scope: 403',
    'POST /quotes with a token: 2xx',
  ]);
  expect(green.code).toBe(0);
  expect(green.printed).not.toMatch(/eyJ|local-secret/);

  // Without an expired token, the requests that would send it are not sent, and fail.
  expect(red.answered).toEqual(green.answered.filter((name) => !name.includes('expired')));
  expect(new Set(red.failed.map((failure) => failure.split(' — ')[0]))).toEqual(
    new Set(green.answered.filter((name) => /^(GET \/me|POST \/quotes)/.test(name))),
  );
  expect(red.failed).toContain(
    'GET /me with an expired token: 401 — expired_token holds a token that has expired: EXPIRED of npm start, or one of an hour ago',
  );
  expect(red.failed).toContain('POST /quotes without a token: 401 — answers 401');
  expect(red.code).toBe(1);
});
