import { HIDDEN, withoutTokens } from './redact';

/*
 * The names under which secrets travel: in headers, queries, forms, JSON, and in what a program prints. Written in any
 * case, and with a hyphen, an underscore or nothing between their words. Each with the reason why its value is never shown.
 */

/** Headers whose value is a credential. */
const HEADERS: Readonly<Record<string, string>> = {
  authorization: 'the token of a request, or a password as Basic',
  'proxy-authorization': 'the same, for a proxy',
  cookie: 'a session is as good as its password',
  cookies: 'the same, as the event of a Lambda function has it',
  'set-cookie': 'a session that begins',
  'x-console-secret': 'the secret of the console',
  'x-auth-token': 'a token under a name that gateways and old APIs use',
  'x-amz-security-token': 'the session of temporary AWS credentials',
  'x-csrf-token': 'proves that a form is of the session',
  'x-xsrf-token': 'the same',
};

/**
 * Members, parameters and headers, which may have other words before them: `db_password`, `x-api-key`. What has words after
 * it is another thing: `password_policy`, `token_type`.
 */
const NAMES: Readonly<Record<string, string>> = {
  password: 'of a user, in the password grant and in login forms',
  passwd: 'the same',
  secret: 'client_secret, and what others call so',
  'api-key': 'a credential that does not end by itself',
  'private-key': 'signs in the name of its owner',
  'access-key': 'of AWS and of others: the id and the secret of one credential',
  'access-token': 'it may be opaque, so that its looks do not tell',
  'refresh-token': 'gets new tokens',
  'id-token': 'says who a user is',
  'subject-token': 'of a token exchange',
  'actor-token': 'of a token exchange',
  'registration-access-token': 'changes a registered client',
  assertion: 'a JWT or SAML that is exchanged for a token; client_assertion',
  samlresponse: 'signs a user in',
  'code-verifier': 'with the code of its login it gets a token',
  'device-code': 'gets a token once the user has agreed',
};

/** Names that are ordinary words: a secret only where nothing comes before them. */
const WHOLE_NAMES: Readonly<Record<string, string>> = {
  token: 'of introspection and revocation (RFC 7662, RFC 7009)',
  jwt: 'a token under another name',
};

/**
 * An authorization code gets a token. It is a parameter of a query or a form; elsewhere `code` says of errors which one
 * they are, and is hidden where it looks as if made by chance.
 */
const CODE = 'code';

const anyJoint = (name: string) => name.replaceAll('-', '[-_]?');
const oneOf = (names: Readonly<Record<string, string>>) => Object.keys(names).map(anyJoint).join('|');

const IS_HEADER = oneOf(HEADERS);
const NAME = `(?:${IS_HEADER}|(?:[\\w-]*?)(?:${oneOf(NAMES)})|${oneOf(WHOLE_NAMES)})`;
/** Nothing of a longer name before it. */
const BEGIN = '(?<![\\w-])';
/** Of JSON, or of JSON within JSON: with as many backslashes before it. */
const QUOTE = '(?<!\\\\)(\\\\*)"';
const BY_CHANCE = '(?=[\\w.~+/-]*\\d)[\\w.~+/-]{16,}={0,2}';

/** A name and its secret, in each way that a program writes them; the groups are all before the secret, a quote, and the secret. */
const WRITTEN: readonly RegExp[] = [
  // JSON, and JSON within JSON: a text, several, or a number. One that was cut off has no end.
  new RegExp(`(${QUOTE}${NAME}\\2"\\s*:\\s*\\2")(.+?)(?=(?<!\\\\)\\2"|$)`, 'gis'),
  new RegExp(`(${QUOTE}${NAME}\\2"\\s*:\\s*)(\\[(?!\\s*\\\\*"\\(not shown)[^\\]]+\\]?|-?\\d[\\d.]*)`, 'gi'),
  new RegExp(`(${QUOTE}${CODE}\\2"\\s*:\\s*\\2")(${BY_CHANCE})`, 'gi'),
  // As Node.js prints an object.
  new RegExp(`(${BEGIN}${NAME}'?\\s*:\\s*(['"\`]))(.+?)(?=\\2|$)`, 'gis'),
  new RegExp(`(${BEGIN}${CODE}'?\\s*:\\s*(['"\`]))(${BY_CHANCE})`, 'gi'),
  // A query, a form, and name=value in a line.
  new RegExp(`(${BEGIN}()${NAME}(?:=|%3d))("[^"]*"?|'[^']*'?|[^&\\s"'<>;,\\\\]+)`, 'gi'),
  new RegExp(`((^|[?&])${CODE}=)([^&\\s"'<>;,\\\\]+)`, 'gi'),
  new RegExp(`(${BEGIN}()${CODE}=["']?)(${BY_CHANCE})`, 'gi'),
  // Headers as they are sent: to the end of the line.
  new RegExp(`((?<![\\w.-])()(?:${IS_HEADER}|(?:x-)?api-key)[ \\t]*:[ \\t]*)([^\\s"'\`][^\\r\\n"'\`]*)`, 'gi'),
  // A part of multipart/form-data, and an element of XML.
  new RegExp(`(name="()${NAME}"(?:\\r?\\n[^\\r\\n]+)*\\r?\\n\\r?\\n)((?!--).+?)(?=\\r?\\n--|$)`, 'gis'),
  new RegExp(`(<(?:\\w+:)?()${NAME}(?:\\s[^<>]*)?>)([^<>]+)`, 'gi'),
];

/** A part of every name: a text without any of these holds no named secret. */
const ANY_NAME = /auth|cookie|secret|token|passw|key|assert|saml|code|jwt/i;

/** The text in the place of a secret, as far as a pattern takes it for a value. */
const IS_HIDDEN = /^\((?:a|not|not shown\)|a token, not shown\))$/;

const PARAMETER = new RegExp(`^(?:${NAME}|${CODE})$`, 'i');

/** True for a header, a parameter of a query or a field of a form whose value is never shown, by its name. */
export function isSecretName(name: string): boolean {
  return PARAMETER.test(name);
}

/** A text without the values of secrets, which it names, and without JWTs. */
export function withoutSecrets(text: string): string {
  return ANY_NAME.test(text) ? WRITTEN.reduce(withoutWritten, withoutTokens(text)) : withoutTokens(text);
}

function withoutWritten(text: string, form: RegExp): string {
  return text.replace(form, (whole, before: string, quote: string, value: string) => {
    if (IS_HIDDEN.test(value)) {
      return whole;
    }
    const isMember = /^[[\d-]/.test(value) && /"\s*:\s*$/.test(before);
    // A list or a number of JSON becomes a text.
    return isMember ? `${before}${quote}"${HIDDEN}${quote}"` : before + HIDDEN;
  });
}

/** The values of the secrets that a text names. */
export function secretsNamedIn(text: string): string[] {
  return !ANY_NAME.test(text)
    ? []
    : WRITTEN.flatMap((form) => [...text.matchAll(form)].map(([, , , value = '']) => value));
}
