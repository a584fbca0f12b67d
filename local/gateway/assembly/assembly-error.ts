/** A fault of a cloud assembly, with the way to mend it. */
export interface AssemblyFault {
  /** The place in the assembly. */
  readonly what: string;
  /** The value found there. */
  readonly got: string;
  /** The value expected there. */
  readonly expected: string;
  /** The way to mend it, as an imperative. */
  readonly fix: string;
}

/** A cloud assembly that cannot be served, in one message: what — got — expected — do this. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';

  constructor({ what, got, expected, fix }: AssemblyFault, options?: ErrorOptions) {
    super(`${what} — got: ${got} — expected: ${expected} — ${fix}`, options);
  }
}
