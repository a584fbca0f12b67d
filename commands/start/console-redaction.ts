import { parseIdentitySource, tokenOf } from '../../local/authorizer';
import { type ApiModel, parseQuery, type RequestRecord } from '../../local/gateway';
import { redact, withoutTokens } from '../kit/redact';

/** A text in the place of a secret. */
const HIDDEN = '(not shown)';

/** Headers that are credentials, whatever their value. */
const CREDENTIALS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-console-secret']);

/** A shorter one may be a word of any text. */
const NO_ORDINARY_WORD = 8;

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

/** Finds the tokens of a request, and hides them. */
export function createRedaction(
  model: ApiModel,
  { request, routeKey }: Pick<RequestRecord, 'request' | 'routeKey'>,
): Redaction {
  const sources = model.routes.flatMap(({ routeKey: key, authorization }) =>
    authorization.kind === 'jwt' ? [{ key, source: parseIdentitySource(authorization.authorizer.identitySource) }] : [],
  );
  const names = new Set(sources.map(({ source }) => source.name.toLowerCase()));
  const isCredential = (name: string) => CREDENTIALS.has(name.toLowerCase()) || names.has(name.toLowerCase());
  const query = parseQuery(splitTarget(request.target).query ?? '');
  const own =
    sources.find(({ key }) => key === routeKey)?.source ?? parseIdentitySource('$request.header.Authorization');
  const token = tokenOf({ headers: request.headers, query }, own);

  // A JWT is found by its looks, wherever it is; of its signature alone, and of anything else, only the value tells.
  const values = [...Object.entries(request.headers), ...Object.entries(query)]
    .filter(([name]) => isCredential(name))
    .flatMap(([, value]) => credentialsIn(value));
  const whole = [...new Set([token ?? '', ...values])].filter(({ length }) => length >= NO_ORDINARY_WORD);
  const signatures = whole
    .flatMap((value) => value.split('.').slice(2))
    .filter(({ length }) => length >= NO_ORDINARY_WORD);
  const opaque = whole.filter((value) => !/^eyJ/.test(value));

  function text(given: string): string {
    let shown = withoutTokens(given)
      .replace(PERCENT_ENCODED, (run) => (hasToken(decoded(run)) ? HIDDEN : run))
      .replace(ENCODED, (run) => (encodesToken(run) ? HIDDEN : run));
    for (const signature of signatures) {
      shown = shown.replaceAll(signature, HIDDEN);
    }
    return redact(shown, opaque);
  }
  return {
    token,
    text,
    isCredential,
    target(target) {
      const { path, query: rawQuery } = splitTarget(target);
      const shown = rawQuery?.split('&').map((pair) => {
        const [name = ''] = pair.split('=');
        return names.has(decoded(name).toLowerCase()) ? `${name}=` : pair;
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

/** What may be a token that is encoded for a URL, letter by letter. */
const PERCENT_ENCODED = /(?:[\w.~-]|%[\da-fA-F]{2}){20,}/g;

/** What may be base64 of a token, or of a text with one in it. */
const ENCODED = /[\w+/-]{40,}={0,2}/g;

/** The run may be joined to a word before it, so that each place may be its first. */
function encodesToken(run: string): boolean {
  return [0, 1, 2, 3].some((from) => hasToken(Buffer.from(run.slice(from), 'base64').toString('latin1')));
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
