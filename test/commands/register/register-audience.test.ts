import { changesOf, setUpRegistering } from './registering';

const { start, register, invoke } = setUpRegistering();

const DCR = '/api/identity/oauth2/dcr/v1.1/register';
const OIDC = '/api/server/v1/applications/ID/inbound-protocols/oidc';
const SHARED = ['--audience', 'https://api.example.com,orders', '--audience', 'orders'];

test.each(['5.11', '6.1', '7.1', '7.3'] as const)('sets additional audiences on WSO2 IS %s', async (release) => {
  const fake = await start({ release });
  const { code, out } = await register(fake, [...SHARED, '-c', 'env=local']);
  expect(code).toBe(0);
  expect(changesOf(fake)).toEqual([`POST ${DCR}`, `PUT ${OIDC}`]);
  expect(fake.state.applications[0]?.oidc).toMatchObject({
    idToken: { audience: ['https://api.example.com', 'orders'] },
    accessToken: { type: 'JWT', userAccessTokenExpiryInSeconds: 3600 },
    clientSecret: 'secret-of-client_1',
  });
  expect(out).toContain(
    '\naccess tokens have the audience https://api.example.com, orders besides the client id; in clientIds it would let in every application that WSO2 IS gives it to\n',
  );
});

test('keeps the audiences that are there, and the other settings of ID tokens', async () => {
  const fake = await start();
  await register(fake);
  const application = fake.state.applications[0];
  Object.assign(application?.oidc ?? {}, { idToken: { expiryInSeconds: 60, audience: ['first'] } });
  await register(fake, SHARED);
  expect(application?.oidc?.['idToken']).toEqual({
    expiryInSeconds: 60,
    audience: ['first', 'https://api.example.com', 'orders'],
  });
});

test('a second run changes nothing, and --json tells the audiences', async () => {
  const fake = await start();
  await register(fake, SHARED);
  fake.received.length = 0;
  const { out } = await register(fake, [...SHARED, '--json']);
  expect(JSON.parse(out)).toMatchObject({ audiences: ['https://api.example.com', 'orders'] });
  expect(fake.changes).toEqual([]);
});

test('are set without the right to see the client secret, which is left as it is', async () => {
  const fake = await start({ release: '7.3', hidesSecrets: true });
  expect((await register(fake, SHARED)).code).toBe(0);
  expect(fake.state.applications[0]?.oidc).toMatchObject({ clientSecret: 'secret-of-client_1' });
  expect(fake.received.find(({ line }) => line.startsWith('PUT'))?.body).not.toContain('clientSecret');
});

test('that WSO2 IS does not take are an error, and nothing is left', async () => {
  const fake = await start();
  fake.interference = ({ line }) => (line.startsWith('PUT') ? [200] : undefined);
  const { code, err } = await register(fake, SHARED);
  expect(err).toBe(
    'undone: deletes the application wso2-http-api\nthe application wso2-http-api — got no audience https://api.example.com, orders — expected the audience https://api.example.com, orders — set it in the console of WSO2 IS and run the command again\n',
  );
  expect(code).toBe(1);
  expect(fake.state.applications).toEqual([]);
});

test('are taken back from an application that was there when a later step fails', async () => {
  const fake = await start();
  await register(fake);
  const before = structuredClone(fake.state.applications[0]?.oidc);
  fake.interference = ({ line }) => (line.includes('authorized-apis') ? [500] : undefined);
  const { err } = await register(fake, [...SHARED, '--scopes', '--name', 'wso2-http-api', '-c', 'env=local']);
  expect(err).toContain('undone: gives the application wso2-http-api its former settings\n');
  expect(fake.state.applications[0]?.oidc).toEqual(before);
});

test('an application that somebody else registered does not get them', async () => {
  const fake = await start();
  fake.state.addApplication('taken', { grantTypes: ['client_credentials'], accessToken: { type: 'JWT' } });
  const { err } = await register(fake, ['--name', 'taken', '--audience', 'orders']);
  expect(err).toContain('--name taken — got an application that has no audience orders — expected a free name');
  expect(fake.changes).toEqual([]);
});

test('the issuer is refused as one before anything is made', async () => {
  const issuer = 'https://is.example.com';
  const fake = await start({ issuer });
  const { code, err } = await register(fake, ['--audience', issuer]);
  expect(err).toBe(
    '--audience — got "https://is.example.com" — expected another audience: JWT refresh tokens of WSO2 IS 7.3 have the issuer as their audience — write --audience my-api\n',
  );
  expect(code).toBe(1);
  expect(fake.changes).toEqual([]);
});

test.each([
  {
    audience: 'https://other.example.com/t/example.com/o/10084a8d/oauth2/token',
    whose: 'JWT refresh tokens of WSO2 IS 7.3 have the issuer as their audience',
  },
  { audience: 'http://org.wso2.apimgt/gateway', whose: 'every application of an API Manager has this one' },
])('$audience is refused, and whose it is said', async ({ audience, whose }) => {
  const { code, err } = await invoke(['--server', 'https://is.example.com', '--audience', audience, '--dry-run']);
  expect(err).toBe(`--audience — got "${audience}" — expected another audience: ${whose} — write --audience my-api\n`);
  expect(code).toBe(1);
});

test.each(['a b', 'a,,b', "a'b"])('%j is refused', async (audience) => {
  const { code, err } = await invoke(['--server', 'https://is.example.com', '--audience', audience, '--dry-run']);
  expect(err).toMatch(
    /^--audience — got ".*" — expected names or URLs without white space, .* — write --audience my-api\n$/,
  );
  expect(code).toBe(1);
});
