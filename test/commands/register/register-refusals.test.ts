import { setUpRegistering } from './registering';

const { start, register, invoke } = setUpRegistering();

const DCR = '/api/identity/oauth2/dcr/v1.1/register';
const APPLICATIONS = '/api/server/v1/applications';

describe('a name that is taken', () => {
  const JWT = { grantTypes: ['client_credentials'], callbackURLs: [], accessToken: { type: 'JWT' } };
  test.each([
    { what: 'another protocol', oidc: undefined, has: 'no OpenID Connect' },
    { what: 'opaque tokens', oidc: { ...JWT, accessToken: { type: 'Default' } }, has: 'access tokens of type Default' },
    { what: 'another grant', oidc: { ...JWT, grantTypes: ['password'] }, has: 'no grant type client_credentials' },
    { what: 'no secret', oidc: { ...JWT, publicClient: true }, has: 'no client secret' },
    { what: 'a revoked client', oidc: { ...JWT, state: 'REVOKED' }, has: 'been revoked' },
  ])('by an application with $what is an error, and nothing is changed', async ({ oidc, has }) => {
    const fake = await start();
    fake.state.addApplication('taken', oidc);
    const { code, out, err } = await register(fake, ['--name', 'taken']);
    expect(err).toBe(
      `--name taken — got an application that has ${has} — expected a free name, or an application as "taken" is asked for — choose another with --name, or change that application in the console of WSO2 IS\n`,
    );
    expect([code, out]).toEqual([1, '']);
    expect(fake.changes).toEqual([]);
  });

  test('by an application with another callback URL is an error even for one that it registered', async () => {
    const fake = await start();
    await register(fake, ['--redirect-uri', 'https://a.example.com/callback']);
    const { err } = await register(fake, ['--redirect-uri', 'https://b.example.com/callback']);
    expect(err).toContain('got an application that has another callback URL');
  });

  test('by an application that is as asked for is taken over', async () => {
    const fake = await start();
    fake.state.addApplication('mine', JWT);
    const { code, out } = await register(fake, ['--name', 'mine']);
    expect(out).toMatch(/^found mine: client id client_1/);
    expect(code).toBe(0);
    expect(fake.changes).toEqual([]);
  });

  test('by an application that the administrator may not see is an error', async () => {
    const fake = await start();
    fake.state.addApplication('hidden', JWT);
    fake.interference = ({ line }) => (line.includes(`GET ${fake.origin}${APPLICATIONS}?`) ? [200, {}] : undefined);
    const { code, err } = await register(fake, ['--name', 'hidden']);
    expect(err).toBe(
      `POST ${fake.origin}${DCR} — got status 400: invalid_client_metadata: Application with the name hidden already exist in the system — expected a name that is free — choose another with --name, or with --api for the API resource\n`,
    );
    expect(code).toBe(1);
  });
});

describe('credentials', () => {
  test.each([
    { env: {}, err: "the administrator's user name — got no terminal to ask at — expected a value — set " },
    { env: { WSO2_ADMIN_USERNAME: 'admin' }, err: "the administrator's password — got no terminal to ask at — " },
    { env: { WSO2_ADMIN_TOKEN: 'two words' }, err: 'WSO2_ADMIN_TOKEN — got a value that is no token — ' },
  ])('that are missing are an error: $env', async ({ env, err }) => {
    const fake = await start();
    const refused = await register(fake, [], { env });
    expect(refused.err).toContain(err);
    expect(refused.code).toBe(1);
    expect(fake.received).toEqual([]);
  });
});

describe('flags', () => {
  test.each([
    {
      args: [],
      err: '--server — got nothing — expected https, a host, perhaps a port, perhaps the proxy_context_path of WSO2 IS — ',
    },
    { args: ['--server', 'http://is.example.com'], err: '--server — got "http://is.example.com" — ' },
    { args: ['--server', 'https://is.example.com/carbon'], err: '--server — got "https://is.example.com/carbon" — ' },
    { args: ['--server', 'https://admin:to-hide@is.example.com'], err: '--server — got a URL with a user in it — ' },
    { args: ['--name', 'a b'], err: '--name — got "a b" — expected letters, digits, ' },
    { args: ['--tenant', 'a/b'], err: '--tenant — got "a/b" — ' },
    { args: ['--api', 'a"b'], err: '--api — got "a\\"b" — ' },
    { args: ['--grant', 'implicit'], err: '--grant — got "implicit" — expected one of client_credentials, ' },
    { args: ['--grant', 'authorization_code'], err: '--grant authorization_code — got no --redirect-uri — ' },
    { args: ['--redirect-uri', 'http://app.example.com/'], err: '--redirect-uri — got "http://app.example.com/" — ' },
    {
      args: ['--redirect-uri', 'https://app.example.com/', '--grant', 'password'],
      err: '--redirect-uri — got it with --grant password — expected it with --grant authorization_code — ',
    },
    { args: ['--scopes', '--release', '6'], err: '--scopes — got it with --release 6 — expected it with WSO2 IS 7 — ' },
    { args: ['--json'], err: '--json — got it with --dry-run — expected one of the two — leave one out' },
    { args: ['-c', 'env=nowhere'], err: 'nowhere' },
  ])('are refused: $args', async ({ args, err }) => {
    const server = args.includes('--server') || args.length === 0 ? [] : ['--server', 'https://is.example.com'];
    const refused = await invoke([...server, ...args, '--dry-run']);
    expect(refused.err).toContain(err);
    expect(refused.code).toBe(1);
  });

  test('all faults are told at once', async () => {
    const { err } = await invoke(['--server', 'x', '--name', '/', '--redirect-uri', 'y']);
    expect(err.trim().split('\n')).toHaveLength(3);
  });
});
