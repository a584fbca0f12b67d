import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readClientSecret } from '../../../commands/wso2/client-secret';
import { ADMIN } from './fake-wso2/fake-wso2';
import { changesOf, setUpRegistering } from './registering';

const { root, caFile, start, register, invoke, forget } = setUpRegistering();

const DCR = '/api/identity/oauth2/dcr/v1.1/register';
const APPLICATIONS = '/api/server/v1/applications';
const RESOURCES = '/api/server/v1/api-resources';

describe('a first run', () => {
  test('registers a client with JWT access tokens, and says what to do with it', async () => {
    const fake = await start();
    const { code, out, err } = await register(fake, ['-c', 'env=local']);
    expect(err).toBe('');
    expect(out).toBe(`registered wso2-http-api-local: client id client_1, JWT access tokens
the client secret is in .secrets/clients.json, which git ignores

config/environments.ts, in local:
    issuer: '${fake.issuer}',
    clientIds: ['client_1'],

next:
  npm run token -- -c env=local --ca ${caFile}
`);
    expect(code).toBe(0);
    expect(fake.state.applications).toMatchObject([
      { name: 'wso2-http-api-local', oidc: { grantTypes: ['client_credentials'], accessToken: { type: 'JWT' } } },
    ]);
  });

  test('keeps the client secret in a file for its owner alone, under the issuer that WSO2 IS says it is', async () => {
    const fake = await start();
    await register(fake, ['-c', 'env=local']);
    expect(readClientSecret(root, { issuer: fake.issuer, clientId: 'client_1' })).toBe('secret-of-client_1');
    expect(statSync(join(root, '.secrets/clients.json')).mode & 0o777).toBe(0o600);
  });

  test.each([
    { release: '5.11', sent: [`POST ${DCR}`, `PUT ${APPLICATIONS}/ID/inbound-protocols/oidc`], newMember: undefined },
    { release: '6.1', sent: [`POST ${DCR}`], newMember: undefined },
    { release: '7.1', sent: [`POST ${DCR}`], newMember: 'JWT' },
  ] as const)('has JWT access tokens on WSO2 IS $release', async ({ release, sent, newMember }) => {
    const fake = await start({ release });
    expect((await register(fake, ['-c', 'env=local'])).code).toBe(0);
    expect(changesOf(fake)).toEqual(sent);
    expect(fake.state.applications[0]?.oidc?.['accessToken']).toEqual({
      type: 'JWT',
      userAccessTokenExpiryInSeconds: 3600,
    });
    const [posted] = fake.received.filter(({ line }) => line.startsWith('POST'));
    expect(JSON.parse(posted?.body ?? '')).toEqual({
      client_name: 'wso2-http-api-local',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      token_type_extension: 'JWT',
      ext_token_type: newMember,
    });
  });

  test('--release spares the question', async () => {
    const fake = await start({ release: '6.1' });
    expect((await register(fake, ['--release', '6'])).code).toBe(0);
    expect(fake.received.some(({ line }) => line.includes(RESOURCES))).toBe(false);
  });

  test('without the right to see API resources the older member alone is sent', async () => {
    const fake = await start();
    fake.interference = ({ line }) => (line.includes(RESOURCES) ? [403] : undefined);
    expect((await register(fake)).code).toBe(0);
    expect(fake.received.find(({ line }) => line.startsWith('POST'))?.body).not.toContain('ext_token_type');
  });

  test('with a redirect URI users can sign in too', async () => {
    const fake = await start();
    await register(fake, ['--redirect-uri', 'http://127.0.0.1:8910/callback']);
    expect(fake.state.applications[0]?.oidc).toMatchObject({
      grantTypes: ['client_credentials', 'authorization_code'],
      callbackURLs: ['http://127.0.0.1:8910/callback'],
    });
  });

  test('asks a tenant below its path', async () => {
    const fake = await start({ tenant: 'example.com' });
    const { out } = await register(fake, ['--tenant', 'example.com', '-c', 'env=local']);
    expect(out).toContain(`issuer: '${fake.origin}/t/example.com/oauth2/token'`);
  });

  test('takes a token in the place of a password, and shows credentials to management APIs only', async () => {
    const fake = await start();
    expect((await register(fake, [], { env: { WSO2_ADMIN_TOKEN: ` ${ADMIN.token}\n` } })).code).toBe(0);
    expect(fake.received.map(({ line, isAuthorized }) => [line.includes('/.well-known/'), isAuthorized])).toEqual([
      [true, false],
      ...fake.received.slice(1).map(() => [false, true]),
    ]);
  });

  test('--json prints one value', async () => {
    const fake = await start();
    const { out } = await register(fake, ['--json', '--scopes', '-c', 'env=local']);
    expect(JSON.parse(out)).toEqual({
      issuer: fake.issuer,
      clientId: 'client_1',
      application: { id: fake.state.applications[0]?.id, name: 'wso2-http-api-local', isNew: true },
      audiences: [],
      scopes: ['quotes:write'],
      secretFile: '.secrets/clients.json',
    });
  });

  test('without an environment the next commands name the issuer, and the laptop where AWS cannot reach it', async () => {
    const fake = await start();
    const { out, err } = await register(fake);
    expect(out).toContain('config/environments.ts, in the environment that you deploy:');
    expect(out).toContain(`npm run token -- -c env=local -c issuer=${fake.issuer} -c clientId=client_1 --ca ${caFile}`);
    expect(out).not.toContain('deploy --');
    expect(err).toMatch(/^warning: the issuer of WSO2 IS — got "https:\/\/localhost:\d+\/oauth2\/token" — expected /);
  });

  test('client ids of the same issuer stay beside the new one', async () => {
    const fake = await start();
    const context = ['-c', 'env=local', '-c', `issuer=${fake.issuer}`, '-c', 'clientId=one,two'];
    expect((await register(fake, context)).out).toContain("    clientIds: ['one', 'two', 'client_1'],\n");
  });

  test('an issuer for the internet is followed by preflight and deploy', async () => {
    const fake = await start({ issuer: 'https://is.example.com/oauth2/token' });
    const { out, err } = await register(fake, ['-c', 'env=prod']);
    expect(out).toContain(`config/environments.ts, in prod:
    issuer: 'https://is.example.com/oauth2/token',
    clientIds: ['client_1'],

next:
  npm run token -- -c env=prod --ca ${caFile}
  npm run preflight -- -c env=prod
  npm run deploy -- -c env=prod
`);
    expect(err).toEqual(
      expect.stringMatching(
        new RegExp(
          `^warning: the issuer of WSO2 IS — got "https://is.example.com/oauth2/token" — expected one at ${fake.origin} — set \\[server\\] hostname = "localhost" .* to ${fake.origin}/oauth2/token, and on IS 7 .*\\n$`,
        ),
      ),
    );
  });
});

