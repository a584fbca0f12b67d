import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExplainWorld, NOW, startExplainWorld } from './explain-world';

let world: ExplainWorld;

beforeAll(async () => {
  world = await startExplainWorld();
});
afterAll(() => world.close());

describe('--route', () => {
  test('narrows what is looked at, and with it the exit code', async () => {
    const { code, out } = await world.explain(world.issuer.token('noScope'), '--route', 'GET /me');
    expect(code).toBe(0);
    expect(out).toMatch(/^GET \/me {2}passes/m);
    expect(out).not.toContain('/quotes');
  });

  test('may be a public one alone, for which no token counts', async () => {
    const { code, out } = await world.explain('garbage', '--route', 'GET /health');
    expect(code).toBe(0);
    expect(out).toMatch(/^GET \/health {2}passes {2}needs no token$/m);
  });
});

describe('--at', () => {
  test.each(['iat', '2026-03-01T10:30:00Z', '2026-03-01T11:30:00+01:00', String(NOW / 1000 - 5400)])(
    'moves the clock of the decision (%s)',
    async (at) => {
      expect((await world.explain(world.issuer.token('expired'), '--at', at)).code).toBe(0);
    },
  );

  test('is shown', async () => {
    const { out } = await world.explain(world.issuer.token('valid'), '--at', '2026-03-02');
    expect(out).toMatch(/^local: issuer \S+, as of 2026-03-02T00:00:00Z$/m);
    expect(out).toContain('It expired 11 h ago');
  });
});

describe('what is refused', () => {
  const broken = () => {
    const file = join(world.root, 'broken.json');
    writeFileSync(file, '{');
    return file;
  };
  test.each([
    [
      ['--route', 'GET /nowhere'],
      '--route — got "GET /nowhere" — expected one of GET /health, GET /me, POST /quotes — ',
    ],
    [
      ['--at', 'yesterday'],
      '--at — got "yesterday" — expected ISO 8601 with a time zone, seconds since 1970, or iat — ',
    ],
    [['--at', '2026-03-01T10:30:00'], '--at — got "2026-03-01T10:30:00" — expected ISO 8601 with a time zone, '],
    [['--at', '1772366400000'], '--at — got "1772366400000" — expected ISO 8601'],
    [['--jwks', '/nowhere.json'], '--jwks /nowhere.json — got ENOENT — expected a JSON Web Key Set'],
    [['--jwks', 'package.json'], '--jwks package.json — got other JSON — expected a JSON Web Key Set'],
    [['--jwks', 'package.json', '--ca', 'x'], '--ca — got it with --jwks — expected one of the two — leave one out'],
    [['--ca', '/nowhere.pem'], '--ca /nowhere.pem — got ENOENT — expected a PEM file with a certificate — '],
    [['--nonsense'], 'npm run explain — got --nonsense — expected one of --context, --route, --at, '],
    [['-c', 'env=nowhere'], 'the configuration has 1 fault'],
  ])('%p', async (args, message) => {
    const { code, out, err } = await world.explainOnline(world.issuer.token('valid'), ...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });

  test('a key set that is not JSON', async () => {
    const { err } = await world.explainOnline(world.issuer.token('valid'), '--jwks', broken());
    expect(err).toContain('broken.json — got a file that is not JSON — expected a JSON Web Key Set');
  });

  test('all of it at once', async () => {
    const { err } = await world.explainOnline('x', '--route', 'GET /nowhere', '--at', 'never', '--jwks', broken());
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['--route', '--at', '--jwks']);
  });

  test('a time that the token does not have', async () => {
    const { code, err } = await world.explainOnline(world.issuer.token('opaque'), '--at', 'iat');
    expect(code).toBe(1);
    expect(err).toContain('--at iat — got a token without a readable iat — expected a JWT with iat — ');
  });
});
