/** The secrets of one run: what is hidden here is in nothing that the run prints. */
export interface Secrets {
  /** Adds a secret that the run sends, before it is sent. An empty one is none. */
  hide(secret: string): void;
  /** A text of somebody else without the secrets. */
  redact(text: string): string;
  /** A line of ours, which may hold such a text, without the secrets that are no ordinary words. */
  redactLine(line: string): string;
}

/** A shorter one may be a word of our own texts, which would no longer make sense: `admin`. */
const NO_ORDINARY_WORD = 8;

/** Starts with none. */
export function createSecrets(): Secrets {
  const hidden = new Set<string>();
  // Each for whatever is printed until another secret comes.
  let ofTexts: Redactor | undefined;
  let ofLines: Redactor | undefined;
  return {
    hide(secret) {
      if (secret !== '') {
        hidden.add(secret);
        ofTexts = undefined;
        ofLines = undefined;
      }
    },
    redact(text) {
      ofTexts ??= redactor([...hidden]);
      return ofTexts(text);
    },
    redactLine(line) {
      ofLines ??= redactor([...hidden].filter(({ length }) => length >= NO_ORDINARY_WORD));
      return ofLines(line);
    },
  };
}

/** The text in the place of a secret of a request that is shown. */
export const HIDDEN = '(not shown)';

/** The text in the place of a secret. */
const BLOT = '***';

/**
 * A text without the secrets that it may repeat in whatever form: as they are, form- or URL-encoded, escaped as in JSON or
 * HTML, and within base64 or hex, as in the header `Basic`.
 */
export function redact(text: string, secrets: readonly string[]): string {
  return redactor(secrets)(text);
}

type Redactor = (text: string) => string;

/** Characters of a secret that are looked for first. */
const BEGINNING = 4;

/** The same for many texts. */
export function redactor(secrets: readonly string[]): Redactor {
  // The longest first: one may be the beginning of another.
  const written = secrets
    .filter((secret) => secret !== '')
    .sort((one, other) => other.length - one.length)
    .map((secret) => [...secret]);
  if (written.length === 0) {
    return (text) => text;
  }
  // A pattern for all of a token takes milliseconds to compile, and most texts do not even have its beginning.
  const beginnings = anyFormOf(written.map((chars) => chars.slice(0, BEGINNING)));
  let compiled: RegExp | undefined;
  const whole = () => {
    compiled ??= anyFormOf(written);
    return compiled;
  };
  const isSecret = (text: string) => text.search(beginnings) >= 0 && text.search(whole()) >= 0;
  // Base64 makes four letters of three bytes, and hex more: a shorter run of letters, as most words are, holds no secret.
  const shortest = (Math.min(...written.map(({ length }) => length)) * 4) / 3;
  const hides = (run: string) => run.length >= shortest && decodings(run).some(isSecret);
  return (text) =>
    (isSecret(text) ? text.replace(whole(), BLOT) : text).replace(ENCODED, (run) => (hides(run) ? BLOT : run));
}

/** A pattern for any of these secrets, each by its characters. */
function anyFormOf(secrets: readonly (readonly string[])[]): RegExp {
  return new RegExp(secrets.map((chars) => chars.map(anyForm).join('')).join('|'), 'gu');
}

const NAMED: Readonly<Record<string, readonly string[]>> = {
  '&': ['amp'],
  '<': ['lt'],
  '>': ['gt'],
  '"': ['quot'],
  "'": ['apos'],
};
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' };

/** A regular expression for every way to write a character. */
function anyForm(char: string): string {
  const bytes = [...Buffer.from(char)].map((byte) => `%(?:25)*${anyCase(hex(byte, 2))}`);
  const units = char.split('').map((unit) => `\\\\+u${anyCase(hex(unit.charCodeAt(0), 4))}`);
  const code = char.codePointAt(0) ?? 0;
  const entities = [`#0*${code}`, `#[xX]0*${anyCase(hex(code, 1))}`, ...(NAMED[char] ?? [])];
  const short = SHORT_ESCAPES[char];
  const forms = [
    bytes.join(''),
    units.join(''),
    ...entities.map((entity) => `&(?:amp;)*${entity};`),
    ...(short === undefined ? [] : [`\\\\+${short}`]),
    ...(char === ' ' ? ['\\+'] : []),
    // Last, because others begin with it: % and &.
    `\\\\*${char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')}`,
  ];
  return `(?:${forms.join('|')})`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function anyCase(digits: string): string {
  return digits.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Base64, base64url or hex, also where it was encoded for a URL or escaped as in JSON. */
const ENCODED = /(?:[\w+/-]|%(?:25)*2[BbFf]|\\+\/){4,}(?:=|%(?:25)*3[Dd])*/g;

/** All that a run of letters may stand for: it may be joined to a word before it, so that each place may be its first. */
function decodings(run: string): string[] {
  const plain = run
    .replace(/%(?:25)*2b/gi, '+')
    .replace(/%(?:25)*2f/gi, '/')
    .replace(/\\/g, '');
  const asBase64 = [0, 1, 2, 3].map((from) => Buffer.from(plain.slice(from), 'base64').toString());
  const asHex = [...plain.matchAll(/[0-9a-f]{2,}/gi)].flatMap(([digits]) =>
    [0, 1].map((from) => Buffer.from(digits.slice(from), 'hex').toString()),
  );
  return [...asBase64, ...asHex];
}

/**
 * A JWT, or what is left of one that was cut off: its header begins with `{"`, which is `eyJ` in base64url. Its dots may be
 * encoded for a URL or escaped as in JSON.
 */
const JWT = /(?<![\w-])-{0,2}eyJ[\w-]{10,}((\.|%(?:25)*2[eE]|\\+u002[eE])[\w-]*)*/g;

/** The JWTs in a text, whole or cut off. */
export function tokensIn(text: string): string[] {
  return [...text.matchAll(JWT)].map(([token]) => token);
}

/** A text without the JWTs in it, whole or cut off: a token may have been given in the place of anything. */
export function withoutTokens(text: string): string {
  return text.replace(JWT, '(a token, not shown)');
}
