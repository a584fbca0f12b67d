import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Laptop } from '../../../commands/start/laptop';
import type { ShownLaptop } from '../../../commands/start/laptop-console';
import { type LogDetail, type LogEntry, sendRequest } from '../../../local/console';
import { type Asking, ask, listen } from '../../local/console/support/ask';
import { ISSUER, startShownLaptop } from '../support/shown-laptop';

/** Prints its event, with the token in it, and answers with it. */
const TELLTALE = `
export const handler = async (event) => {
  console.log(JSON.stringify(event));
  console.log((event.cookies ?? []).map((cookie) => cookie.split('=')[1]).join(' '));
  console.log('the signature is ' + (event.headers.authorization ?? '').split('.')[2]);
  return { statusCode: 200, headers: { 'x-token': event.headers.authorization ?? '' }, cookies: ['sid=value-to-hide'], body: JSON.stringify(event) };
};`;

let laptop: Laptop;
let shown: ShownLaptop;
let assembly: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const routes = { 'GET /health': {}, 'GET /me': { scopes: [] }, 'POST /quotes': { scopes: ['quotes:write'] } };
  ({ laptop, shown, assembly, close } = await startShownLaptop(routes, TELLTALE));
});
afterAll(() => close?.());

const api = async (path: string, body?: unknown, asking: Asking = {}) => {
  const { status, json } = await ask(shown, path, { ...asking, body });
  expect({ status, error: json?.error }).toEqual({ status: 200, error: undefined });
  return json;
};
const named = async (name: string): Promise<string> => (await api('/api/token', { kind: 'named', name })).token;
const send = (token: string | undefined, wish: object = {}) =>
  api('/api/send', { method: 'GET', target: '/me', headers: [], token, ...wish });
/** All that the console knows of a request; the gateway has recorded it when its answer is here. */
const detailOf = async ({ requestId }: { requestId?: string }): Promise<LogDetail> => api(`/api/log/${requestId}`);

/** The gateway asks for unknown keys once in ten seconds: by its clock they are over. */
const afterCoolDown = () => {
  laptop.faults.clockOffsetMs += 11_000;
};

describe('the overview', () => {
  test('shows a foreign cdk.out: its routes with who may call them, the issuer, and the keys that it publishes', async () => {
    const overview = await api('/api/overview');
    expect(overview).toMatchObject({
      api: { name: 'test', url: laptop.gateway.url, environment: assembly, isDeployed: false },
      issuer: {
        url: ISSUER,
        isStandIn: true,
        audience: ['client'],
        keys: Array(3).fill({ kty: 'RSA', alg: 'RS256', bits: 2048 }),
      },
      routes: [
        { routeKey: 'GET /health', access: { kind: 'public' }, isCodeMissing: false },
        { routeKey: 'GET /me', access: { kind: 'any token' } },
        { routeKey: 'POST /quotes', access: { kind: 'scopes', anyOf: ['quotes:write'] } },
      ],
      faults: {
        isIssuerStopped: false,
        clockOffsetMs: 0,
        isThrottled: false,
        canRotateKeys: true,
        canStopIssuer: true,
      },
    });
  });

  test('tells of a reload at once, and of one that failed', async () => {
    const page = await listen(shown);
    shown.reloaded({ ok: true, at: 1, lines: ['+ GET /new: anyone'] });
    const isReload = (event: { kind: string; overview?: { reload?: object } }) => event.overview?.reload !== undefined;
    expect(await page.next(isReload)).toMatchObject({
      overview: { reload: { ok: true, lines: ['+ GET /new: anyone'] } },
    });
    shown.reloaded({ ok: false, at: 2, message: 'lambda/me.ts:3:1: no' });
    expect(await page.next()).toMatchObject({ overview: { reload: { ok: false, message: 'lambda/me.ts:3:1: no' } } });
    page.close();
  });
});

