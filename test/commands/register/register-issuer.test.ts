import { readClientSecret } from '../../../commands/wso2/client-secret';
import { setUpRegistering } from './registering';

const { root, caFile, start, register, invoke } = setUpRegistering();

/** Runs the command against a server at this URL. */
const registerAt = (server: string, ...args: readonly string[]) =>
  invoke(['--server', server, '--ca', caFile, '-c', 'env=local', ...args]);

describe('a proxy_context_path', () => {
  test('in --server stands before everything that is asked', async () => {
    const fake = await start({ contextPath: '/auth', tenant: 'example.com' });
    const { code, out, err } = await registerAt(`${fake.origin}/auth/`, '--tenant', 'example.com');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`issuer: '${fake.origin}/auth/t/example.com/oauth2/token'`);
    expect(fake.received.map(({ line }) => line.includes(`${fake.origin}/auth/t/example.com/`))).not.toContain(false);
  });

  test('that WSO2 IS does not know of is named', async () => {
    const fake = await start({ contextPath: '/auth', issuer: 'https://HOST/oauth2/token' });
    const issuer = `${fake.origin}/oauth2/token`;
    fake.interference = ({ line }) => (line.includes('/.well-known/') ? [200, { issuer }] : undefined);
    const { err } = await registerAt(`${fake.origin}/auth`);
    expect(err).toBe(
      `warning: the issuer of WSO2 IS — got "${issuer}" — expected one at ${fake.origin}/auth — set [server] proxy_context_path = "auth" in WSO2 IS's deployment.toml, or give --server as WSO2 IS has it\n`,
    );
  });

  test('stays in the issuer that another host name is advised for', async () => {
    const fake = await start({ contextPath: '/auth', issuer: 'https://localhost:9443/auth/oauth2/token' });
    const { err } = await registerAt(`${fake.origin}/auth`);
    expect(err).toContain(` to ${fake.origin}/auth/oauth2/token, `);
  });
});

describe('an application with an issuer of its own, as one of an organization can have from WSO2 IS 7.3 on', () => {
  test('is configured with that issuer, and its secret is kept under it', async () => {
    const applicationIssuer = 'https://is.example.com/t/example.com/o/10084a8d/oauth2/token';
    const fake = await start({ release: '7.3', applicationIssuer });
    const { code, out } = await register(fake, ['-c', 'env=local']);
    expect(code).toBe(0);
    expect(out).toContain(`    issuer: '${applicationIssuer}',\n`);
    expect(readClientSecret(root, { issuer: applicationIssuer, clientId: 'client_1' })).toBe('secret-of-client_1');
    expect(out).toContain(`npm run token -- -c env=local --ca ${caFile}`);
  });

  test('is found as ours again, and keeps its issuer when its settings are written', async () => {
    const applicationIssuer = 'https://is.example.com/t/example.com/o/10084a8d/oauth2/token';
    const fake = await start({ release: '7.3', applicationIssuer });
    await register(fake, ['-c', 'env=local']);
    expect((await register(fake, ['-c', 'env=local', '--audience', 'orders'])).code).toBe(0);
    const put = fake.received.findLast(({ line }) => line.startsWith('PUT'));
    expect(JSON.parse(put?.body ?? '{}')).toMatchObject({ issuer: { organizationId: 'one' } });
  });
});

test.each([
  'https://is.example.com/t/example.com',
  'https://is.example.com/oauth2/token',
  'https://is.example.com/auth?a=b',
  'https://is.example.com/a//b',
  'https://is.example.com/a%20b',
])('%s is no server', async (server) => {
  const { code, err } = await invoke(['--server', server, '--dry-run']);
  expect(err).toBe(
    `--server — got ${JSON.stringify(server)} — expected https, a host, perhaps a port, perhaps the proxy_context_path of WSO2 IS — write --server https://is.example.com:9443; a tenant goes into --tenant\n`,
  );
  expect(code).toBe(1);
});
