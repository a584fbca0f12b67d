import { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { MAX_DOCUMENT_BYTES } from '../local/authorizer';
import { DOCUMENT_HEADERS, type MirrorStore } from './publish-mirror';
import { MirrorRefusal } from './refusal';

/**
 * In milliseconds: a network without a way to S3 is told of, instead of waiting for the end of the function. Of a request that takes
 * too long AWS's client would only warn, unless it is told otherwise.
 */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true } as const;

/**
 * The port to an S3 bucket. Needs `s3:GetObject` and `s3:PutObject` on the two keys, and nothing else: to such a caller S3 says
 * 403 for a key that is not there, so that this counts as none.
 *
 * @param config of the client. Default: region and credentials from their usual places
 */
export function createS3Store(bucket: string, config: S3ClientConfig = {}): MirrorStore {
  // AWS's client takes long to load, and most that import the mirror write nothing.
  const load = async () => {
    const { GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({ requestHandler: TIMEOUTS, maxAttempts: 2, ...config });
    return { client, GetObjectCommand, PutObjectCommand };
  };
  let loaded: ReturnType<typeof load> | undefined;
  const s3 = () => {
    loaded ??= load();
    return loaded;
  };
  return {
    async get(key) {
      const { client, GetObjectCommand } = await s3();
      try {
        const {
          Body,
          ContentLength = 0,
          ContentType,
          CacheControl,
        } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        // Not one of ours where it is larger: then its length is enough to know that it differs.
        const isOurs = ContentLength <= MAX_DOCUMENT_BYTES;
        const bytes = isOurs ? ((await Body?.transformToByteArray()) ?? new Uint8Array()) : new Uint8Array();
        if (!isOurs && Body instanceof Readable) {
          Body.destroy();
        }
        return { bytes, contentType: ContentType, cacheControl: CacheControl };
      } catch (error) {
        const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
        if ([403, 404].includes($metadata?.httpStatusCode ?? 0)) {
          return undefined;
        }
        throw storeRefusal(`s3://${bucket}/${key}`, 's3:GetObject', error);
      }
    },
    async put(key, text) {
      const { client, PutObjectCommand } = await s3();
      const { contentType: ContentType, cacheControl: CacheControl } = DOCUMENT_HEADERS;
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType, CacheControl }));
      } catch (error) {
        throw storeRefusal(`s3://${bucket}/${key}`, 's3:PutObject', error);
      }
    },
  };
}

function storeRefusal(what: string, action: string, cause: unknown): MirrorRefusal {
  const { name = 'Error', message = '' } = cause as Error;
  return new MirrorRefusal(
    [
      {
        code: 'store',
        what,
        got: `${name}: ${message}`.replace(/\s+/g, ' '),
        expected: `an answer of S3 to ${action}`,
        fix: 'see the way to S3 (in a VPC without internet an S3 gateway endpoint), the permissions of the caller, and the policy of the bucket',
      },
    ],
    { cause },
  );
}
