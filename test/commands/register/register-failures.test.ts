import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClientSecret } from '../../../commands/wso2/client-secret';
import { setUpRegistering } from './registering';

const { root, start, register, invoke } = setUpRegistering();

const APPLICATIONS = '/api/server/v1/applications';
const RESOURCES = '/api/server/v1/api-resources';

describe('a step that fails', () => {
  const SCOPES = ['--scopes', '-c', 'env=local'];
  test.each([
    { step: 'finding the new application', failing: /^GET .*name/, nth: 2, undone: 1 },
    { step: 'reading it back', failing: /^GET .*\/oidc$/, nth: 1, undone: 1 },
    { step: 'making the API resource', failing: /^POST .*\/api-resources$/, nth: 1, undone: 1 },
    { step: 'reading authorizations', failing: /^GET .*\/authorized-apis$/, nth: 1, undone: 2 },
    { step: 'authorizing', failing: /^POST .*\/authorized-apis$/, nth: 1, undone: 2 },
  ])('$step: nothing is left', async ({ failing, nth, undone }) => {
    const fake = await start();
    let met = 0;
    fake.interference = ({ line }) => (failing.test(line) && ++met === nth ? [500] : undefined);
    const { code, out, err } = await register(fake, SCOPES);
    const lines = err.trim().split('\n');
    expect(lines).toHaveLength(undone + 1);
    expect(lines.at(-1)).toMatch(/ — got status 500 — expected WSO2 IS to do it — /);
    expect(lines.at(-2)).toBe('undone: deletes the application wso2-http-api-local');
    expect([code, out]).toEqual([1, '']);
    expect(fake.state.applications).toEqual([]);
    expect(fake.state.resources).toEqual([]);
    expect(readClientSecret(root, { issuer: fake.issuer, clientId: 'client_1' })).toBeUndefined();
  });

  test('registering itself: nothing is left, and nothing to undo', async () => {
    const fake = await start();
    fake.interference = ({ line }) => (line.startsWith('POST') ? [500, '<html>down</html>'] : undefined);
    const { err } = await register(fake, SCOPES);
    expect(err).toMatch(/^POST \S+\/register — got status 500 — [^\n]+\n$/);
  });

  test('a token type that does not stay: nothing is left', async () => {
    const fake = await start({ release: '5.11' });
    fake.interference = ({ line }) => (line.startsWith('PUT') ? [200] : undefined);
    const { err } = await register(fake);
    expect(err).toContain(
      'the application wso2-http-api — got access tokens of type Default — expected access tokens of type JWT — ',
    );
    expect(fake.state.applications).toEqual([]);
  });

  test('after a change of what was there: it is as before', async () => {
    const fake = await start();
    await register(fake, ['-c', 'env=local']);
    const resource = fake.state.addResource('wso2-http-api', ['quotes:read']);
    const before = structuredClone(fake.state.applications[0]?.oidc);
    fake.interference = ({ line }) => (/^POST .*authorized-apis$/.test(line) ? [500] : undefined);
    const redirect = ['--redirect-uri', 'https://app.example.com/callback'];
    const { err } = await register(fake, [...SCOPES, ...redirect]);
    expect(err).toContain('undone: deletes the scope quotes:write of wso2-http-api\n');
    expect(err).toContain('undone: gives the application wso2-http-api-local its former settings\n');
    expect(fake.state.applications[0]?.oidc).toEqual(before);
    expect(resource.scopes).toMatchObject([{ name: 'quotes:read' }]);
    expect(resource.scopes).toHaveLength(1);
  });

  test('and cannot be undone: says what is left, and goes on undoing', async () => {
    const fake = await start();
    fake.interference = ({ line }) =>
      /^POST .*authorized-apis$/.test(line) || /^DELETE .*api-resources/.test(line) ? [503] : undefined;
    const { code, err } = await register(fake, SCOPES);
    const id = fake.state.resources[0]?.id;
    expect(err).toContain(
      `undo: deletes the API resource wso2-http-api — got status 503 — expected nothing of this run to be left — do it by hand: DELETE ${fake.origin}${RESOURCES}/${id}\n`,
    );
    expect(code).toBe(1);
    expect(fake.state.applications).toEqual([]);
  });

  test('without an answer: says that another run goes on with what is there', async () => {
    const fake = await start();
    fake.interference = ({ line }) => (line.startsWith('POST') ? 'hang up' : undefined);
    const { code, err } = await register(fake);
    expect(err).toMatch(/^POST .* — got ECONNRESET — .* — run the command again: it goes on with what is there\n$/);
    expect(code).toBe(1);
  });

  test.each([
    { what: 'cannot be written', prepare: () => writeFileSync(join(root, '.secrets'), ''), got: 'EEXIST' },
    {
      what: 'is broken',
      prepare: () => {
        mkdirSync(join(root, '.secrets'));
        writeFileSync(join(root, '.secrets/clients.json'), '{"secret-of-x" "secret-of-y"}');
      },
      got: 'a file that is no JSON',
    },
  ])('a file of secrets that $what: nothing is left', async ({ prepare, got }) => {
    const fake = await start();
    prepare();
    const { code, err } = await register(fake);
    expect(err).toContain(`.secrets/clients.json — got ${got} — expected a file `);
    expect(code).toBe(1);
    expect(fake.state.applications).toEqual([]);
  });

  test('after scopes were added to an authorization: it is as before', async () => {
    const fake = await start();
    const oidc = { grantTypes: ['client_credentials'], accessToken: { type: 'JWT' } };
    const application = fake.state.addApplication('wso2-http-api-local', oidc);
    const resource = fake.state.addResource('wso2-http-api', ['quotes:read', 'quotes:write']);
    application.authorized.set(resource.id, ['quotes:read']);
    writeFileSync(join(root, '.secrets'), '');
    const { err } = await register(fake, SCOPES);
    expect(err).toContain('undone: takes the scopes of wso2-http-api from the application wso2-http-api-local\n');
    expect(application.authorized.get(resource.id)).toEqual(['quotes:read']);
  });

  test('a scope of another API resource is an error', async () => {
    const fake = await start();
    fake.state.addResource('another', ['quotes:write']);
    const { err } = await register(fake, SCOPES);
    expect(err).toContain('got status 409: Scope already exists: It is of another — expected a name that is free — ');
    expect(fake.state.applications).toEqual([]);
  });
});

