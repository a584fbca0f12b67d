/**
 * Codes for programs to branch on. A code, once published, keeps its meaning; the messages beside it may change.
 * `internal_error`, the code of every 500, is not among them: no handler throws it.
 */
export type ErrorCode =
  | 'not_found'
  | 'claims_missing'
  | 'not_an_access_token'
  | 'media_type_unsupported'
  | 'body_missing'
  | 'body_too_large'
  | 'body_not_json'
  | 'body_invalid';

/** One thing that is wrong with what the caller sent. */
export interface InputFault {
  /** Where: `body`, `body.pieces[0].weightKg`, or the name of a claim. */
  readonly path: string;
  /** The value found there, shortened; `nothing` where it is absent. */
  readonly got: string;
  /** The value that belongs there. */
  readonly expected: string;
}

/** A refusal the caller is told about. Everything else that is thrown is answered 500 without detail. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    /** A status from 400 to 499. */
    readonly status: number,
    readonly code: ErrorCode,
    /** Sentences for a person: what is wrong, and what to do. */
    message: string,
    /** Every fault found, not only the first. */
    readonly faults?: readonly InputFault[],
  ) {
    super(message);
  }
}
