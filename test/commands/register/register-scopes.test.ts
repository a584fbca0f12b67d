import { changesOf, setUpRegistering } from './registering';

const { start, register } = setUpRegistering();

const DCR = '/api/identity/oauth2/dcr/v1.1/register';
const APPLICATIONS = '/api/server/v1/applications';
const RESOURCES = '/api/server/v1/api-resources';

describe('with --scopes', () => {
  test('makes an API resource with the scopes of the routes, and authorizes the application', async () => {
    const fake = await start();
    const { code, out } = await register(fake, ['--scopes', '-c', 'env=local']);
    expect(code).toBe(0);
    expect(out).toContain('\nauthorized to quotes:write\n');
    expect(changesOf(fake)).toEqual([`POST ${DCR}`, `POST ${RESOURCES}`, `POST ${APPLICATIONS}/ID/authorized-apis`]);
    const [resource] = fake.state.resources;
    expect(resource).toMatchObject({ identifier: 'wso2-http-api', scopes: [{ name: 'quotes:write' }] });
    expect([...(fake.state.applications[0]?.authorized ?? [])]).toEqual([[resource?.id, ['quotes:write']]]);
    expect(JSON.parse(fake.received.at(-1)?.body ?? '')).toEqual({
      id: resource?.id,
      policyIdentifier: 'RBAC',
      scopes: ['quotes:write'],
    });
  });

  test('adds what an API resource lacks, and what an authorization lacks', async () => {
    const fake = await start();
    const resource = fake.state.addResource('wso2-http-api', ['quotes:read']);
    await register(fake, ['-c', 'env=local']);
    fake.state.applications[0]?.authorized.set(resource.id, ['quotes:read']);
    fake.received.length = 0;

    expect((await register(fake, ['--scopes', '-c', 'env=local'])).code).toBe(0);
    expect(changesOf(fake)).toEqual([`PATCH ${RESOURCES}/ID`, `PATCH ${APPLICATIONS}/ID/authorized-apis/ID`]);
    expect(resource.scopes.map(({ name }) => name)).toEqual(['quotes:read', 'quotes:write']);
    expect(fake.state.applications[0]?.authorized.get(resource.id)).toEqual(['quotes:read', 'quotes:write']);
  });

  test('tells that users need a role', async () => {
    const fake = await start();
    const { out } = await register(fake, ['--scopes', '--redirect-uri', 'https://app.example.com/callback']);
    expect(out).toContain(
      'a user gets those scopes through a role only: add --role NAME, or make one in Console › User Management › Roles',
    );
  });

  test.each(['5.11', '6.1'] as const)('is refused by WSO2 IS %s before anything is made', async (release) => {
    const fake = await start({ release });
    const { code, err } = await register(fake, ['--scopes']);
    expect(err).toMatch(/\/api-resources\?filter=\S+ — got status 404 — .* API resources and their roles WSO2 IS 7\n$/);
    expect(code).toBe(1);
    expect(fake.changes).toEqual([]);
  });
});