describe('tokens', () => {
  test('each named one is made, in a group, with a sentence', async () => {
    const { tokens } = await api('/api/overview');
    expect(new Set(tokens.named.map(({ group }: { group: string }) => group))).toEqual(
      new Set(['good', 'wrong', 'forged']),
    );
    for (const { name, what } of tokens.named) {
      expect(what).toMatch(/^[A-Z].*\.$/);
      expect(await api('/api/token', { kind: 'named', name })).toMatchObject({ token: expect.any(String), what });
    }
  });

  test.each(['5.4', '5.8', '5.9', '5.10', '7.3'])('of the shape of WSO2 IS %s pass', async (release) => {
    const wish = {
      kind: 'minted',
      clientId: 'client',
      username: 'alice',
      scopes: ['quotes:write'],
      release,
      lifetime: 60,
    };
    const { token } = await api('/api/token', wish);
    expect(await send(token, { method: 'POST', target: '/quotes' })).toMatchObject({ status: 200 });
  });

  test('live as many seconds as were asked for, and have what client and user may have', async () => {
    const wish = { kind: 'minted', clientId: 'client', scopes: ['quotes:write'], release: '7.3', lifetime: 5 };
    const { token, what } = await api('/api/token', { ...wish, username: 'bob' });
    const { exp, iat, scope } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    expect([exp - iat, scope]).toEqual([5, undefined]);
    expect(what).toBe(
      'For bob by client, as WSO2 IS 7.3 writes it, with no scope, for 5 s. Not granted: quotes:write.',
    );
  });

  test('that the stand-in cannot make are refused, with every reason', async () => {
    const wish = { kind: 'minted', clientId: 'nobody', username: 'carol', scopes: [], release: '9', lifetime: 5 };
    expect(await ask(shown, '/api/token', { body: wish })).toMatchObject({
      status: 400,
      json: { error: 'The stand-in does not know this client, nor this user, nor this release.' },
    });
    expect(await ask(shown, '/api/token', { body: { kind: 'named', name: 'constructor' } })).toMatchObject({
      status: 400,
    });
  });
});

describe('explaining', () => {
  test('judges a token on all routes at once, as the gateway does, without sending anything', async () => {
    const before = (await api('/api/log')).entries.length;
    const { routes, token, notes } = await api('/api/explain', { token: await named('noScope') });
    expect(routes.map(({ decision }: { decision: { allowed: boolean } }) => decision.allowed)).toEqual([
      true,
      true,
      false,
    ]);
    const failed = routes[2].decision.checks.filter(({ result }: { result: string }) => result === 'fail');
    expect(failed).toMatchObject([
      { name: 'scope', code: 'scope', advice: expect.arrayContaining([expect.stringContaining('scope=')]) },
    ]);
    expect(routes[2].decision).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
    expect(token.claims.find(({ name }: { name: string }) => name === 'exp')).toMatchObject({
      time: expect.stringMatching(/in 1 h$|in 59 min/),
      meaning: expect.any(String),
    });
    expect(notes.join(' ')).toContain('does not ask whether WSO2 IS has revoked the token');
    expect((await api('/api/log')).entries).toHaveLength(before);
  });

  test('says which claim and which key a check looked at', async () => {
    const { routes, token } = await api('/api/explain', { token: await named('expired') });
    const checks = routes[1].decision.checks;
    const looksAt = (name: string) => checks.find((check: { name: string }) => check.name === name);
    const kid = JSON.parse(token.header.find(({ name }: { name: string }) => name === 'kid').value);
    expect(looksAt('signature')).toMatchObject({ result: 'pass', kid, looksAt: [{ part: 'header', name: 'kid' }] });
    expect(looksAt('audience')).toMatchObject({ looksAt: [{ part: 'claims', name: 'aud' }] });
    expect(looksAt('expiry')).toMatchObject({ result: 'fail', looksAt: [{ part: 'claims', name: 'exp' }] });
  });

  test('tells of no token, and of what is none', async () => {
    const { routes, token } = await api('/api/explain', { token: '' });
    expect(routes[1].decision).toMatchObject({ allowed: false, status: 401 });
    expect(token).toMatchObject({ isReadable: false, header: [], claims: [] });
  });
});

