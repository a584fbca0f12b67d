/** Advice about a wrong value. */
export interface Advice {
  readonly expected: string;
  /** The way to mend it, as an imperative. */
  readonly fix: string;
}

/** One thing that is wrong with a configuration: what — got — expected — do this. */
export interface Fault extends Advice {
  /** The place of the fault: `prod.issuer`, `routes[2].path (POST /quotes)`, `-c env`. */
  readonly what: string;
  /** The value as it was given, as JSON. */
  readonly got: string;
}

/** All faults of one configuration at once. Its message is for people: a line each. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    super([`the configuration has ${count}`, ...faults.map((fault) => `  ${faultLine(fault)}`)].join('\n'));
  }
}

/** A fault in one line: what — got — expected — do this. */
export function faultLine({ what, got, expected, fix }: Fault): string {
  return `${what} — got ${got} — expected ${expected} — ${fix}`;
}

/** A value for a fault: as JSON, cut at 200 characters, without the user and password of a URL, and without a private key. */
export function show(value: unknown): string {
  const json = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  const text = json.replace(/(?<=:\/\/)[^/"\s]*@/g, '…@').replace(/(?<=PRIVATE KEY-----)[^"]+/g, '…');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
