import { type Fault, faultLine } from '../lib/check/fault';

/** A reason of a refusal. Where nothing is published, the documents that were published last stay as they are. */
export type RefusalCode =
  /** The certificates to trust are none. */
  | 'ca'
  /** WSO2 IS has no address, gives no answer, or not a whole one, or none in time. */
  | 'unreachable'
  /** Its certificate is not trusted, not valid now, or for another name. */
  | 'untrusted'
  /** The answer is the mirror's own, or from the internet. */
  | 'own-mirror'
  /** A redirect, a login, an error. */
  | 'status'
  | 'not-json'
  | 'too-large'
  /** Another issuer than the configured one. */
  | 'issuer'
  | 'jwks-uri'
  | 'no-usable-key'
  | 'private-member'
  /** A key that WSO2 ships, private half included. */
  | 'default-key'
  /** A `kid` that is not on the list. */
  | 'unlisted-kid'
  /** The bucket does not take or give a document. */
  | 'store'
  /** The public documents are not what API Gateway needs. */
  | 'public';

/** One fault of WSO2 IS, the bucket, or the public documents. */
export interface RefusalFault extends Fault {
  readonly code: RefusalCode;
}

/** The mirror does not go on, for all these reasons. Its message has a line for each. */
export class MirrorRefusal extends Error {
  override readonly name = 'MirrorRefusal';

  constructor(
    readonly faults: readonly RefusalFault[],
    options?: ErrorOptions,
  ) {
    super(faults.map(faultLine).join('\n'), options);
  }
}
