import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExplainWorld, ISSUER, startExplainWorld } from './explain-world';
import type { Explained } from './explained';

let world: ExplainWorld;

beforeAll(async () => {
  world = await startExplainWorld();
});
afterAll(() => world.close());

const dataOf = (out: string): Explained => JSON.parse(out);

test.each(['valid', 'unknownKey', 'otherIssuer'] as const)('asks the issuer for its keys (%s)', async (name) => {
  const token = world.issuer.token(name);
  const { code, out, err } = await world.explainOnline(token, '--json');
  expect(code).toBe(name === 'valid' ? 0 : 1);
  expect(err).toBe(`asking the stand-in for WSO2 IS that npm start runs (127.0.0.1:${world.issuer.port})\n`);
  expect(dataOf(out).routes[1]?.checks[3]).toMatchObject({
    name: 'discovery',
    result: 'pass',
    found: 'jwks_uri https://localhost:9443/oauth2/jwks',
  });
});

describe('an issuer out of reach', () => {
  const closed = ['-c', 'env=local', '-c', 'issuer=https://localhost:1/oauth2/token', '-c', 'clientId=local_client'];

  test("is said so, and the claims' checks are there all the same", async () => {
    const { code, out } = await world.explainOnline(world.issuer.token('expired'), ...closed, '--json');
    const checks = dataOf(out).routes[1]?.checks ?? [];
    expect(code).toBe(1);
    expect(checks.find(({ name }) => name === 'discovery')).toMatchObject({
      result: 'fail',
      code: 'discovery',
      found: expect.stringMatching(/^https:\/\/localhost:1\/oauth2\/token\/\.well-known\/\S+: ECONNREFUSED/),
      advice: expect.arrayContaining([
        expect.stringContaining('npm start'),
        expect.stringContaining('npm run preflight'),
      ]),
    });
    expect(checks.find(({ name }) => name === 'signature')?.result).toBe('not reached');
    expect(checks.find(({ name }) => name === 'expiry')).toMatchObject({ result: 'fail', code: 'expired' });
    expect(checks.find(({ name }) => name === 'issuer')?.advice).toContain(
      'They differ in the port: "9443" in the token, "1" in the configuration.',
    );
  });

  test('whose certificate is not trusted is told of with --ca', async () => {
    const own = `issuer=https://localhost:${world.issuer.port}/oauth2/token`;
    const refused = await world.explainOnline(
      world.issuer.token('valid'),
      '-c',
      'env=local',
      '-c',
      own,
      '--route',
      'GET /me',
    );
    expect(refused.out).toMatch(/discovery — GET \/me\n.*(SELF_SIGNED|UNABLE_TO).*\n(.*\n){2}.*--ca FILE/);

    const ca = join(world.root, 'ca.pem');
    writeFileSync(ca, world.issuer.caPem);
    const trusted = await world.explainOnline(world.issuer.token('valid'), '-c', 'env=local', '-c', own, '--ca', ca);
    expect(trusted.out).toContain(
      `issuer "${ISSUER}", expected issuer "https://localhost:${world.issuer.port}/oauth2/token"`,
    );
  });
});

describe('notes on a token that passes', () => {
  const notes = async (token: string) => dataOf((await world.explain(token, '--json')).out).notes.join('\n');

  test('say that revocation is not asked about', async () => {
    expect(dataOf((await world.explainOnline(world.issuer.token('valid'), '--json')).out).notes).toEqual([
      'API Gateway does not ask whether WSO2 IS has revoked the token: it passes until it expires.',
    ]);
  });

  test.each([
    ['an ID token', () => world.issuer.token('idToken'), /ID token, and passes GET \/me all the same/],
    ['a refresh token', () => world.issuer.mint({ header: { typ: 'rt+jwt' } }), /a refresh token, and passes GET \/me/],
    ['a bound token', () => world.issuer.mint({ claims: { cnf: { jkt: 'x' } } }), /bound to its client \(cnf\)/],
    ['scopes as an array', () => world.issuer.token('scopeArray'), /JSON array.*enableJwtScopeAsArray/],
    [
      'a long token',
      () => world.issuer.mint({ claims: { groups: 'g'.repeat(6000) } }),
      /at most 10240 bytes of request line/,
    ],
  ])('warn of %s', async (_what, token, expected) => {
    expect(await notes(token())).toMatch(expected);
  });

  test('warn of a subject token, which a scope does not keep out', async () => {
    expect((await notes(world.issuer.token('subjectToken'))).split('\n')[0]).toBe(
      'This looks like a subject token of impersonation, and passes GET /me, POST /quotes all the same: API Gateway does not tell token types apart. It has scopes, so that no scope on a route keeps it out: the function must refuse tokens with may_act, as callerOf in lambda/caller.ts does.',
    );
  });

  test('say that the issuer was not asked', async () => {
    expect(await notes(world.issuer.token('valid'))).toMatch(/^The issuer was not asked/);
  });

  test('are left out where none passes', async () => {
    expect(await notes(world.issuer.token('expired'))).toBe('');
  });
});
