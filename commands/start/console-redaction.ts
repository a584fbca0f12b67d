import { parseIdentitySource, tokenOf } from '../../local/authorizer';
import { type ApiModel, parseQuery, type RequestRecord } from '../../local/gateway';
import { HIDDEN, redactor, tokensIn, withoutTokens } from '../kit/redact';
import { isSecretName, secretsNamedIn, withoutSecrets } from '../kit/secret-names';

/** A shorter one may be a word of any text. */
const NO_ORDINARY_WORD = 8;

type RedactedRecord = Pick<RequestRecord, 'request' | 'response' | 'routeKey'>;

/** The token of a request, and what is left of the request without it. */
export interface Redaction {
  /** The token as the authorizer of the route found it, or would have; undefined where there is none. */
  readonly token: string | undefined;
  /** A text without any token, in whatever form. */
  text(text: string): string;
  /** True for a header or a query parameter of which nothing is shown. */
  isCredential(name: string): boolean;
  /** A path and query without tokens. */
  target(target: string): string;
}

/** Finds the secrets of a request, and hides them in all that is shown of it. */
export function createRedaction(model: ApiModel, { request, response, routeKey }: RedactedRecord): Redaction {
  const sources = model.routes.flatMap(({ routeKey: key, authorization }) =>
    authorization.kind === 'jwt' ? [{ key, source: parseIdentitySource(authorization.authorizer.identitySource) }] : [],
  );
  const names = new Set(sources.map(({ source }) => source.name.toLowerCase()));
  const isCredential = (name: string) => isSecretName(name) || names.has(name.toLowerCase());
  const query = parseQuery(splitTarget(request.target).query ?? '');
  const own =
    sources.find(({ key }) => key === routeKey)?.source ?? parseIdentitySource('$request.header.Authorization');
  const token = tokenOf({ headers: request.headers, query }, own);

  // A JWT is found by its looks and a secret by its name, wherever they are; of the signature of a JWT alone, and of what is
  // repeated without its name, only the value tells.
  const bodies = [request.body, response.body].map((body = '') => body.toString());
  const values = [...Object.entries(request.headers), ...Object.entries(query)]
    .filter(([name]) => isCredential(name))
    .flatMap(([, value]) => credentialsIn(value));
  const named = bodies.flatMap(secretsNamedIn);
  const known = [...new Set([token ?? '', ...values, ...named])].filter(({ length }) => length >= NO_ORDINARY_WORD);
  const tokens = [request.target, ...Object.values(request.headers), ...response.headers, ...bodies].flatMap(tokensIn);
  const signatures = [...new Set([...known, ...tokens].flatMap((value) => value.split('.').slice(2)))]
    .filter(({ length }) => length >= NO_ORDINARY_WORD)
    .flatMap((signature) => {
      const bytes = Buffer.from(signature, 'base64url');
      return [signature, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')];
    });
  const withoutOpaque = redactor(known.filter((value) => !value.startsWith('eyJ')));
  const repeated = [...known, ...tokens, ...signatures].filter(({ length }) => length >= BROKEN_INTO_LINES);

  function text(given: string): string {
    let shown = withoutSecrets(withoutBroken(given, repeated))
      .replace(PERCENT_ENCODED, (run) => (hasToken(decoded(run)) ? HIDDEN : run))
      .replace(ENCODED, (run) => (encodesToken(run) ? HIDDEN : run));
    for (const signature of signatures) {
      shown = shown.replaceAll(signature, HIDDEN);
    }
    return withoutOpaque(shown);
  }
  return {
    token,
    text,
    isCredential,
    target(target) {
      const { path, query: rawQuery } = splitTarget(target);
      const shown = rawQuery?.split('&').map((pair) => {
        const [name = ''] = pair.split('=');
        return isCredential(decoded(name)) ? `${name}=` : pair;
      });
      return text(shown ? `${path}?${shown.join('&')}` : path);
    },
  };
}

/** A target at its first question mark. It may be one that the gateway refuses. */
function splitTarget(target: string): { readonly path: string; readonly query: string | undefined } {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: undefined } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** The words of a header or parameter that is a credential: tokens, the values of cookies, the password of `Basic`. */
function credentialsIn(value: string): string[] {
  const words = value.split(/[\s,;]+/);
  const passwords = /^basic\s/i.test(value)
    ? words.slice(1).map((word) =>
        Buffer.from(word, 'base64')
          .toString()
          .replace(/^[^:]*:/, ''),
      )
    : [];
  return [...words, ...words.map((word) => word.replace(/^[^=]*=/, '')), ...passwords];
}

/** A run that may be a token encoded for a URL, letter by letter. */
const PERCENT_ENCODED = /(?:[\w.~-]|%[\da-fA-F]{2}){20,}/g;

/** The end of a line, also as JSON has it, and the indentation of the next. */
const LINE_END = '(?:\\r|\\\\+r)?(?:\\n|\\\\+n)[ \\t]*';

/** A run that may be base64 of a token, or of a text with one in it; also in lines, as MIME and PEM have it. */
const ENCODED = new RegExp(
  `(?:[\\w+/-]{40,}|[\\w+/-]{16,}(?:${LINE_END}[\\w+/-]{16,})+)(?:${LINE_END}[\\w+/-]+)*={0,2}`,
  'g',
);
const LINE_ENDS = new RegExp(LINE_END, 'g');

/** The run may be joined to a word before it, so that each place may be its first. */
function encodesToken(run: string): boolean {
  const letters = run.replace(LINE_ENDS, '');
  return [0, 1, 2, 3].some((from) => hasToken(Buffer.from(letters.slice(from), 'base64').toString('latin1')));
}

/** A shorter value is not broken into lines, in characters. */
const BROKEN_INTO_LINES = 40;

/** A text without these values where they are broken into lines. */
function withoutBroken(given: string, values: readonly string[]): string {
  const ends = [...given.matchAll(LINE_ENDS)];
  const joined = ends.length === 0 ? '' : given.replace(LINE_ENDS, '');
  let shown = '';
  let end = 0;
  const places = values.flatMap((value) => placesOf(value, joined)).sort((one, other) => one.from - other.from);
  for (const { from, to } of places) {
    const [first, last] = [placeBefore(from, ends), placeBefore(to - 1, ends)];
    // One that begins within another, as the signature of a token does, is hidden from where that ends.
    if (last - first >= to - from && last >= end) {
      shown += given.slice(end, Math.max(first, end)) + HIDDEN;
      end = last + 1;
    }
  }
  return shown + given.slice(end);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function placesOf(value: string, text: string): Span[] {
  const places: Span[] = [];
  for (let from = text.indexOf(value); from >= 0; from = text.indexOf(value, from + value.length)) {
    places.push({ from, to: from + value.length });
  }
  return places;
}

/** The place in a text that is at this one without its line ends. */
function placeBefore(at: number, ends: readonly RegExpExecArray[]): number {
  let place = at;
  for (const { index, 0: end } of ends) {
    if (index > place) {
      break;
    }
    place += end.length;
  }
  return place;
}

function hasToken(text: string): boolean {
  return withoutTokens(text) !== text;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