describe('an error of WSO2 IS', () => {
  test.each([
    { status: 401, says: "expected an administrator's credentials — check WSO2_ADMIN_USERNAME and" },
    {
      status: 403,
      says: 'expected the right internal_application_mgt_view (a user of 5.x and 6.x: /permission/admin/manage/identity/applicationmgt/view) — give',
    },
    { status: 404, says: 'expected this API of WSO2 IS — check --server and --tenant' },
    { status: 302, says: 'expected WSO2 IS itself — give --server as WSO2 IS has it' },
    { status: 500, says: 'expected WSO2 IS to do it — look into its log' },
    { status: 415, says: 'expected WSO2 IS to take it — check the flags' },
  ])('$status is told in one line', async ({ status, says }) => {
    const fake = await start();
    fake.interference = ({ line }) => (line.includes(APPLICATIONS) ? [status] : undefined);
    const { code, err } = await register(fake);
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err).toContain(`got status ${status} — ${says}`);
    expect(code).toBe(1);
    expect(fake.changes).toEqual([]);
  });

  test.each([
    { method: 'POST', path: 'register', right: 'internal_dcr_create' },
    { method: 'PUT', path: 'oidc', right: 'internal_application_mgt_update' },
  ])('403 for $method $path names the right $right', async ({ method, path, right }) => {
    const fake = await start({ release: '5.11' });
    fake.interference = ({ line }) => (line.startsWith(method) && line.endsWith(path) ? [403] : undefined);
    expect((await register(fake)).err).toContain(`expected the right ${right} (`);
    expect(fake.state.applications).toEqual([]);
  });

  test.each([
    {
      what: 'without a code of its own',
      answer: undefined,
      says: 'status 403 — expected the right internal_application_mgt_update, and from WSO2 IS 7.2 on internal_application_business_api_update as well — give',
    },
    {
      what: 'of WSO2 IS 7.2 and later',
      answer: { code: 'APP-60520', message: 'Forbidden', description: 'User is not permitted' },
      says: 'status 403: Forbidden: User is not permitted — expected the right internal_application_business_api_update, which WSO2 IS 7.2 and later ask for besides internal_application_mgt_update — give',
    },
  ])('403 for authorizing, $what, names the missing right after everything is undone', async ({ answer, says }) => {
    const fake = await start({ release: '7.3' });
    fake.interference = ({ line }) => (/^POST .*authorized-apis$/.test(line) ? [403, answer] : undefined);
    const { code, err } = await register(fake, ['--scopes', '-c', 'env=local']);
    expect(err).toContain(says);
    expect(code).toBe(1);
    expect([fake.state.applications, fake.state.resources]).toEqual([[], []]);
  });

  test('403 for an API resource names no permission of 5.x and 6.x, which have none', async () => {
    const fake = await start();
    fake.interference = ({ line }) => (/^POST .*api-resources$/.test(line) ? [403] : undefined);
    const { err } = await register(fake, ['--scopes', '-c', 'env=local']);
    expect(err).toContain('got status 403 — expected the right internal_api_resource_create — give');
  });

  test('wrong credentials are 401, and are not shown even when WSO2 IS repeats them', async () => {
    const fake = await start();
    const env = { WSO2_ADMIN_USERNAME: 'admin', WSO2_ADMIN_PASSWORD: 'wrong-to-hide' };
    fake.interference = ({ line }) =>
      line.includes(APPLICATIONS) ? [401, { message: 'no', description: 'wrong-to-hide is wrong' }] : undefined;
    const { err } = await register(fake, [], { env });
    expect(err).toContain('got status 401: no: *** is wrong — ');
  });

  test('metadata that it does not take is told with its reason', async () => {
    const fake = await start({ release: '6.1' });
    const { err } = await register(fake, ['--release', '7']);
    expect(err).toContain(
      'got status 400: invalid_client_metadata: Unrecognized field "ext_token_type" — expected WSO2 IS to take it — check the flags, or the release',
    );
  });

  test.each([
    { what: 'no JSON', answer: '<html>sign in</html>', got: 'text that is no JSON' },
    { what: 'other JSON', answer: { applications: 1 }, got: 'applications of another kind' },
  ])('an answer that is $what is an error', async ({ answer, got }) => {
    const fake = await start();
    fake.interference = ({ line }) => (line.includes(APPLICATIONS) ? [200, answer] : undefined);
    const { code, err } = await register(fake);
    expect(err).toContain(` — got ${got} — `);
    expect(code).toBe(1);
  });
});

describe('a server that cannot be asked', () => {
  test('is one whose certificate is not trusted', async () => {
    const fake = await start();
    const { code, err } = await invoke(['--server', fake.origin]);
    expect(err).toMatch(
      /^GET \S+\/openid-configuration — got DEPTH_ZERO_SELF_SIGNED_CERT, SHA-256 fingerprint (\w\w:){31}\w\w — .* — save it with "openssl [^\n]* and give it with --ca is.pem \(docs[^\n]*\n$/,
    );
    expect(code).toBe(1);
  });

  test('is one that does not listen', async () => {
    const fake = await start();
    await fake.stop();
    expect((await register(fake)).err).toMatch(/ — got ECONNREFUSED — expected WSO2 IS to answer there — /);
  });
});