describe('sending', () => {
  test.each([
    ['valid', 200, undefined],
    ['expired', 401, 'expiry'],
    ['otherIssuer', 401, 'issuer'],
    ['otherAudience', 401, 'audience'],
    ['tamperedSignature', 401, 'signature'],
    ['unknownKey', 401, 'kid'],
    ['algNone', 401, 'algorithm'],
    ['opaque', 401, 'format'],
  ])(
    'a token that is %s is answered %i, and the log has the check that failed: %s',
    async (name, status, failedCheck) => {
      const answer = await send(await named(name));
      expect(answer).toMatchObject({ status, isWhole: true, isBase64: false });
      const { entry, decision } = await detailOf(answer);
      expect(entry).toMatchObject({ method: 'GET', path: '/me', routeKey: 'GET /me', status });
      expect(entry.failedCheck).toBe(failedCheck);
      expect(decision?.checks.filter(({ result }) => result === 'fail')[0]?.name).toBe(failedCheck);
    },
  );

  test("sends the developer's headers, repeated ones and those that a browser keeps to itself", async () => {
    const headers = [
      ['X-One', 'a'],
      ['x-one', 'b'],
      ['__proto__', 'c'],
      ['Cookie', 'sid=value-to-hide'],
      ['Origin', 'https://app.example.com'],
      ['content-type', 'application/json'],
    ];
    const { body, differences } = await send(await named('valid'), {
      headers,
      method: 'POST',
      target: '/quotes?a=1',
      body: '{"a":1}',
    });
    // Nobody described the routes of another app.
    expect(differences).toBeUndefined();
    const event = JSON.parse(body);
    expect(event.headers).toMatchObject({ 'x-one': 'a,b', origin: 'https://app.example.com' });
    expect(Object.entries(event.headers)).toContainEqual(['__proto__', 'c']);
    expect(event).toMatchObject({ cookies: ['sid=value-to-hide'], rawQueryString: 'a=1', body: '{"a":1}' });
  });

  test.each<[string, [string, string][], RegExp]>([
    [
      'of the connection',
      [
        ['Transfer-Encoding', 'chunked'],
        ['content-length', '1'],
      ],
      /sets Transfer-Encoding, content-length: leave it out/,
    ],
    ['that is none', [['a b', 'c']], /cannot be sent: ERR_INVALID_HTTP_TOKEN/],
    ['with a line end', [['a', 'b\r\nc: d']], /cannot be sent: ERR_INVALID_CHAR/],
  ])('a header %s is refused', async (_, headers, message) => {
    const wish = { method: 'GET', target: '/health', headers };
    expect(await ask(shown, '/api/send', { body: wish })).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(message) },
    });
  });

  test('by the method of proxies is refused, because it would never be answered', async () => {
    const wish = { method: 'CONNECT', target: '/health', headers: [] };
    expect(await ask(shown, '/api/send', { body: wish })).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining('not CONNECT, which is for proxies') },
    });
  });

  test('over https goes to the API alone: no header Host leads the token to others behind the same certificate', async () => {
    const wish: Parameters<typeof sendRequest>[1] = {
      method: 'GET',
      target: '/',
      headers: [['Host', 'x.example.com']],
    };
    await expect(sendRequest('https://api.example.com', wish)).rejects.toThrow(
      'The API is asked by its own name, api.example.com: leave Host out.',
    );
  });
});

