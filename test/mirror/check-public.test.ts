import type { FetchDocument, FetchResult } from '../../local/authorizer';
import type { Json } from '../../local/authorizer/decision';
import { checkPublic } from '../../mirror';
import { createRsaKey, jwkOf } from '../local/authorizer/minting';
import { DISCOVERY_URL, ISSUER, JWKS_URL, METADATA, refusalOf } from './support/source';

const KEY_SET: Json = { keys: [jwkOf(createRsaKey('one_RS256'))] };

/** The public view: the answers to each URL. */
const publicly = (answers: Readonly<Record<string, Partial<FetchResult>>>): FetchDocument => {
  const usual: Readonly<Record<string, Partial<FetchResult>>> = {
    [DISCOVERY_URL]: { ok: true, json: METADATA },
    [JWKS_URL]: { ok: true, json: KEY_SET },
  };
  return async (url) => ({ url, milliseconds: 5, ...(answers[url] ?? usual[url]) }) as FetchResult;
};

const failed = (failure: string, reason: string) => ({ ok: false, failure, reason }) as Partial<FetchResult>;

test('both documents as they are published are right', async () => {
  await expect(checkPublic(ISSUER, publicly({}))).resolves.toBeUndefined();
});

test.each<[fact: string, url: string, answer: Partial<FetchResult>, line: RegExp]>([
  [
    'a name without an address',
    DISCOVERY_URL,
    failed('dns', 'ENOTFOUND'),
    /ENOTFOUND .* lead the name's public record/,
  ],
  [
    'a certificate of a private authority',
    DISCOVERY_URL,
    failed('tls', 'SELF_SIGNED'),
    /a public certificate for this/,
  ],
  ['a document that is not there', JWKS_URL, failed('status', 'status 403'), /got status 403 .* 403 stands for/],
  ['an answer after 1.5 s', JWKS_URL, failed('timeout', 'not complete within 1500 ms'), /got not complete within/],
  [
    'another issuer',
    DISCOVERY_URL,
    { ok: true, json: { ...METADATA, issuer: `${ISSUER}/` } },
    /oauth2\/token\/" — exp/,
  ],
  [
    'another jwks_uri',
    DISCOVERY_URL,
    { ok: true, json: { ...METADATA, jwks_uri: `${JWKS_URL}/` } },
    /got jwks_uri https:\/\/id\.example\.com\/oauth2\/jwks\/ — expected jwks_uri https:\/\/id\.example\.com\/oauth2\/jwks — /,
  ],
  ['no usable key', JWKS_URL, { ok: true, json: { keys: [] } }, /got no key that API Gateway can use/],
  ['no key set', JWKS_URL, { ok: true, json: [] }, /got no key that API Gateway can use/],
])('%s is told of', async (_, url, answer, line) => {
  const { faults, message } = await refusalOf(checkPublic(ISSUER, publicly({ [url]: answer })));
  expect(faults).toMatchObject([{ code: 'public', what: url }]);
  expect(message).toMatch(line);
});

test('the faults of both are told at once', async () => {
  const refusal = await refusalOf(
    checkPublic(
      ISSUER,
      publicly({ [DISCOVERY_URL]: failed('dns', 'ENOTFOUND'), [JWKS_URL]: failed('dns', 'ENOTFOUND') }),
    ),
  );
  expect(refusal.faults.map(({ what }) => what)).toEqual([DISCOVERY_URL, JWKS_URL]);
});
