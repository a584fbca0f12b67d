/** The place of the token in a request. */
export interface IdentitySource {
  readonly kind: 'header' | 'querystring';
  /** Lower-cased for a header, as written for a query string parameter, whose name is case-sensitive. */
  readonly name: string;
  /** The selection expression as the template has it. */
  readonly expression: string;
}

/** The parts of a request that the authorizer reads. */
export interface IdentityRequest {
  /** By lower-cased name; the values of a repeated header joined with a comma, as API Gateway does. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** By name; percent-decoded; the values of a repeated parameter joined with a comma. */
  readonly query: Readonly<Record<string, string | undefined>>;
}

const HEADER = /^\$request\.header\.([\w!#$%&'*+.^`|~-]+)$/;
const QUERYSTRING = /^\$request\.querystring\.(\S+)$/;

/**
 * Reads the selection expression of a JWT authorizer's `IdentitySource`.
 *
 * @param expression - `$request.header.NAME` or `$request.querystring.NAME`
 * @throws Error when it is anything else: no token could be found, and the routes must not be served
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function parseIdentitySource(expression: string): IdentitySource {
  const header = HEADER.exec(expression)?.[1];
  if (header !== undefined) {
    return { kind: 'header', name: header.toLowerCase(), expression };
  }
  const parameter = QUERYSTRING.exec(expression)?.[1];
  if (parameter !== undefined) {
    return { kind: 'querystring', name: parameter, expression };
  }
  throw new Error(
    `the identity source of a JWT authorizer must be $request.header.NAME or $request.querystring.NAME, not ${JSON.stringify(expression)}`,
  );
}

const BEARER = 'Bearer ';

/**
 * The token in the request, without the literal prefix `Bearer `, which API Gateway lets a client leave out. Nothing
 * else is taken off, so that `bearer x`, `Basic x` and two values joined with a comma are refused as malformed tokens.
 *
 * @returns undefined when there is none
 */
export function tokenOf(request: IdentityRequest, source: IdentitySource): string | undefined {
  const value = (source.kind === 'header' ? request.headers : request.query)[source.name];
  if (typeof value !== 'string') {
    return undefined;
  }
  const token = value.startsWith(BEARER) ? value.slice(BEARER.length) : value;
  return token === '' ? undefined : token;
}

/** Schemes that clients are known to write before a token, in any case. Other words are not repeated: they might be a secret's. */
const SCHEME = /^(bearer|token|jwt|basic|digest|dpop|oauth|apikey|negotiate)[ \t]/i;

/**
 * The fault of a text that is no token because of what stands before the token in it.
 *
 * @param raw - as {@link tokenOf} gives it
 * @returns undefined where nothing known stands there. Never holds a part of the token
 */
export function prefixFault(raw: string): { readonly found: string; readonly expected: string } | undefined {
  const expected = 'Bearer and one space before the token, or the token alone';
  if (/^[ \t]/.test(raw)) {
    return { found: 'more than one space after Bearer', expected };
  }
  const scheme = SCHEME.exec(raw)?.[1];
  return scheme === undefined
    ? undefined
    : { found: scheme === 'Bearer' ? 'Bearer twice' : `the scheme ${scheme}`, expected };
}