describe('a second run', () => {
  test('changes nothing, and prints the same but that the application was there', async () => {
    const fake = await start();
    const first = await register(fake, ['--scopes', '-c', 'env=local']);
    fake.received.length = 0;
    const second = await register(fake, ['--scopes', '-c', 'env=local']);
    expect(second.out).toBe(first.out.replace('registered', 'found'));
    expect(fake.changes).toEqual([]);
  });

  test('has the secret from WSO2 IS when the file is gone', async () => {
    const fake = await start();
    await register(fake);
    forget();
    await register(fake);
    expect(readClientSecret(root, { issuer: fake.issuer, clientId: 'client_1' })).toBe('secret-of-client_1');
  });

  test('keeps the secret of the file where WSO2 IS does not tell it again, and else says that it is nowhere', async () => {
    const fake = await start({ hidesSecrets: true });
    await register(fake);
    expect((await register(fake)).out).toContain('the client secret is in .secrets/clients.json');
    forget();
    const { code, out } = await register(fake);
    expect(out).toContain(
      '(7.2 and later tell it with the right internal_application_mgt_client_secret_view): set WSO2_CLIENT_SECRET for npm run token',
    );
    expect(code).toBe(0);
  });

  test('brings an application that it registered to what is asked for', async () => {
    const fake = await start();
    await register(fake);
    await register(fake, ['--redirect-uri', 'https://app.example.com/callback', '--grant', 'authorization_code']);
    expect(fake.state.applications).toMatchObject([
      {
        oidc: {
          grantTypes: ['client_credentials', 'authorization_code'],
          callbackURLs: ['https://app.example.com/callback'],
          clientSecret: 'secret-of-client_1',
          refreshToken: { expiryInSeconds: 86_400 },
        },
      },
    ]);
  });
});

describe('--dry-run', () => {
  test('prints the requests of a first run, and sends none, without credentials', async () => {
    const fake = await start({ release: '5.11' });
    const dry = await register(fake, ['--dry-run'], { env: {} });
    expect(dry.code).toBe(0);
    expect(fake.received).toEqual([]);

    await register(fake);
    const sent = fake.received.map(({ line }) =>
      line.replace(fake.state.applications[0]?.id ?? '', '{application id}'),
    );
    const said = dry.out
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(said.map((line) => line.replace(/ \{".*$/, ''))).toEqual(sent);
  });

  test('begins with the discovery document of the server that --server names', async () => {
    const { code, out } = await invoke(['--server', 'https://is.example.com', '--dry-run'], { env: {} });
    expect(out).toMatch(/^GET https:\/\/is\.example\.com\/oauth2\/token\/\.well-known\/openid-configuration\n/);
    expect(code).toBe(0);
  });

  test('with --scopes prints those of WSO2 IS 7', async () => {
    const fake = await start();
    const { out } = await register(fake, ['--dry-run', ...['--scopes', '-c', 'env=local']]);
    expect(out).toContain(`POST ${fake.origin}${DCR} {"client_name":"wso2-http-api-local",`);
    expect(out).toContain('"token_type_extension":"JWT","ext_token_type":"JWT"}');
    expect(out).toContain(
      `POST ${fake.origin}${APPLICATIONS}/{application id}/authorized-apis {"id":"{api resource id}","policyIdentifier":"RBAC","scopes":["quotes:write"]}\n`,
    );
  });
});
