import * as fc from 'fast-check';

/** Secrets as people and WSO2 IS make them, and such with all that is encoded anywhere. Long enough to be no word of ours. */
export const anySecret = fc.oneof(
  fc.string({ minLength: 12, maxLength: 40, unit: fc.constantFrom(...'abcXYZ0189_-') }),
  fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' }),
  fc.string({ minLength: 12, maxLength: 24, unit: 'grapheme' }),
);

/** Tokens that are no JWTs. */
export const anyToken = fc.string({ minLength: 20, maxLength: 60, unit: fc.constantFrom(...'abcXYZ0189_-.~+/=') });

/** The forms in which a server may repeat a secret, by what encodes it. */
export function formsOf(secret: string, clientId = 'client_1'): Readonly<Record<string, string>> {
  const form = (text: string) => new URLSearchParams({ a: text }).toString().slice('a='.length);
  const url = encodeURIComponent(secret);
  const everyByte = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
  const formBasic = Buffer.from(`${form(clientId)}:${form(secret)}`).toString('base64');
  const json = JSON.stringify(secret).slice(1, -1);
  const unicode = [...secret.split('')]
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
  const html = (quote: string) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", quote);
  return {
    plain: secret,
    'URL-encoded': url,
    'URL-encoded, lower case': url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    'URL-encoded twice': encodeURIComponent(url),
    'every byte': everyByte,
    'form-encoded': form(secret),
    'a header Basic': `Basic ${basic}`,
    'a header Basic of form-encoded parts': `Basic ${formBasic}`,
    'Basic in a URL': encodeURIComponent(basic),
    'Basic in JSON of PHP': basic.replaceAll('/', '\\/'),
    base64url: Buffer.from(secret).toString('base64url'),
    'base64 of a form': Buffer.from(`client_id=${clientId}&client_secret=${form(secret)}`).toString('base64'),
    'base64 after a word': `x${Buffer.from(secret).toString('base64')}`,
    hex: Buffer.from(secret).toString('hex'),
    'hex, upper case': Buffer.from(secret).toString('hex').toUpperCase(),
    JSON: json,
    'JSON in JSON': JSON.stringify(json).slice(1, -1),
    'JSON in ASCII': unicode,
    'JSON in ASCII, upper case': unicode.replace(/[0-9a-f]{4}/g, (code) => code.toUpperCase()),
    HTML: html('&#39;'),
    'HTML, hex': html('&#x27;'),
  };
}
