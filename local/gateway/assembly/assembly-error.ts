/** What is wrong with a cloud assembly, and what to do about it. */
export interface AssemblyFault {
  /** What was looked at. */
  readonly what: string;
  /** What was found there. */
  readonly got: string;
  /** What it should have been. */
  readonly expected: string;
  /** What to do, as an imperative. */
  readonly fix: string;
}

/** A cloud assembly that cannot be served, in one message: what — got — expected — do this. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';

  constructor({ what, got, expected, fix }: AssemblyFault, options?: ErrorOptions) {
    super(`${what} — got: ${got} — expected: ${expected} — ${fix}`, options);
  }
}
