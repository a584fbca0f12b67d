import { createHash } from 'node:crypto';
import type { Json } from '../../local/authorizer/decision';
import { type PublishProps, publishMirror, WSO2_DEFAULT_KEYS } from '../../mirror';
import { createRsaKey, jwkOf, type SigningKey } from '../local/authorizer/minting';
import { ISSUER, JWKS_URL, KEYS, memoryStore, refusalOf, sourceOf } from './support/source';

const one = createRsaKey('one_RS256');
const two = createRsaKey('two_RS256');
const weak = createRsaKey('weak_RS256', 1024);
const shipped = createRsaKey('wso2carbon');

const publicPart = ({ publicKey }: SigningKey) => publicKey.export({ format: 'jwk' });
const published = (key: SigningKey, members: object = {}) => {
  const { n, e } = publicPart(key);
  return { kty: 'RSA', n, e, kid: key.kid, alg: 'RS256', use: 'sig', ...members };
};
/** RFC 7638, section 3. */
const thumbprint = (key: SigningKey) => {
  const { n, e } = publicPart(key);
  return createHash('sha256').update(`{"e":"${e}","kty":"RSA","n":"${n}"}`).digest('base64url');
};
const named = (key: SigningKey) => ({ kid: key.kid, thumbprint: thumbprint(key) });

/** A run over a WSO2 IS with these keys. */
const run = (keys: readonly Json[], props: Partial<PublishProps> = {}) =>
  publishMirror({ issuer: ISSUER, fetchDocument: sourceOf({ keys: [...keys] }), store: memoryStore(), ...props });

const keysIn = (store: ReturnType<typeof memoryStore>) => JSON.parse(store.texts.get(KEYS.jwks) ?? '').keys;

