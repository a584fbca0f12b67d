import * as crypto from 'node:crypto';
import { createRecent } from '../../../local/authorizer/recent';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import { claimsWith, createRsaKey, ISSUED_AT, jwkOf, mint, NOW } from './minting';
import { authorizerWith, decide, KEY, outcome } from './setup';

jest.mock('node:crypto', () => {
  const real = jest.requireActual('node:crypto');
  return { ...real, verify: jest.fn(real.verify) };
});
const verify = jest.mocked(crypto.verify);

/** An authorizer whose clock and keys a test can change. */
function changeable() {
  const world = { now: NOW, keys: createStaticKeys({ keys: [jwkOf(KEY)] }, 'the tests') };
  const keys = { find: (kid: string) => world.keys.find(kid) };
  return { world, authorizer: authorizerWith({ keys, now: () => world.now }) };
}

beforeEach(() => verify.mockClear());

describe('a verified signature', () => {
  test('is remembered, and decided on at once', async () => {
    const { authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, [], authorizer);
    const again = authorizer.authorize({ headers: { authorization: token }, query: {} }, ['quotes:read']);
    expect(again).toMatchObject({ allowed: true, scopes: ['quotes:read', 'quotes:write'] });
    expect(verify).toHaveBeenCalledTimes(1);
  });

  test('does not outlive the token [F83]', async () => {
    const { world, authorizer } = changeable();
    const token = mint(KEY, claimsWith({ exp: ISSUED_AT + 61 }));
    expect(outcome(await decide(token, [], authorizer))).toBe('allowed');
    world.now += 1000;
    expect(outcome(await decide(token, [], authorizer))).toMatchObject({ code: 'expired' });
    world.now -= 1000;
    await decide(token, [], authorizer);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  test('does not spare the other times, should the clock be set back', async () => {
    const { world, authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, [], authorizer);
    world.now = (ISSUED_AT - 1) * 1000;
    expect(outcome(await decide(token, [], authorizer))).toMatchObject({ code: 'not-yet-valid' });
  });

  test('does not spare the scopes [F83]', async () => {
    const { authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, ['quotes:read'], authorizer);
    expect(outcome(await decide(token, ['quotes:admin'], authorizer))).toMatchObject({ code: 'scope' });
  });

  test('does not outlive the key: withdrawn [F83]', async () => {
    const { world, authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, [], authorizer);
    world.keys = createStaticKeys({ keys: [] }, 'the tests');
    expect(outcome(await decide(token, [], authorizer))).toMatchObject({ code: 'unknown-kid' });
  });

  test('does not outlive the key: replaced under its kid', async () => {
    const { world, authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, [], authorizer);
    world.keys = createStaticKeys({ keys: [jwkOf(createRsaKey(KEY.kid))] }, 'the tests');
    expect(outcome(await decide(token, [], authorizer))).toMatchObject({ code: 'signature' });
  });

  test('is made again with keys fetched again, though they be the same', async () => {
    const { world, authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, [], authorizer);
    world.keys = createStaticKeys({ keys: [jwkOf(KEY)] }, 'the tests');
    expect(outcome(await decide(token, [], authorizer))).toBe('allowed');
    expect(verify).toHaveBeenCalledTimes(2);
  });

  test('does not speak for a token that differs in its signature only [F83]', async () => {
    const { authorizer } = changeable();
    const token = mint(KEY);
    await decide(token, [], authorizer);
    const other = `${token.slice(0, token.lastIndexOf('.'))}.${mint(createRsaKey(KEY.kid)).split('.')[2]}`;
    expect(outcome(await decide(other, [], authorizer))).toMatchObject({ code: 'signature' });
  });
});

test('a signature that is wrong is not remembered', async () => {
  const { authorizer } = changeable();
  const token = mint(createRsaKey(KEY.kid));
  await decide(token, [], authorizer);
  expect(outcome(await decide(token, [], authorizer))).toMatchObject({ code: 'signature' });
  expect(verify).toHaveBeenCalledTimes(2);
});

describe('the memory', () => {
  test('holds at most two generations', () => {
    const recent = createRecent<number, number>(10);
    for (let number = 0; number < 1000; number++) {
      recent.set(number, number);
    }
    const held = Array.from({ length: 1000 }, (_, number) => recent.get(number)).filter((value) => value !== undefined);
    expect(held.length).toBeLessThanOrEqual(20);
    expect(recent.get(999)).toBe(999);
  });

  test('keeps what is asked for', () => {
    const recent = createRecent<number, string>(10);
    recent.set(-1, 'kept');
    for (let number = 0; number < 1000; number++) {
      recent.set(number, 'passing');
      expect(recent.get(-1)).toBe('kept');
    }
  });

  test('forgets what it is told to, of either generation', () => {
    const recent = createRecent<number, string>(1);
    recent.set(1, 'older');
    recent.set(2, 'younger');
    recent.delete(1);
    recent.delete(2);
    expect([recent.get(1), recent.get(2)]).toEqual([undefined, undefined]);
  });
});
