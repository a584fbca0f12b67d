import { explainCommand } from '../../../commands/explain/explain-command';
import { CHECKS } from '../../../local/authorizer/decision';
import { createJwtAuthorizer } from '../../../local/authorizer/jwt-authorizer';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import { keySetOf } from '../../../local/issuer/key-set';
import { NAMED_TOKENS, type TokenName } from '../../../local/issuer/named-tokens';
import { invoke } from '../support/invoke';
import { type ExplainWorld, ISSUER, NOW, startExplainWorld } from './explain-world';
import type { Explained } from './explained';

let world: ExplainWorld;

beforeAll(async () => {
  world = await startExplainWorld();
});
afterAll(() => world.close());

interface Verdict {
  readonly status: 401 | 403;
  readonly code: string;
  readonly advice: RegExp;
}

/** The verdict on each token at `GET /me` (any token) and at `POST /quotes` (with a scope). */
const VERDICTS: Readonly<Record<TokenName, { me?: Verdict; quotes?: Verdict }>> = {
  valid: {},
  validUser: {},
  agent: {},
  agentForUser: {},
  audienceArray: {},
  clientIdOnly: {},
  scopeArray: {},
  scp: {},
  noScope: { quotes: { status: 403, code: 'scope', advice: /API Authorization.*needs no role/s } },
  wrongScope: { quotes: { status: 403, code: 'scope', advice: /Ask for the scope in the token request/ } },
  subjectToken: {},
  refreshToken: both(
    'audience',
    /looks like a refresh token.*Send the access token\.\n *Never accept the issuer's URL as an audience: that lets in/,
  ),
  idToken: { quotes: { status: 403, code: 'scope', advice: /looks like an ID token.*Send the access token/ } },
  expired: both('expired', /expired 1 h ago, after a life of 1 h.*app_access_token_validity.*--at iat/s),
  notYetValid: both('not-yet-valid', /It is 1 h ahead.*NTP/),
  issuedInFuture: both('issued-in-future', /It is 1 h ahead.*NTP/),
  otherIssuer: both('issuer', /differ in the host: "other.example.com".*set \[server\] hostname = /s),
  otherAudience: both(
    'audience',
    /issued to the application "another_application".*add "another_application" to clientIds in config/s,
  ),
  otherAudienceOurClient: both('audience', /issued to "local_client", which is accepted, but aud says otherwise/),
  otherClientIdOnly: both('audience', /issued to the application "another_application"/),
  tamperedHeader: both('signature', /Copy the token again/),
  tamperedPayload: both('signature', /Copy the token again/),
  tamperedSignature: both('signature', /every node needs the same keystore/),
  forged: both('signature', /do not trust it/),
  unknownKey: both('unknown-kid', /certificate were changed.*another server or another tenant/s),
  noKid: both('no-kid', /since 5\.4/),
  algNone: both('algorithm', /not signed/),
  hs256: both('algorithm', /shared secret/),
  es256: both('algorithm', /validation_response_signing_algorithm.*SHA256withRSA/),
  ps256: both('algorithm', /whether PS algorithms are among them is not established/),
  opaque: both('segments', /opaque, WSO2 IS's default.*Token Issuer: JWT/s),
  garbage: both('segments', /no JWT.*type JWT/s),
};

function both(code: string, advice: RegExp): { me: Verdict; quotes: Verdict } {
  return { me: { status: 401, code, advice }, quotes: { status: 401, code, advice } };
}

const dataOf = (out: string): Explained => JSON.parse(out);

describe.each(Object.keys(NAMED_TOKENS) as TokenName[])('a token that is %s', (name) => {
  const { me, quotes } = VERDICTS[name];

  test('is decided about route by route, as data, and not shown', async () => {
    const token = world.issuer.token(name);
    const { code, out, err } = await world.explain(token, '--json');
    expect(partOf(token, out + err)).toBeUndefined();
    const { routes, allowed } = dataOf(out);
    expect(routes.map(({ route }) => route)).toEqual(['GET /health', 'GET /me', 'POST /quotes']);
    expect(routes[0]).toMatchObject({ outcome: { allowed: true }, checks: [] });
    for (const [at, verdict] of [me, quotes].entries()) {
      const { outcome, checks = [] } = routes[at + 1] ?? {};
      expect(checks.map((check) => check.name)).toEqual([...CHECKS]);
      expect(outcome).toMatchObject(verdict ? { allowed: false, status: verdict.status } : { allowed: true });
      const failed = checks.find(({ result }) => result === 'fail');
      expect(failed?.code).toBe(verdict?.code);
      expect(failed?.advice?.join('\n') ?? '').toMatch(verdict?.advice ?? /^$/);
    }
    expect(allowed).toBe(quotes === undefined);
    expect(code).toBe(quotes === undefined ? 0 : 1);
  });

  test('is explained to people, and not shown', async () => {
    const token = world.issuer.token(name);
    const { out, err } = await invoke(explainCommand, [token, '--jwks', world.jwks], { now: () => NOW });
    expect(partOf(token, out + err)).toBeUndefined();
    expect(out).toMatch(/^GET \/health {3}passes {2}needs no token$/m);
    expect(out).toMatch(me ? new RegExp(`^GET /me {7}${me.status} {5}\\w+: `, 'm') : /^GET \/me {7}passes /m);
    expect(out).toMatch(
      quotes ? new RegExp(`^POST /quotes {2}${quotes.status} {5}\\w+: `, 'm') : /^POST \/quotes {2}passes /m,
    );
    expect(out).toMatch(quotes?.advice ?? /^passed: token, .*, scope$/m);
  });
});

/** A part of a token that a text holds: 16 characters in a row, or all of a shorter segment. */
function partOf(token: string, text: string): string | undefined {
  const parts = token
    .split('.')
    .filter((segment) => segment !== '')
    .flatMap((segment) => [...Array(Math.max(1, segment.length - 15)).keys()].map((at) => segment.slice(at, at + 16)));
  return parts.find((part) => text.includes(part));
}

test("the search for a token's parts finds them", () => {
  const token = world.issuer.token('valid');
  expect(partOf(token, `"${token.slice(-20)}"`)).toBeDefined();
  expect(partOf('garbage', 'some garbage here')).toBe('garbage');
});

test("the checks are the gateway's own", async () => {
  const token = world.issuer.token('expired');
  const authorizer = createJwtAuthorizer(
    { issuer: ISSUER, audience: ['local_client'], identitySource: '$request.header.Authorization' },
    { keys: createStaticKeys(JSON.parse(JSON.stringify(keySetOf(world.issuer.keys))), world.jwks), now: () => NOW },
  );
  const decision = await authorizer.authorize({ headers: { authorization: token }, query: {} }, ['quotes:write']);
  const { out } = await world.explain(token, '--json', '--route', 'POST /quotes');
  const [route] = dataOf(out).routes;
  expect(route?.checks.map(({ advice, ...check }) => check)).toEqual(decision.checks);
  expect(decision.allowed ? {} : decision.refusal).toEqual({
    status: 401,
    body: '{"message":"Unauthorized"}',
    wwwAuthenticate: 'Bearer scope="quotes:write" error="invalid_token" error_description="the token has expired"',
    error: 'invalid_token: the token has expired',
  });
  expect(route?.outcome).toMatchObject(decision.allowed ? {} : decision.refusal);
});

test('says of itself only what decides, and the names of the rest', async () => {
  const token = world.issuer.mint({ scopes: ['quotes:write'], claims: { email: 'someone@example.com' } });
  for (const flags of [[], ['--json']]) {
    const { out } = await world.explain(token, ...flags);
    expect(out).toContain('email');
    expect(out).not.toContain('someone@example.com');
  }
});

test("tells the signature's verdict apart from the claims'", async () => {
  const verified = async (name: TokenName) =>
    dataOf((await world.explain(world.issuer.token(name), '--json')).out).token;
  expect(await verified('expired')).toMatchObject({ signatureVerified: true });
  expect(await verified('forged')).toMatchObject({ signatureVerified: false });
  expect((await world.explain(world.issuer.token('expired'))).out).toMatch(
    /An access token by its looks; its signature was verified/,
  );
  expect((await world.explain(world.issuer.token('forged'))).out).toMatch(/NOT verified, it only says so of itself/);
});

test('says whose token an agent sends, and what a subject token is', async () => {
  const first = async (name: TokenName) => (await world.explain(world.issuer.token(name))).out.split('\n')[2];
  expect(await first('agent')).toBe(
    'An access token by its looks, used by an agent, for itself; its signature was verified:',
  );
  expect(await first('agentForUser')).toBe(
    'An access token by its looks, used by an agent or an impersonating user, for the user in sub; its signature was verified:',
  );
  expect(await first('subjectToken')).toBe(
    'A subject token of impersonation by its looks; its signature was verified:',
  );
  expect(dataOf((await world.explain(world.issuer.token('agent'), '--json')).out).token).toMatchObject({
    kind: 'access token',
    caller: 'an agent, for itself',
  });
});

test("marks the words of a refusal that are ours, not API Gateway's", async () => {
  expect((await world.explain(world.issuer.token('forged'))).out).toContain(
    "401     invalid_token: the signature is invalid (our words; API Gateway's are not known)\n",
  );
  expect((await world.explain(world.issuer.token('expired'))).out).toContain(
    '401     invalid_token: the token has expired\n',
  );
});

test('a number that a double would alter is shown as the token has it', async () => {
  const [header, payload = '', signature] = world.issuer.token('valid').split('.');
  const claims = Buffer.from(payload, 'base64url').toString().replace(/}$/, ',"azp":12345678901234567890}');
  const token = [header, Buffer.from(claims).toString('base64url'), signature].join('.');
  expect((await world.explain(token)).out).toMatch(/^ {2}azp +12345678901234567890$/m);
  expect((await world.explain(token, '--json')).out).toContain('"12345678901234567890"');
});
