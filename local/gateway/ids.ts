import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let used = pool.length;

/** Random bytes from a pool, because asking for a few at a time is slow. Valid until the next call. */
function take(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

/** An id of API Gateway's shape for a request: 15 characters of base64url and an equals sign. */
export function createRequestId(): string {
  return `${take(11).toString('base64url')}=`;
}

/**
 * A trace id of X-Ray's shape, in the form of the `x-amzn-trace-id` header.
 *
 * @param time - when the request arrived, in milliseconds since 1970
 */
export function createTraceId(time: number): string {
  const seconds = Math.floor(time / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${take(12).toString('hex')}`;
}
