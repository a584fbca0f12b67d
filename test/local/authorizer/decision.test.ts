import { generateKeyPairSync } from 'node:crypto';
import type { Decision } from '../../../local/authorizer/decision';
import type { KeyLookup, KeySource } from '../../../local/authorizer/keys';
import { REFUSALS } from '../../../local/authorizer/refusal';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import { claimsWith, createRsaKey, ISSUED_AT, jwkOf, mint, NOW } from './minting';
import { authorizerWith, checkNamed, decide, KEY, outcome } from './setup';

const OTHER_KEY = createRsaKey(KEY.kid);
const EC_KEY = { kid: KEY.kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
const ROUTE = ['quotes:write'];
const VALID = mint(KEY);

describe('a decision', () => {
  test('shows every verdict, apart from the one that decided', async () => {
    const claims = claimsWith({ iss: 'https://other.example.com', aud: 'other', scope: 'openid' });
    const decision = await decide(mint(KEY, claims), ROUTE);
    expect(decision).toMatchObject({ failed: { name: 'issuer' }, claims });
    const verdicts = Object.fromEntries(decision.checks.map(({ name, result }) => [name, result]));
    expect(verdicts).toMatchObject({
      signature: 'pass',
      issuer: 'fail',
      audience: 'fail',
      expiry: 'pass',
      scope: 'fail',
    });
  });

  test('judges the claims of a token whose signature is wrong', async () => {
    const decision = await decide(mint(OTHER_KEY, claimsWith({ exp: ISSUED_AT })));
    expect(decision).toMatchObject({ failed: { name: 'signature' } });
    expect(checkNamed(decision, 'expiry')).toMatchObject({ result: 'fail', code: 'expired' });
  });

  test('asks for no keys when token, algorithm or kid are no good', async () => {
    const find = jest.fn(createStaticKeys({ keys: [jwkOf(KEY)] }, 'the tests').find);
    const authorizer = authorizerWith({ keys: { find } });
    for (const header of [{ alg: 'none' }, { alg: 'ES256' }, { kid: undefined }, { crit: [] }]) {
      const token = mint(header.alg === 'ES256' ? EC_KEY : KEY, claimsWith(), header);
      const decision = await decide(token, [], authorizer);
      expect(checkNamed(decision, 'keys')).toEqual({ name: 'keys', result: 'not reached', found: '', expected: '' });
    }
    await decide('garbage', [], authorizer);
    expect(find).not.toHaveBeenCalled();
  });

  test.each(['discovery', 'jwks'] as const)('is a refusal when the keys cannot be had: %s', async (at) => {
    const keys: KeySource = { find: () => ({ kind: 'unavailable', at, url: 'https://x', reason: 'status 500' }) };
    const decision = await decide(VALID, ROUTE, authorizerWith({ keys }));
    const check = at === 'jwks' ? 'keys' : 'discovery';
    expect(outcome(decision)).toEqual({ status: 401, check, code: at, error: `invalid_token: ${REFUSALS[at].text}` });
    expect(checkNamed(decision, check).found).toBe('https://x: status 500');
    expect(checkNamed(decision, 'kid').result).toBe('not reached');
    expect(checkNamed(decision, 'signature').result).toBe('not reached');
  });

  test('holds nothing of a token that could be used or could do harm', async () => {
    const evil = { iss: `x\r\nset-cookie: a="b" \u001b[31m${'y'.repeat(1000)}`, scope: '"; \n' };
    for (const token of [
      mint(KEY, claimsWith(evil), { alg: 'none", x="\r\nset-cookie: a' }),
      mint(KEY, claimsWith(evil), { kid: '\n"' }),
    ]) {
      const { checks, ...decision } = await decide(token, ['a"b', 'c\nd']);
      const { refusal } = decision as Decision & { allowed: false };
      expect(refusal.error).toMatch(/^[\x20-\x7e]+$/);
      expect(refusal.wwwAuthenticate).toMatch(
        /^Bearer scope="a\?b c\?d" error="invalid_token" error_description="[^"\\]+"$/,
      );
      for (const { found, expected } of checks) {
        expect(found + expected).toMatch(/^[\x20-\x7e]{0,2000}$/);
        expect(found + expected).not.toContain(token.split('.')[2] || 'no signature');
      }
    }
  });

  test.each<[string, KeySource]>([
    [
      'throws',
      {
        find: () => {
          throw new TypeError('secret');
        },
      },
    ],
    ['rejects', { find: () => Promise.reject(new TypeError('secret')) }],
    ['answers nonsense', { find: () => ({ kind: 'found' }) as KeyLookup }],
    ['answers nothing', { find: () => undefined as unknown as KeyLookup }],
    [
      'finds nothing where it says it did',
      { find: () => ({ kind: 'found', origin: { discovery: '', keys: '' } }) as KeyLookup },
    ],
  ])('is a refusal when the key source %s', async (_fact, keys) => {
    const decision = await decide(VALID, ROUTE, authorizerWith({ keys }));
    expect(outcome(decision)).toMatchObject({
      status: 401,
      code: 'internal',
      error: 'invalid_token: the token could not be checked',
    });
    expect(JSON.stringify(decision)).not.toContain('secret');
  });

  test.each([
    () => Number.NaN,
    () => {
      throw new Error('no clock');
    },
  ])('is a refusal when the clock fails [F107] [F132]', async (now) => {
    expect(outcome(await decide(VALID, [], authorizerWith({ now })))).toMatchObject({ status: 401, code: 'internal' });
  });

  test('is made at the time when the keys have come', async () => {
    let time = NOW;
    const { find } = createStaticKeys({ keys: [jwkOf(KEY)] }, 'the tests');
    const keys: KeySource = {
      find: async (kid) => {
        time += 3_600_000;
        return find(kid);
      },
    };
    expect(outcome(await decide(VALID, [], authorizerWith({ keys, now: () => time })))).toMatchObject({
      code: 'expired',
    });
  });
});