/** A text as a URL may have it, letter by letter. */
const lettersEncoded = (text: string) => text.replace(/[^.]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

describe('the log', () => {
  test('follows a request from elsewhere, and then what the function printed for it', async () => {
    const page = await listen(shown);
    await page.next();
    const token = await named('valid');
    await fetch(`${laptop.gateway.url}/me`, { headers: { authorization: `Bearer ${token}` } });
    const hasOutput = (event: { kind: string; entry?: LogEntry }) => (event.entry?.output.length ?? 0) > 1;
    const { entry } = (await page.next(hasOutput)) as { entry: LogEntry };
    expect(entry).toMatchObject({ status: 200, allowed: true, caller: 'client', path: '/me' });
    expect(entry.output.join('\n')).toContain('GET /me');
    page.close();
  });

  test('has the seven steps: what was taken, for how long, and where the keys were', async () => {
    const token = await named('valid');
    await laptop.issuer?.rotateKeys({ keepOld: true });
    afterCoolDown();
    const fresh = await named('valid');
    const [known, fetched, refused, open] = [
      await send(token),
      await send(fresh),
      await send(await named('expired')),
      await send(undefined, { target: '/health' }),
    ];
    const stepsOf = async (answer: object) =>
      (await detailOf(answer)).steps.map(
        ({ state, milliseconds }) => `${state}${milliseconds === undefined ? '' : ', timed'}`,
      );
    expect(await stepsOf(known)).toEqual([
      'taken',
      'taken',
      'taken',
      'memory',
      'taken, timed',
      'taken, timed',
      'taken, timed',
    ]);
    expect(await stepsOf(fetched)).toEqual([
      'taken',
      'taken',
      'taken',
      'taken, timed',
      'taken, timed',
      'taken, timed',
      'taken, timed',
    ]);
    expect(await stepsOf(refused)).toEqual([
      'taken',
      'taken',
      'taken',
      'memory',
      'taken, timed',
      'not taken',
      'taken, timed',
    ]);
    expect(await stepsOf(open)).toEqual([
      'not taken',
      'taken',
      'taken',
      'not taken',
      'not taken',
      'taken, timed',
      'taken, timed',
    ]);
    expect((await detailOf(refused)).steps.at(5)).toMatchObject({ note: 'the function never ran' });
  });

  test('gives a request back to be sent again, without what was its own', async () => {
    const wish = {
      method: 'POST',
      target: '/quotes?a=1',
      headers: [
        ['X-One', 'a'],
        ['Cookie', 'sid=value-to-hide'],
      ],
      body: 'text',
    };
    const { request } = await detailOf(await send(await named('valid'), wish));
    expect(request).toEqual({
      method: 'POST',
      target: '/quotes?a=1',
      headers: [['x-one', 'a']],
      body: 'text',
      isWhole: true,
    });
  });

  test('holds no token, no signature and no cookie, wherever they were: not in the list, the details or the events', async () => {
    const page = await listen(shown);
    await page.next();
    const opaque = '5e9a1c0f-3b1d-4a58-9f5a-0c6b6f7d2e11';
    const tokens = [...(await Promise.all(['valid', 'expired', 'tamperedPayload', 'hs256'].map(named))), opaque];
    const details: string[] = [];
    for (const token of tokens) {
      const given = {
        headers: [
          ['Cookie', 'sid=value-to-hide'],
          ['X-Again', token],
          ['Proxy-Authorization', `Basic ${Buffer.from('client:password-to-hide').toString('base64')}`],
        ],
        target: `/me?access_token=${token}`,
        method: 'GET',
        body: undefined,
      };
      const answers = [
        await send(token, given),
        await send(token, {
          ...given,
          method: 'POST',
          target: '/quotes',
          body: JSON.stringify({ token, twice: Buffer.from(token).toString('base64') }),
        }),
        // Nobody can tell that another path is a token.
        ...(token === opaque
          ? []
          : [
              await send(undefined, { target: `/${token}` }),
              await send(undefined, { target: `/me/${token.replaceAll('.', '%2E')}` }),
              await send(undefined, { target: `/health?x=${lettersEncoded(token)}&y=${token.replaceAll('.', '%2e')}` }),
            ]),
        await send(undefined, { target: `/health`, headers: [['authorization', `Basic ${token}`]] }),
      ];
      for (const answer of answers) {
        details.push(JSON.stringify(await detailOf(answer)));
      }
    }
    const { entries } = await api('/api/log');
    const last = entries.at(-1).requestId;
    const events: string[] = [];
    for (let found = false; !found; ) {
      const event = await page.next();
      events.push(JSON.stringify(event));
      found = event.kind === 'entry' && event.entry.requestId === last;
    }
    page.close();
    const all = [JSON.stringify(entries), ...details, ...events, JSON.stringify(await api('/api/overview'))].join('\n');
    const secrets = tokens
      .flatMap((token) => [token, lettersEncoded(token), ...token.split('.').slice(2)])
      .filter((secret) => secret.length > 7);
    expect(secrets.length).toBeGreaterThan(8);
    const around = (secret: string) => all.slice(Math.max(0, all.indexOf(secret) - 100), all.indexOf(secret) + 20);
    expect(secrets.filter((secret) => all.includes(secret)).map(around)).toEqual([]);
    expect(tokens.map((token) => Buffer.from(token).toString('base64')).filter((text) => all.includes(text))).toEqual(
      [],
    );
    expect(all).not.toContain('to-hide');
    expect(all).not.toContain(new URL(shown.url).hash.slice(1));
  });
});

test('for the cdk.out of another app the advice names what that app has, in a look ahead and in the log', async () => {
  const token = await named('otherAudience');
  const { routes } = await api('/api/explain', { token });
  const { decision } = await detailOf(await send(token));
  for (const { checks } of [routes[1].decision, decision]) {
    const advice = checks.flatMap((check: { advice?: string[] }) => check.advice ?? []).join(' ');
    expect(advice).toContain('to the audience of its authorizer (audience of JwtHttpApi, Audience in the template)');
    expect(advice).not.toContain('config/');
  }
});

describe('faults to play with', () => {
  const cause = (wish: object) => api('/api/fault', wish);

  test('throttled, every route that lets a token pass is answered 429, until it is over', async () => {
    const token = await named('valid');
    expect(await cause({ kind: 'throttle', on: true })).toMatchObject({ faults: { isThrottled: true } });
    expect([await send(token), await send(undefined, { target: '/health' })]).toMatchObject([
      { status: 429 },
      { status: 429 },
    ]);
    // A reload in between changes nothing of it.
    laptop.serve(laptop.model);
    expect(await send(token)).toMatchObject({ status: 429 });
    expect(await cause({ kind: 'throttle', on: false })).toMatchObject({ faults: { isThrottled: false } });
    expect(await send(token)).toMatchObject({ status: 200 });
  });

  test('an hour ahead, a token has expired for the gateway, and for who explains', async () => {
    const token = await named('valid');
    expect(await cause({ kind: 'clock', offsetMs: 3_600_000 })).toMatchObject({ faults: { clockOffsetMs: 3_600_000 } });
    const answer = await send(token);
    const { entry, decision } = await detailOf(answer);
    expect(entry).toMatchObject({ status: 401, failedCheck: 'expiry' });
    const advice = decision?.checks.flatMap((check) => check.advice ?? []).join(' ');
    expect(advice).toMatch(/It expired \d+ s ago, after a life of 1 h/);
    expect((await api('/api/explain', { token })).routes[1].decision).toMatchObject({ allowed: false });
    await cause({ kind: 'clock', offsetMs: 0 });
    expect(await send(token)).toMatchObject({ status: 200 });
  });

  test('with other keys, the gateway fetches them for a new token, and goes on to take the old token until then', async () => {
    const token = await named('valid');
    await send(token);
    const before = (await api('/api/overview')).issuer.keys.map(({ kid }: { kid: string }) => kid);
    const { issuer } = await cause({ kind: 'rotate keys', keepOld: false });
    expect(issuer.keys.filter(({ kid }: { kid: string }) => before.includes(kid))).toEqual([]);
    afterCoolDown();
    const fresh = await named('valid');
    const answers = [await send(token), await send(fresh), await send(token)];
    expect(answers).toMatchObject([{ status: 200 }, { status: 200 }, { status: 401 }]);
  });

  test('stopped, the issuer publishes nothing, and is as before when it is started again', async () => {
    const keys = (await api('/api/overview')).issuer.keys;
    expect(await cause({ kind: 'stop issuer' })).toMatchObject({
      faults: { isIssuerStopped: true },
      issuer: { keys: [], keysError: expect.stringContaining('ECONNREFUSED') },
    });
    expect(await cause({ kind: 'start issuer' })).toMatchObject({
      faults: { isIssuerStopped: false },
      issuer: { keys },
    });
  });

  test('an issuer whose port was taken meanwhile is not started, and it is said why', async () => {
    await cause({ kind: 'stop issuer' });
    const other = createServer().listen(laptop.issuer?.port, '127.0.0.1');
    await once(other, 'listening');
    expect(await ask(shown, '/api/fault', { body: { kind: 'start issuer' } })).toMatchObject({
      status: 409,
      json: {
        error: expect.stringMatching(/^port \d+ of 127\.0\.0\.1 for the stand-in for WSO2 IS — got a port in use/),
      },
    });
    other.close();
    await once(other, 'close');
    expect(await cause({ kind: 'start issuer' })).toMatchObject({ faults: { isIssuerStopped: false } });
  });
});
