import { createS3Store } from '../../mirror/s3-store';
import { type FakeS3, startFakeS3 } from './support/fake-s3';
import { refusalOf } from './support/source';

let s3: FakeS3;
beforeAll(async () => {
  s3 = await startFakeS3();
});
afterAll(() => s3.close());
beforeEach(() => {
  s3.objects.clear();
  s3.requests.length = 0;
});

const store = (props: { readonly maxAttempts?: number; readonly endpoint?: string } = {}) =>
  createS3Store('bucket', {
    region: 'eu-central-1',
    endpoint: s3.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'of the test' },
    maxAttempts: 1,
    ...props,
  });

test('a document is put with its type and its life, and got back with them', async () => {
  await store().put('oauth2/token/.well-known/openid-configuration', '{"issuer":"x"}');
  expect(s3.objects.get('bucket/oauth2/token/.well-known/openid-configuration')).toEqual({
    body: Buffer.from('{"issuer":"x"}'),
    headers: { 'content-type': 'application/json', 'cache-control': 'max-age=60' },
  });
  expect(await store().get('oauth2/token/.well-known/openid-configuration')).toEqual({
    bytes: new Uint8Array(Buffer.from('{"issuer":"x"}')),
    contentType: 'application/json',
    cacheControl: 'max-age=60',
  });
});

test.each([
  ['403, as S3 says to a caller that may not list', undefined],
  ['404, as it says to one that may', { status: 404, code: 'NoSuchKey' }],
])('a document that is not there is none: %s', async (_, error) => {
  s3.fails('GET bucket/oauth2/jwks', error);
  expect(await store().get('oauth2/jwks')).toBeUndefined();
  s3.fails('GET bucket/oauth2/jwks', undefined);
});

test('of a document that is too large to be one of ours only the headers are had', async () => {
  s3.objects.set('bucket/oauth2/jwks', { body: Buffer.alloc(150_001), headers: { 'content-type': 'text/plain' } });
  expect(await store().get('oauth2/jwks')).toEqual({
    bytes: new Uint8Array(),
    contentType: 'text/plain',
    cacheControl: undefined,
  });
});

test('a bucket that does not take a document is named, with what S3 says', async () => {
  s3.fails('PUT bucket/oauth2/jwks', { status: 403, code: 'AccessDenied' });
  const refusal = await refusalOf(store().put('oauth2/jwks', '{}'));
  s3.fails('PUT bucket/oauth2/jwks', undefined);
  expect(refusal.faults).toMatchObject([
    {
      code: 'store',
      what: 's3://bucket/oauth2/jwks',
      got: 'AccessDenied: AccessDenied of the test',
      expected: 'an answer of S3 to s3:PutObject',
    },
  ]);
});

test('a bucket that gives an error is not one without the document', async () => {
  s3.fails('GET bucket/oauth2/jwks', { status: 500, code: 'InternalError' });
  const refusal = await refusalOf(store().get('oauth2/jwks'));
  s3.fails('GET bucket/oauth2/jwks', undefined);
  expect(refusal.message).toContain(
    'got InternalError: InternalError of the test — expected an answer of S3 to s3:GetObject',
  );
});

test('a network without a way to S3 is told of', async () => {
  const gone = await startFakeS3();
  await gone.close();
  const refusal = await refusalOf(store({ endpoint: gone.url }).put('oauth2/jwks', '{}'));
  expect(refusal.message).toMatch(/ECONNREFUSED.*in a VPC without internet an S3 gateway endpoint/s);
});
