import { PREFLIGHT_CHECKS, type PreflightCheck, type PreflightCode } from './preflight-check';

/** Takes down how checks came out. */
export interface Findings {
  pass(code: PreflightCode, found: string): void;
  warn(code: PreflightCode, found: string, fix: string): void;
  /** @param expected - default: that of the check */
  fail(code: PreflightCode, found: string, fix: string, expected?: string): void;
  /** Every check there is, in order; those of which nothing was taken down were not reached. */
  all(): PreflightCheck[];
}

export function createFindings(): Findings {
  const taken = new Map<PreflightCode, Omit<PreflightCheck, 'code' | 'name' | 'expected'> & { expected?: string }>();
  return {
    pass: (code, found) => void taken.set(code, { result: 'pass', found }),
    warn: (code, found, fix) => void taken.set(code, { result: 'warn', found, fix }),
    fail: (code, found, fix, expected) =>
      void taken.set(code, { result: 'fail', found, fix, ...(expected && { expected }) }),
    all: () =>
      [...PREFLIGHT_CHECKS].map(([code, { name, expected }]) => {
        const finding = taken.get(code);
        return finding
          ? { code, name, expected, ...finding }
          : { code, name, result: 'not reached', found: '', expected: '' };
      }),
  };
}