describe('a run', () => {
  test('writes the keys, then the discovery document, anew: no endpoint and no certificate of WSO2 IS is in them', async () => {
    const store = memoryStore();
    const result = await run([jwkOf(one, { x5c: ['MIIB'], 'x5t#S256': 'abc', internal: 'wso2.lan' })], { store });
    expect(store.put.mock.calls.map(([key]) => key)).toEqual([KEYS.jwks, KEYS.discovery]);
    expect(Object.fromEntries([...store.texts].map(([key, text]) => [key, JSON.parse(text)]))).toEqual({
      [KEYS.jwks]: { keys: [published(one)] },
      [KEYS.discovery]: {
        issuer: ISSUER,
        jwks_uri: JWKS_URL,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
    });
    expect(result).toEqual({
      written: [KEYS.jwks, KEYS.discovery],
      changes: { added: [named(one)], removed: [] },
      keys: 1,
      leftOut: [],
    });
  });

  test('writes nothing where nothing changed, in whatever order WSO2 IS lists its keys', async () => {
    const store = memoryStore();
    await run([jwkOf(one), jwkOf(two)], { store });
    store.put.mockClear();
    expect(await run([jwkOf(two), jwkOf(one)], { store })).toMatchObject({
      written: [],
      changes: { added: [], removed: [] },
      keys: 2,
    });
    expect(store.put).not.toHaveBeenCalled();
  });

  test('names the keys that came and went', async () => {
    const store = memoryStore();
    await run([jwkOf(one)], { store });
    expect(await run([jwkOf(two)], { store })).toMatchObject({
      written: [KEYS.jwks],
      changes: { added: [named(two)], removed: [named(one)] },
    });
  });

  test('names a key that has another substance under its old kid, as one that came and one that went', async () => {
    const store = memoryStore();
    await run([jwkOf(one)], { store });
    const { changes } = await run([jwkOf({ ...two, kid: one.kid })], { store });
    expect(changes).toEqual({
      added: [{ kid: one.kid, thumbprint: thumbprint(two) }],
      removed: [named(one)],
    });
  });

  test.each([
    ['a key more', JSON.stringify({ keys: [published(one), published(two)] }), [named(two)]],
    ['something that is no key set', 'nonsense', []],
  ])('overwrites %s that somebody else put there', async (_, text, removed) => {
    const store = memoryStore();
    await run([jwkOf(one)], { store });
    store.texts.set(KEYS.jwks, text);
    expect(await run([jwkOf(one)], { store })).toMatchObject({ written: [KEYS.jwks], changes: { removed } });
    expect(keysIn(store)).toEqual([published(one)]);
  });

  test.each([{ contentType: 'text/html' }, { cacheControl: undefined }])(
    'writes a document again that is served with other headers: %j',
    async (headers) => {
      const { texts } = memoryStore();
      await run([jwkOf(one)], { store: { ...memoryStore(), put: async (key, text) => void texts.set(key, text) } });
      const store = memoryStore(Object.fromEntries(texts), headers);
      expect(await run([jwkOf(one)], { store })).toMatchObject({
        written: [KEYS.jwks, KEYS.discovery],
        changes: { added: [], removed: [] },
      });
    },
  );

  test('that is dry says the same, and writes nothing', async () => {
    const store = memoryStore();
    expect(await run([jwkOf(one)], { store, dryRun: true })).toMatchObject({
      written: [KEYS.jwks, KEYS.discovery],
      changes: { added: [named(one)] },
    });
    expect(store.put).not.toHaveBeenCalled();
  });
});

describe('of other keys is told', () => {
  test('before they are written, so that a write of which no answer comes is no secret', async () => {
    const told: unknown[] = [];
    const store = memoryStore();
    store.put.mockRejectedValue(new Error('no answer'));
    const ended = run([jwkOf(one), jwkOf(weak)], { store, onChange: (...given) => told.push(...given) });
    await expect(ended).rejects.toThrow('no answer');
    expect(told).toEqual([{ added: [named(one)], removed: [] }, [expect.objectContaining({ kid: weak.kid })]]);
  });

  test('nobody where they are the same, or nothing is written', async () => {
    const onChange = jest.fn();
    const store = memoryStore();
    await run([jwkOf(one)], { store, dryRun: true, onChange });
    await run([jwkOf(one)], { store });
    await run([jwkOf(one)], { store, onChange });
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe('a fault between the two writes', () => {
  const broken = (texts: Readonly<Record<string, string>>) => {
    const store = memoryStore(texts);
    store.put.mockImplementation(async (key, text) => {
      if (key === KEYS.discovery) {
        throw new Error('no way to S3');
      }
      store.texts.set(key, text);
    });
    return store;
  };

  test('leaves the new keys, to which the old discovery document leads', async () => {
    const before = memoryStore();
    await run([jwkOf(one)], { store: before });
    // Published by another release of the mirror, so that both differ.
    const discovery = JSON.stringify({ issuer: ISSUER, jwks_uri: JWKS_URL });
    const store = broken({ ...Object.fromEntries(before.texts), [KEYS.discovery]: discovery });
    await expect(run([jwkOf(two)], { store })).rejects.toThrow('no way to S3');
    expect(keysIn(store)).toEqual([published(two)]);
    expect(store.texts.get(KEYS.discovery)).toBe(discovery);
  });

  test('is made good by the next run', async () => {
    const store = broken({});
    await expect(run([jwkOf(one)], { store })).rejects.toThrow('no way to S3');
    expect([...store.texts.keys()]).toEqual([KEYS.jwks]);
    store.put.mockImplementation(async (key, text) => void store.texts.set(key, text));
    expect((await run([jwkOf(one)], { store })).written).toEqual([KEYS.discovery]);
  });
});

describe('of the key set is published', () => {
  const publishedOf = async (keys: readonly Json[]) => {
    const store = memoryStore();
    const { leftOut } = await run(keys, { store });
    return { keys: keysIn(store), leftOut: leftOut.map(({ why }) => why) };
  };

  test.each<[string, Json, string]>([
    ['a weak key', jwkOf(weak), 'weak'],
    ['an EC key', { kty: 'EC', kid: 'ec', crv: 'P-256', x: 'x', y: 'y', use: 'sig' }, 'not-rsa'],
    ['a key for encryption', jwkOf(two, { use: 'enc' }), 'not-for-signing'],
    ['a key without kid', jwkOf(two, { kid: undefined }), 'no-kid'],
  ])('not %s', async (_, entry, why) => {
    expect(await publishedOf([jwkOf(one), entry])).toEqual({ keys: [published(one)], leftOut: [why] });
  });

  test('neither of two keys with one kid', async () => {
    expect(await publishedOf([jwkOf(one), jwkOf(two), jwkOf(weak, { kid: two.kid })])).toEqual({
      keys: [published(one)],
      leftOut: ['kid-conflict'],
    });
  });

  test('a key under each kid that it has, but those for other algorithms than API Gateway takes', async () => {
    const entries = [jwkOf(one), jwkOf(one, { kid: 'one' }), jwkOf(one, { kid: 'one_PS256', alg: 'PS256' })];
    expect(await publishedOf(entries)).toEqual({
      keys: [published(one, { kid: 'one' }), published(one)],
      leftOut: ['not-for-signing'],
    });
  });

  test('a key without alg as one without', async () => {
    expect((await publishedOf([jwkOf(one, { alg: undefined })])).keys).toEqual([
      JSON.parse(JSON.stringify(published(one, { alg: undefined }))),
    ]);
  });

  test('a modulus without the sign byte that some write before it', async () => {
    const n = Buffer.concat([Buffer.of(0), Buffer.from(publicPart(one).n ?? '', 'base64url')]).toString('base64url');
    expect((await publishedOf([jwkOf(one, { n })])).keys).toEqual([published(one)]);
  });
});

describe('is refused, and what was published stays:', () => {
  // The private halves of WSO2's keys are in every download, and none is here: one of the test's stands for them.
  beforeAll(() => {
    const spki = shipped.publicKey.export({ type: 'spki', format: 'der' });
    const fingerprint = createHash('sha256').update(spki).digest('hex');
    Object.assign(WSO2_DEFAULT_KEYS, { [fingerprint]: { shippedIn: 'IS 0.1', bits: 2048 } });
  });

  const many = Array.from({ length: 401 }, (_, at) => ({ ...publicPart(one), kid: `kid${at}` }) as Json);

  test.each<[fact: string, jwks: Json, code: string, text: string]>([
    ['a text', 'keys', 'no-usable-key', 'JSON that is no key set'],
    ['a set without keys', { keys: [] }, 'no-usable-key', 'no keys at all'],
    ['weak keys alone', { keys: [jwkOf(weak)] }, 'no-usable-key', 'weak_RS256: an RSA key of 1024 bits'],
    ['keys for PS256 alone', { keys: [jwkOf(one, { alg: 'PS256' })] }, 'no-usable-key', 'one_RS256: for PS256 only'],
    ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map((member): [string, Json, string, string] => [
      `a key with the private member ${member}`,
      { keys: [jwkOf(one), jwkOf(two, { [member]: 'c2VjcmV0', use: 'enc' })] },
      'private-member',
      `key two_RS256 — got the private member ${member} — expected a public key`,
    ]),
    [
      'a key that WSO2 ships, whatever it is for',
      { keys: [jwkOf(one), jwkOf(shipped, { use: 'enc' })] },
      'default-key',
      'key wso2carbon — got the key that ships with IS 0.1',
    ],
    ['more keys than API Gateway reads', { keys: many }, 'too-large', 'bytes for 401 keys'],
  ])('%s', async (_, jwks, code, text) => {
    const store = memoryStore({ [KEYS.jwks]: 'good', [KEYS.discovery]: 'good' });
    const refused = await refusalOf(run([], { store, fetchDocument: sourceOf(jwks) }));
    expect(refused.faults.map((fault) => fault.code)).toContain(code);
    expect(refused.message).toContain(text);
    expect(refused.message).not.toContain('c2VjcmV0');
    expect(store.put).not.toHaveBeenCalled();
  });

  test('a kid that is not on the list, where there is one', async () => {
    const store = memoryStore();
    const kids = [one.kid];
    const refused = await refusalOf(run([jwkOf(one), jwkOf(two)], { store, kids }));
    expect(refused.faults).toMatchObject([{ code: 'unlisted-kid', what: 'key two_RS256' }]);
    expect(store.put).not.toHaveBeenCalled();
    // One that is not published needs no place on it.
    expect(await run([jwkOf(one), jwkOf(one, { kid: 'one_PS256', alg: 'PS256' })], { store, kids })).toMatchObject({
      keys: 1,
    });
  });

  test('all of it at once', async () => {
    const refused = await refusalOf(run([jwkOf(two, { d: 'c2VjcmV0' }), jwkOf(shipped)], { kids: [] }));
    expect(refused.faults.map(({ code }) => code)).toEqual([
      'private-member',
      'default-key',
      'unlisted-kid',
      'unlisted-kid',
    ]);
    expect(refused.message.split('\n')).toHaveLength(4);
  });
});
