/**
 * Codes for programs to branch on, and the status that each is answered with, from 400 to 499. A code, once published, keeps its
 * meaning; the messages beside it may change. `internal_error`, the code of every 500, is not among them: no handler throws it.
 */
export const STATUS_OF = {
  not_found: 404,
  claims_missing: 403,
  not_an_access_token: 403,
  media_type_unsupported: 415,
  body_missing: 400,
  body_too_large: 413,
  body_not_json: 400,
  body_invalid: 400,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

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

  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    /** Sentences for a person: what is wrong, and what to do. */
    message: string,
    /** Every fault found, not only the first. */
    readonly faults?: readonly InputFault[],
  ) {
    super(message);
    this.status = STATUS_OF[code];
  }
}
