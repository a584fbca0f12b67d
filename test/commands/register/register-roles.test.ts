import { changesOf, setUpRegistering } from './registering';

const { start, register, invoke } = setUpRegistering();

const APPLICATION = '/api/server/v1/applications/ID';
const ROLES = '/scim2/v2/Roles';
const WRITER = ['--scopes', '--role', 'writer', '-c', 'env=local'];
const OF_ORGANIZATION = [...WRITER, '--role-audience', 'organization'];

describe('with --role', () => {
  test('a new application gets a role of its own with the scopes', async () => {
    const fake = await start();
    const { code, out } = await register(fake, WRITER);
    expect(out).toContain(
      '\na user gets those scopes through the role writer of the application: assign it in Console › User Management › Roles\n',
    );
    expect(code).toBe(0);
    expect(changesOf(fake).slice(-2)).toEqual([`PATCH ${APPLICATION}`, `POST ${ROLES}`]);
    const [application] = fake.state.applications;
    expect(application?.rolesOf).toBe('APPLICATION');
    expect(fake.roles.all).toMatchObject([
      {
        displayName: 'writer',
        audience: { type: 'application', value: application?.id },
        permissions: ['quotes:write'],
      },
    ]);
  });

  test('--role-audience organization makes one that all applications take, and says what 7.0 wants besides', async () => {
    const fake = await start();
    const { out } = await register(fake, OF_ORGANIZATION);
    expect(changesOf(fake).at(-1)).toBe(`POST ${ROLES}`);
    expect(fake.state.applications[0]?.rolesOf).toBe('ORGANIZATION');
    expect(fake.roles.all).toMatchObject([{ displayName: 'writer', audience: { type: 'organization' } }]);
    expect(out).toContain(
      'through the role writer of the organization: assign it in Console › User Management › Roles; WSO2 IS 7.0 before update level 25 takes it once it is added in Console › Applications › yours › Roles\n',
    );
  });

  test('a second run changes nothing, and --json tells the role', async () => {
    const fake = await start();
    await register(fake, WRITER);
    fake.received.length = 0;
    const { out } = await register(fake, [...WRITER, '--json']);
    expect(JSON.parse(out)).toMatchObject({ role: { name: 'writer', audience: 'application' } });
    expect(fake.changes).toEqual([]);
  });

  test('a role that is there keeps its permissions and gets those it lacks', async () => {
    const fake = await start();
    const role = fake.roles.add('writer', ['invoices:read']);
    const sent = await register(fake, OF_ORGANIZATION);
    expect(sent.code).toBe(0);
    expect(changesOf(fake).at(-1)).toBe(`PATCH ${ROLES}/ID`);
    expect(role.permissions).toEqual(['invoices:read', 'quotes:write']);
  });

  test('a role of this name of another application is another role', async () => {
    const fake = await start();
    const other = fake.roles.add('writer', [], { type: 'application', value: 'another' });
    expect((await register(fake, WRITER)).code).toBe(0);
    expect(fake.roles.all).toHaveLength(2);
    expect(other.permissions).toEqual([]);
  });

  test('an application that is there keeps the audience of its roles', async () => {
    const fake = await start();
    await register(fake, ['-c', 'env=local']);
    await register(fake, WRITER);
    expect(fake.state.applications[0]?.rolesOf).toBe('ORGANIZATION');
    expect(fake.roles.all).toMatchObject([{ audience: { type: 'organization' } }]);
  });

  test('and another audience than it has, that is an error, and nothing is left', async () => {
    const fake = await start();
    await register(fake, ['-c', 'env=local']);
    const { code, err } = await register(fake, [...WRITER, '--role-audience', 'application']);
    expect(err).toContain(
      '--role-audience application — got the application wso2-http-api-local, which takes roles of the organization — expected an application that takes roles of the application — write --role-audience organization, choose another application with --name, or change that one in the console of WSO2 IS\n',
    );
    expect(code).toBe(1);
    expect([fake.roles.all, fake.state.resources]).toEqual([[], []]);
    expect([...(fake.state.applications[0]?.authorized ?? [])]).toEqual([]);
  });
});

