/** What an estimate assumes of the requests. */
export interface Load {
  /** How long an invocation of the function takes, on average. */
  readonly durationMs: number;
  /** Memory of the function, in MiB. */
  readonly memoryMiB: number;
  /** What leaves AWS with a response, head and body, in bytes. */
  readonly responseBytes: number;
}

/** The steps of an estimate, in requests per second around the clock. */
export const STEPS = [10, 100, 1_000, 10_000] as const;

/** A month as AWS counts it: 730 hours. */
export const SECONDS_PER_MONTH = 730 * 3600;

/** A gigabyte as AWS counts it. */
export const GB = 2 ** 30;
