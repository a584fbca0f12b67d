/**
 * One thing that is wrong, and the way to mend it. Of the same shape as `Fault` of lib/check, which local/ must not import:
 * the commands print both alike.
 */
export interface Fault {
  /** The place of the fault: `Stack/Route: RouteKey`, `port 9443 of localhost`. */
  readonly what: string;
  /** The value found there. */
  readonly got: string;
  /** The value expected there. */
  readonly expected: string;
  /** The way to mend it, as an imperative. */
  readonly fix: string;
}

/** An error that a person can mend. It carries its faults as data; the program that prints them chooses the words. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly faults: readonly Fault[];

  constructor(fault: Fault, options?: ErrorOptions) {
    super(`${fault.what}: ${fault.got}`, options);
    this.faults = [fault];
  }
}
