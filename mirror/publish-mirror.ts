import type { FetchDocument, UnusableKey } from '../local/authorizer';
import { type KeyChanges, keyChanges } from './key-changes';
import { mirrorKeys } from './mirror-keys';
import { type AddressRule, readSource } from './read-source';
import { type RebuildProps, rebuild } from './rebuild';

/** The type and the life of both documents, as S3 serves them. Without the first S3 says `binary/octet-stream`. */
export const DOCUMENT_HEADERS = { contentType: 'application/json', cacheControl: 'max-age=60' } as const;

/** A document in the bucket. */
export interface StoredDocument {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
}

/** The port to the bucket. */
export interface MirrorStore {
  /** @returns undefined where there is none, or none that may be seen */
  get(key: string): Promise<StoredDocument | undefined>;
  /** Writes a document with {@link DOCUMENT_HEADERS}. */
  put(key: string, text: string): Promise<void>;
}

export interface PublishProps extends RebuildProps {
  readonly fetchDocument: FetchDocument;
  readonly store: MirrorStore;
  /** The addresses that WSO2 IS may have. @default those of private networks */
  readonly isInside?: AddressRule;
  /** True says what would change, and writes nothing. @default false */
  readonly dryRun?: boolean;
  /**
   * Told of other keys before they are written: a write of which no answer came may have been made, and the next run would find
   * nothing to tell.
   *
   * @default nobody is told
   */
  readonly onChange?: (changes: KeyChanges, leftOut: readonly UnusableKey[]) => void;
}

/** The outcome of a run. */
export interface MirrorRun {
  /** The keys in the bucket of the documents that were written, or would be, in their order. Empty where nothing changed. */
  readonly written: readonly string[];
  readonly changes: KeyChanges;
  /** The number of keys that are published now. */
  readonly keys: number;
  readonly leftOut: readonly UnusableKey[];
}

/**
 * One run of the mirror: reads WSO2 IS, checks, rebuilds, compares with what is published, and writes what differs.
 *
 * The key set is written before the discovery document. `jwks_uri` is the same in all discovery documents of an issuer, so that
 * a fault between the two leaves a pair that works, and the next run writes the rest.
 *
 * @throws MirrorRefusal with the reasons; then what is published stays as it is
 */
export async function publishMirror(props: PublishProps): Promise<MirrorRun> {
  const { issuer, fetchDocument, store, isInside, dryRun = false, onChange } = props;
  const { documents, keys, leftOut } = rebuild(await readSource(issuer, fetchDocument, isInside), props);
  // Both are read before either is written: what cannot be compared is not written by halves.
  const stored = await Promise.all(
    documents.map(async (document) => ({ ...document, before: await store.get(document.key) })),
  );
  const differing = stored.filter(({ text, before }) => !isPublished(text, before));
  const jwks = stored.find(({ key }) => key === mirrorKeys(issuer).jwks);
  const changes = keyChanges(jwks?.before?.bytes, Buffer.from(jwks?.text ?? ''));
  if (!dryRun) {
    if (changes.added.length > 0 || changes.removed.length > 0) {
      onChange?.(changes, leftOut);
    }
    for (const { key, text } of differing) {
      await store.put(key, text);
    }
  }
  return {
    written: differing.map(({ key }) => key),
    changes,
    keys: keys.length,
    leftOut,
  };
}

/** True where a document is there to the byte, with its headers. */
function isPublished(text: string, before: StoredDocument | undefined): boolean {
  return (
    before !== undefined &&
    Buffer.from(text).equals(before.bytes) &&
    before.contentType === DOCUMENT_HEADERS.contentType &&
    before.cacheControl === DOCUMENT_HEADERS.cacheControl
  );
}
