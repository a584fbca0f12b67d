import type { Json } from '../../../local/authorizer/decision';
import type { FetchDocument, FetchResult } from '../../../local/authorizer/fetched-document';
import { COOL_DOWN_MS, createIssuerKeys, FAILURE_MS, KEY_LIFE_MS } from '../../../local/authorizer/issuer-keys';
import { createRsaKey, ISSUER, jwkOf, NOW } from './minting';

const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const JWKS = 'https://is.example.com/oauth2/jwks';
const one = createRsaKey('one');
const two = createRsaKey('two');

describe('the keys of an issuer', () => {
  test('come from the jwks_uri of the discovery document below the issuer [F63]', async () => {
    const { keys, asked } = issuerWith();
    expect(await keys.find('one')).toMatchObject({
      kind: 'found',
      key: { kid: 'one' },
      origin: { discovery: `jwks_uri ${JWKS}`, keys: `1 usable key(s) at ${JWKS}` },
    });
    expect(asked).toEqual([DISCOVERY, JWKS]);
  });

  test('are asked for below an issuer that ends with a slash without doubling it [F64]', async () => {
    const { keys, asked } = issuerWith({ issuer: `${ISSUER}/` });
    await keys.find('one');
    expect(asked).toEqual([DISCOVERY, JWKS]);
  });

  test('are held, the same object, and given at once', async () => {
    const { keys, asked, clock } = issuerWith();
    const first = await keys.find('one');
    clock.now += KEY_LIFE_MS - 1;
    expect(keys.find('one')).toBe(first);
    expect(asked).toHaveLength(2);
  });

  test('are fetched again after two hours [F72]', async () => {
    const { keys, asked, clock } = issuerWith();
    const first = await keys.find('one');
    clock.now += KEY_LIFE_MS;
    const second = await keys.find('one');
    expect(second).toMatchObject({ kind: 'found' });
    expect(second).not.toBe(first);
    expect(asked).toHaveLength(4);
  });

  test('live from the question on, not from the answer', async () => {
    const { keys, clock, documents, asked } = issuerWith();
    documents[JWKS] = () => {
      clock.now += 1000;
      return { keys: [jwkOf(one)] };
    };
    await keys.find('one');
    clock.now += KEY_LIFE_MS - 1000;
    await keys.find('one');
    expect(asked).toHaveLength(4);
  });

  test('are never used past two hours, even when no others are to be had [F72]', async () => {
    const { keys, clock, documents } = issuerWith();
    await keys.find('one');
    clock.now += KEY_LIFE_MS;
    documents[JWKS] = () => undefined;
    expect(await keys.find('one')).toEqual({ kind: 'unavailable', at: 'jwks', url: JWKS, reason: 'refused' });
  });

  test('are not held longer because the clock was set back', async () => {
    const { keys, clock, asked } = issuerWith();
    await keys.find('one');
    clock.now -= 1;
    await keys.find('one');
    expect(asked).toHaveLength(4);
  });

  test('are fetched once for any number of requests at the same time', async () => {
    const { keys, asked } = issuerWith();
    const found = await Promise.all(Array.from({ length: 50 }, () => keys.find('one')));
    expect(new Set(found).size).toBe(1);
    expect(asked).toHaveLength(2);
  });

  test('are fetched again for an unknown kid: a rotated key works at once [F74]', async () => {
    const { keys, documents } = issuerWith();
    await keys.find('one');
    documents[JWKS] = () => ({ keys: [jwkOf(one), jwkOf(two)] });
    expect(await keys.find('two')).toMatchObject({ kind: 'found', key: { kid: 'two' } });
  });

  test('are forgotten when a newer key set lacks them', async () => {
    const { keys, documents } = issuerWith();
    await keys.find('one');
    documents[JWKS] = () => ({ keys: [jwkOf(two)] });
    await keys.find('two');
    expect(await keys.find('one')).toMatchObject({ kind: 'unknown', knownKids: ['two'] });
  });

  test('are not fetched twice for one unknown kid when there were none', async () => {
    const { keys, asked } = issuerWith();
    expect(await keys.find('nine')).toMatchObject({ kind: 'unknown', knownKids: ['one'] });
    expect(asked).toHaveLength(2);
  });

  test('are fetched for unknown kids at most once in a cool-down [F74]', async () => {
    const { keys, asked, clock } = issuerWith();
    await keys.find('one');
    await Promise.all(['a', 'b', 'c'].map((kid) => keys.find(kid)));
    expect(asked).toHaveLength(4);
    clock.now += COOL_DOWN_MS - 1;
    expect(keys.find('d')).toMatchObject({ kind: 'unknown' });
    expect(asked).toHaveLength(4);
    clock.now += 1;
    await keys.find('e');
    expect(asked).toHaveLength(6);
  });

  test('serve known kids while one that is not known is asked for', async () => {
    const { keys, documents } = issuerWith();
    const first = await keys.find('one');
    let answer: (document: Json) => void = () => {};
    documents[DISCOVERY] = () => new Promise<Json>((resolve) => (answer = resolve));
    const unknown = keys.find('two');
    expect(keys.find('one')).toBe(first);
    answer({ issuer: ISSUER, jwks_uri: JWKS });
    expect(await unknown).toMatchObject({ kind: 'unknown' });
  });

  test('stay usable when asking for an unknown kid fails', async () => {
    const { keys, documents } = issuerWith();
    const first = await keys.find('one');
    documents[DISCOVERY] = () => undefined;
    expect(await keys.find('two')).toMatchObject({ kind: 'unavailable', at: 'discovery' });
    expect(keys.find('one')).toBe(first);
  });

  test('are asked for again soon after a failure, but not at once', async () => {
    const { keys, asked, clock, documents } = issuerWith();
    const { [DISCOVERY]: discovery } = documents;
    documents[DISCOVERY] = () => undefined;
    expect(await keys.find('one')).toEqual({ kind: 'unavailable', at: 'discovery', url: DISCOVERY, reason: 'refused' });
    documents[DISCOVERY] = discovery;
    clock.now += FAILURE_MS - 1;
    expect(keys.find('one')).toMatchObject({ kind: 'unavailable' });
    expect(asked).toHaveLength(1);
    clock.now += 1;
    expect(await keys.find('one')).toMatchObject({ kind: 'found' });
    expect(await keys.find('nine')).toMatchObject({ kind: 'unknown' });
  });

  test('recover from a kid that stood for different keys', async () => {
    const { keys, documents } = issuerWith();
    documents[JWKS] = () => ({ keys: [jwkOf(one), jwkOf(two, { kid: 'one' })] });
    expect(await keys.find('one')).toMatchObject({ kind: 'unusable', reason: 'different keys have this kid' });
    documents[JWKS] = () => ({ keys: [jwkOf(one)] });
    expect(await keys.find('one')).toMatchObject({ kind: 'found' });
  });

  test.each<[string, Json, string]>([
    [
      'names another issuer',
      { issuer: `${ISSUER}/`, jwks_uri: JWKS },
      `issuer "${ISSUER}/", expected issuer "${ISSUER}"`,
    ],
    ['names no issuer', { jwks_uri: JWKS }, `no issuer, expected issuer "${ISSUER}"`],
    ['names no jwks_uri', { issuer: ISSUER }, 'no jwks_uri, expected an https jwks_uri'],
    [
      'names a jwks_uri without TLS',
      { issuer: ISSUER, jwks_uri: 'http://is.example.com/jwks' },
      'jwks_uri "http://is.example.com/jwks", expected an https jwks_uri',
    ],
    [
      'names a jwks_uri that is an array',
      { issuer: ISSUER, jwks_uri: [JWKS] },
      `jwks_uri ["${JWKS}"], expected an https jwks_uri`,
    ],
    ['is an array', [], 'JSON that is not an object, expected a JSON object'],
  ])('are not had when the discovery document %s [F67] [F70]', async (_fact, document, reason) => {
    const { keys, documents, asked } = issuerWith();
    documents[DISCOVERY] = () => document;
    expect(await keys.find('one')).toEqual({ kind: 'unavailable', at: 'discovery', url: DISCOVERY, reason });
    expect(asked).toEqual([DISCOVERY]);
  });

  test('are not had from JSON that is not a key set', async () => {
    const { keys, documents } = issuerWith();
    documents[JWKS] = () => ({ error: 'x' });
    expect(await keys.find('one')).toMatchObject({
      kind: 'unavailable',
      at: 'jwks',
      reason: 'JSON that is not a key set',
    });
  });
});

type Documents = Record<string, (() => Json | undefined | Promise<Json>) | undefined>;

/** An issuer whose documents and clock a test can change at any time; undefined for a document is a refusal. */
function issuerWith({ issuer = ISSUER } = {}) {
  const clock = { now: NOW };
  const asked: string[] = [];
  const documents: Documents = {
    [DISCOVERY]: () => ({ issuer, jwks_uri: JWKS }),
    [JWKS]: () => ({ keys: [jwkOf(one)] }),
  };
  const fetchDocument: FetchDocument = async (url): Promise<FetchResult> => {
    asked.push(url);
    const json = await documents[url]?.();
    const evidence = { url, milliseconds: 0 };
    return json === undefined
      ? { ...evidence, ok: false, failure: 'connect', reason: 'refused' }
      : { ...evidence, ok: true, json };
  };
  return { clock, asked, documents, keys: createIssuerKeys({ issuer, fetchDocument, now: () => clock.now }) };
}