describe('a step that fails', () => {
  test.each([
    { step: 'reading the application', failing: /^GET .*\/applications\/[^/]+$/ },
    { step: 'setting whose roles it takes', failing: /^PATCH .*\/applications\/[^/]+$/ },
    { step: 'looking for the role', failing: /^GET .*\/Roles\?/ },
    { step: 'making it', failing: /^POST .*\/Roles$/ },
  ])('$step: nothing is left', async ({ failing }) => {
    const fake = await start();
    fake.interference = ({ line }) => (failing.test(line) ? [500, { detail: 'of SCIM' }] : undefined);
    const { code, err } = await register(fake, WRITER);
    expect(err).toContain(' — got status 500: of SCIM — ');
    expect(err.match(/^undone: /gm)).toHaveLength(3);
    expect(code).toBe(1);
    expect([fake.state.applications, fake.state.resources, fake.roles.all]).toEqual([[], [], []]);
  });

  test.each([
    { what: 'a new role is deleted', permissions: undefined, undone: 'deletes the role writer' },
    { what: 'a role is as before', permissions: ['a'], undone: 'gives the role writer its former permissions' },
  ])('after the role: $what', async ({ permissions, undone }) => {
    const fake = await start();
    const before = permissions && fake.roles.add('writer', permissions);
    // The file of secrets comes last.
    const { err } = await register(fake, OF_ORGANIZATION, { root: '/dev/null' });
    expect(err).toContain(`undone: ${undone}\n`);
    expect(fake.roles.all).toEqual(before ? [{ ...before, permissions }] : []);
  });

  test.each([
    { method: 'GET', right: 'internal_role_mgt_view' },
    { method: 'POST', right: 'internal_role_mgt_create' },
  ])('403 for $method names the right $right', async ({ method, right }) => {
    const fake = await start();
    fake.interference = ({ line }) => (line.startsWith(method) && line.includes(ROLES) ? [403] : undefined);
    expect((await register(fake, WRITER)).err).toContain(` — got status 403 — expected the right ${right} — give`);
  });
});

describe('flags', () => {
  test.each([
    {
      args: ['--role', 'writer'],
      err: '--role — got no --scopes — expected it with --scopes, for WSO2 IS 7 — add --scopes: the role gets the scopes of config/routes.ts\n',
    },
    {
      args: ['--role-audience', 'organization'],
      err: '--role-audience — got no --role — expected it with --role — add --role NAME, or leave it out\n',
    },
    { args: ['--scopes', '--role', 'a/b'], err: '--role — got "a/b" — expected letters, digits, ' },
    {
      args: ['--scopes', '--role', 'writer', '--release', '6'],
      err: '--scopes — got it with --release 6 — expected it with WSO2 IS 7 — ',
    },
  ])('are refused: $args', async ({ args, err }) => {
    const refused = await invoke(['--server', 'https://is.example.com', ...args, '--dry-run']);
    expect(refused.err).toContain(err);
    expect(refused.code).toBe(1);
  });

  test.each(['5.11', '6.1'] as const)('WSO2 IS %s has no roles with scopes, which is one error', async (release) => {
    const fake = await start({ release });
    const { code, err } = await register(fake, WRITER);
    expect(err).toMatch(/^GET \S+ — got status 404 — [^\n]+ API resources and their roles WSO2 IS 7\n$/);
    expect(code).toBe(1);
    expect(fake.changes).toEqual([]);
  });
});

test.each(['application', 'organization'] as const)('--dry-run prints what a first run sends: %s', async (audience) => {
  const fake = await start();
  const args = [...WRITER, '--role-audience', audience, '--audience', 'orders'];
  const dry = await register(fake, [...args, '--dry-run'], { env: {} });
  await register(fake, args);
  const [application] = fake.state.applications;
  const [resource] = fake.state.resources;
  const said = dry.out.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(said.map((line) => line.replace(/ \{".*$/, ''))).toEqual(
    fake.received.map(({ line }) => line.replace(application?.id ?? '', '{application id}')),
  );
  const bodies = said.map((line) => / (\{".*)$/.exec(line)?.[1] ?? '').filter((body) => !body.includes('"idToken"'));
  const sent = fake.received.map(({ body }) => body).filter((body) => !body.includes('"idToken"'));
  expect(bodies).toEqual(
    sent.map((body) =>
      body.replace(application?.id ?? '', '{application id}').replace(resource?.id ?? '', '{api resource id}'),
    ),
  );
});
