import { createHash, createPublicKey } from 'node:crypto';
import type { Json } from '../../local/gateway/authorizer/decision';
import { isJsonObject } from '../../local/gateway/authorizer/strict-json';
import { type ShippedKey, WSO2_DEFAULT_KEYS } from './wso2-default-keys';

/** The default key of WSO2 that an entry of a key set holds, whatever its `kid`, use or certificate; undefined if none. */
export function defaultKeyOf(entry: Json): ShippedKey | undefined {
  if (!isJsonObject(entry)) {
    return undefined;
  }
  const { n, e } = entry;
  if (typeof n !== 'string' || typeof e !== 'string') {
    return undefined;
  }
  try {
    const der = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }).export({ type: 'spki', format: 'der' });
    const fingerprint = createHash('sha256').update(der).digest('hex');
    return Object.hasOwn(WSO2_DEFAULT_KEYS, fingerprint) ? WSO2_DEFAULT_KEYS[fingerprint] : undefined;
  } catch {
    // No key that anyone could verify with.
    return undefined;
  }
}
