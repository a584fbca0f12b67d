import type { NAMED_TOKENS } from '../../local/issuer';
import { type ConsolePage, openConsole, textOf } from './support/console-page';
import { useLaptop } from './support/laptop';

const laptop = useLaptop();
let console: ConsolePage;
beforeEach(async () => {
  console = await openConsole(laptop.browser, laptop.running.console);
});
afterEach(async () => {
  // No request leaves the machine, and nothing runs into the Content-Security-Policy.
  expect([...new Set(console.requested.map((url) => new URL(url).origin))]).toEqual([
    new URL(laptop.running.console).origin,
  ]);
  expect(console.complaints).toEqual([]);
  await console.close();
});

test("the article's four calls by clicking, each with its decision, its way and its answer", async () => {
  const { page, verdict, check } = console;
  const flow = page.locator('#flow ol > li');

  await console.pickRoute('GET /me');
  await console.send();
  expect(await textOf(verdict)).toMatch(/^401 Unauthorized\s+refused by the check token$/);
  expect(await check('token').getAttribute('data-result')).toBe('fail');
  expect(await textOf(flow.nth(0))).toBe('client gets a token, not taken, no token was sent');
  expect(await textOf(flow.nth(5))).toBe('function runs, not taken, the function never ran');

  await console.pickToken('valid');
  await console.send();
  expect(await textOf(verdict)).toMatch(/^200 OK/);
  expect(await page.locator('[data-result="pass"]').count()).toBe(13);
  expect(await textOf(page.locator('#response .json'))).toContain('"subject": "local_client"');
  expect(await textOf(flow.nth(3))).toContain('from memory');
  expect(await textOf(flow.nth(5))).toMatch(/^function runs, .*ms$/);
  expect(await textOf(page.locator('#function'))).toContain('INFO Answered');

  await console.pickToken('expired');
  await console.send();
  expect(await textOf(verdict)).toMatch(/^401 Unauthorized\s+refused by the check expiry$/);
  expect(await textOf(check('expiry'))).toContain('ask for a new one');
  expect(await textOf(flow.nth(3))).toBe('discovery and keys, from memory, held in memory');

  await console.pickRoute('POST /quotes');
  await console.pickToken('noScope');
  await console.send();
  expect(await textOf(verdict)).toMatch(/^403 Forbidden\s+refused by the check scope$/);
  expect(await textOf(page.locator('[data-said]'))).toBe('403 Forbidden, refused by the check scope');
});

/** The check that fails for each named token at POST /quotes; undefined where it passes all. */
const FAILS: Readonly<Record<keyof typeof NAMED_TOKENS, string | undefined>> = {
  valid: undefined,
  validUser: undefined,
  agent: undefined,
  agentForUser: undefined,
  audienceArray: undefined,
  clientIdOnly: undefined,
  scopeArray: undefined,
  scp: undefined,
  noScope: 'scope',
  wrongScope: 'scope',
  idToken: 'scope',
  // API Gateway does not tell it from an access token: the function does.
  subjectToken: undefined,
  refreshToken: 'audience',
  expired: 'expiry',
  notYetValid: 'not-before',
  issuedInFuture: 'issued-at',
  otherIssuer: 'issuer',
  otherAudience: 'audience',
  otherAudienceOurClient: 'audience',
  otherClientIdOnly: 'audience',
  tamperedHeader: 'signature',
  tamperedPayload: 'signature',
  tamperedSignature: 'signature',
  forged: 'signature',
  unknownKey: 'kid',
  noKid: 'kid',
  algNone: 'algorithm',
  hs256: 'algorithm',
  es256: 'algorithm',
  ps256: 'algorithm',
  opaque: 'format',
  garbage: 'format',
};

test('each named token lights the check that refuses it, before it is sent and after, with what to do', async () => {
  await console.pickRoute('POST /quotes');
  const { page } = console;
  const seen: Record<string, unknown> = {};
  for (const name of Object.keys(FAILS)) {
    await console.pickToken(name);
    const ahead = await deciding(console);
    await console.send();
    const sent = await deciding(console);
    seen[name] = sent;
    expect({ name, ahead }).toEqual({ name, ahead: sent });
    expect(await page.locator('.is-deciding .advice li').count()).toBeGreaterThanOrEqual(sent === undefined ? 0 : 1);
  }
  expect(seen).toEqual(FAILS);
  expect(await page.locator('#routes .pick').count()).toBe(3);
});

