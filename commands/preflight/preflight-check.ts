/** The outcome of a check. `not reached`: an earlier failure left nothing to look at. */
export type PreflightResult = 'pass' | 'warn' | 'fail' | 'not reached';

/** One thing that API Gateway needs of an issuer, and what was found. */
export interface PreflightCheck {
  /** Stable, for programs to branch on. */
  readonly code: PreflightCode;
  /** For people. */
  readonly name: string;
  readonly result: PreflightResult;
  /** Empty when not reached. */
  readonly found: string;
  /** A value that would pass. Empty when not reached. */
  readonly expected: string;
  /** The advice. Present when the result is `warn` or `fail`. */
  readonly fix?: string;
}

/** The two documents that API Gateway fetches. */
export type DocumentName = 'discovery' | 'jwks';

/** The aspects that are looked at for each of the documents. */
export type DocumentAspect = keyof typeof DOCUMENT_CHECKS;

export type PreflightCode =
  | `${DocumentName}-${DocumentAspect}`
  | keyof typeof METADATA_CHECKS
  | keyof typeof KEY_CHECKS
  | 'mirror-jwks-uri'
  | 'mirror-age'
  | 'mirror-source'
  | 'account-concurrency';

interface Description {
  readonly name: string;
  readonly expected: string;
}

/**
 * The limits are API Gateway's quotas; that the size holds for the discovery document too, and that redirects are not
 * followed, is not established and taken to be so.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const DOCUMENT_CHECKS = {
  host: { name: 'host', expected: 'a name or an address of the internet' },
  addresses: { name: 'addresses', expected: 'public addresses only' },
  connection: { name: 'connection', expected: 'a server that listens' },
  certificate: { name: 'certificate', expected: 'one that a public certificate authority vouches for' },
  'certificate-name': { name: 'certificate name', expected: 'a certificate for the host of the URL' },
  'certificate-validity': { name: 'certificate validity', expected: 'valid now and for 14 days more' },
  answer: { name: 'answer', expected: 'status 200, without login and redirect' },
  time: { name: 'time', expected: 'at most 1500 ms' },
  size: { name: 'size', expected: 'at most 150000 bytes' },
  json: { name: 'content', expected: 'JSON' },
} as const satisfies Record<string, Description>;

const METADATA_CHECKS = {
  issuer: { name: 'issuer', expected: 'the configured issuer, byte for byte' },
  'jwks-uri': { name: 'jwks_uri', expected: 'an https URL' },
} as const satisfies Record<string, Description>;

const KEY_CHECKS = {
  'key-set': { name: 'key set', expected: 'a JSON object with the array keys' },
  'signing-key': { name: 'signing key', expected: 'an RSA key with kid, for RS256, RS384 or RS512' },
  kids: { name: 'kids', expected: 'no kid twice with different keys' },
  'key-strength': { name: 'key strength', expected: 'RSA signing keys of 2048 bits or more, with a sound exponent' },
  'default-keys': { name: 'default keys', expected: 'no key that WSO2 ships' },
  'other-keys': { name: 'other keys', expected: 'any: API Gateway has no use for them' },
} as const satisfies Record<string, Description>;

/** Every check, in the order in which they are made and shown. */
const PREFLIGHT_CHECKS: ReadonlyMap<PreflightCode, Description> = new Map<PreflightCode, Description>([
  ...ofDocument('discovery', 'discovery'),
  ...entriesOf(METADATA_CHECKS),
  ...ofDocument('jwks', 'keys'),
  ...entriesOf(KEY_CHECKS),
]);

function ofDocument(document: DocumentName, called: string): [PreflightCode, Description][] {
  return entriesOf(DOCUMENT_CHECKS).map(([aspect, { name, expected }]) => [
    `${document}-${aspect}`,
    { name: `${called}: ${name}`, expected },
  ]);
}

function entriesOf<K extends string>(checks: Readonly<Record<K, Description>>): [K, Description][] {
  return Object.entries(checks) as [K, Description][];
}

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
