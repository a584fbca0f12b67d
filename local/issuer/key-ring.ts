import { createSigningKey, type SigningKey } from './signing-key';

/** The issuer's keys. They live in memory, for as long as the issuer. */
export interface KeyRing {
  /** Signs what is issued now. */
  readonly current: SigningKey;
  /** The published ones: the current one first. */
  readonly listed: readonly SigningKey[];
  /** Never published: what a stranger would sign with. */
  readonly unknown: SigningKey;
  /**
   * From now on signs with a new key.
   *
   * @param keepOld - whether the keys of before stay published, so that what they signed stays valid
   */
  rotate(props: { readonly keepOld: boolean }): Promise<void>;
}

/** Two keys, made at the same time. */
export async function createKeyRing(): Promise<KeyRing> {
  const [first, unknown] = await Promise.all([createSigningKey(), createSigningKey()]);
  let listed: readonly [SigningKey, ...SigningKey[]] = [first];
  return {
    unknown,
    get current() {
      return listed[0];
    },
    get listed() {
      return listed;
    },
    async rotate({ keepOld }) {
      const next = await createSigningKey();
      listed = keepOld ? [next, ...listed] : [next];
    },
  };
}