async function deciding({ page }: ConsolePage): Promise<string | undefined> {
  const failed = page.locator('.is-deciding');
  return (await failed.count()) === 0 ? undefined : ((await failed.getAttribute('data-check')) ?? undefined);
}

test('all routes tell at once whether the token would pass, without a request', async () => {
  const { page, requested } = console;
  await console.pickToken('noScope');
  expect(await page.locator('#routes .pick').allInnerTexts()).toEqual([
    expect.stringMatching(/\/health\s+passes/),
    expect.stringMatching(/\/me\s+passes/),
    expect.stringMatching(/\/quotes\s+403/),
  ]);
  expect(await textOf(console.verdict)).toBe('Would pass');
  const asked = new Set(requested.map((url) => new URL(url).pathname));
  expect(asked).toContain('/api/explain');
  expect(asked).not.toContain('/api/send');
});

test('a check that is pointed at lights up the claim it looked at, and the key in the key set', async () => {
  const { page, check, member } = console;
  await console.pickToken('valid');
  const lit = page.locator('.member.is-lit');
  await check('expiry').hover();
  expect(await lit.getAttribute('data-member')).toBe('claims exp');
  expect(await page.locator('.key.is-lit').count()).toBe(0);

  await check('kid').getByRole('button').focus();
  expect(await lit.getAttribute('data-member')).toBe('header kid');
  expect(await page.locator('.key.is-lit').count()).toBe(1);

  // And the other way.
  await member('claims', 'iss').getByRole('button').focus();
  expect(await page.locator('.check.is-lit').getAttribute('data-check')).toBe('issuer');
});

test("a token through the stand-in's login page", async () => {
  const { page } = console;
  await page.getByRole('tab', { name: 'Get one' }).click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in at the stand-in' }).click();
  const login = await opened;
  await login.locator('[name="username"]').fill('alice');
  await login.locator('[name="password"]').fill('alice-local-password');
  await Promise.all([login.waitForEvent('close'), login.locator('button').first().click()]);
  await page.locator('.token-what', { hasText: 'signed in' }).waitFor();
  expect(await textOf(console.member('claims', 'aut'))).toContain('APPLICATION_USER');
  await console.pickRoute('POST /quotes');
  await console.send();
  expect(await textOf(console.verdict)).toMatch(/^200 OK/);
});

test('a token of a few seconds is watched as it expires', async () => {
  const { page } = console;
  await console.pickRoute('GET /me');
  await page.getByRole('tab', { name: 'Get one' }).click();
  await page.getByLabel('Lifetime, in seconds').fill('2');
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.getByText('Would pass', { exact: true }).waitFor();
  await page.locator('.expiry-text', { hasText: 'expires in' }).waitFor();
  await page.locator('.expiry.is-over').waitFor();
  await page.getByText('Would be refused: 401, expiry').waitFor();
  expect(await textOf(page.locator('[data-said]'))).toBe('The token local_client has expired.');
  await console.send();
  expect(await textOf(console.verdict)).toMatch(/refused by the check expiry$/);
});

test('a token of an older release, for bob and with a scope less, is as it was asked for', async () => {
  const { page, member } = console;
  await page.getByRole('tab', { name: 'Get one' }).click();
  await page.getByLabel('bob').check();
  await page.getByLabel('Shape of WSO2 IS').selectOption('5.11');
  await page.getByLabel('quotes:write').uncheck();
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.locator('.token-what', { hasText: 'bob' }).waitFor();
  expect(await member('claims', 'client_id').count()).toBe(0);
  expect(await textOf(member('claims', 'exp'))).toMatch(/in (1 h|59 min)/);
});

test('a pasted token is taken apart, and is gone when the page is loaded again', async () => {
  const { page } = console;
  await page.getByRole('tab', { name: 'Paste' }).click();
  await page.getByLabel('A token of your own').fill('Bearer e30.e30.AA');
  await page.getByRole('button', { name: 'Use this token' }).click();
  await page.locator('.token-what', { hasText: 'pasted' }).waitFor();
  await page.reload();
  await page.locator('.link-live').waitFor();
  expect(await textOf(page.locator('#token'))).toContain('None.');
  const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
  expect(stored).not.toContain('e30');
});
