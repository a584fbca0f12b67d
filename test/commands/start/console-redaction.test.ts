import { createRedaction } from '../../../commands/start/console-redaction';
import type { ApiModel } from '../../../local/gateway';

const MODEL = { routes: [] } as unknown as ApiModel;

const base64url = (text: string | Buffer) => Buffer.from(text).toString('base64url');
/** Of the length of one of RSA with 2,048 bits. */
const SIGNATURE = base64url(Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 151 + 89) % 256)));
const TOKEN = `${base64url('{"alg":"RS256","kid":"one"}')}.${base64url(JSON.stringify({ sub: 'x'.repeat(300) }))}.${SIGNATURE}`;

const lines = (text: string, length: number, end: string) =>
  text.match(new RegExp(`.{1,${length}}`, 'g'))?.join(end) ?? '';

interface Given {
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer?: string;
}

function redactionOf({ target = '/me', headers = {}, body, answer = '' }: Given) {
  return createRedaction(MODEL, {
    routeKey: undefined,
    request: { target, headers, body: body === undefined ? undefined : Buffer.from(body) },
    response: { status: 200, headers: [], body: answer },
  });
}

const AUTHORIZED = { headers: { authorization: `Bearer ${TOKEN}` } };
/** Long enough that nothing has it by chance. */
const parts = (text: string) => text.match(/.{24}/gs) ?? [];

describe('of a token that is broken into lines nothing is left', () => {
  const encoded = Buffer.from(`Bearer ${TOKEN}`).toString('base64');
  test.each([
    ['as base64 in lines of 76, as MIME has it', lines(encoded, 76, '\r\n')],
    ['as base64 in lines of 64, as PEM has it', lines(encoded, 64, '\n')],
    ['as base64 in short lines', lines(encoded, 30, '\n')],
    ['as base64 in lines that are indented', lines(encoded, 76, '\n    ')],
    ['as base64 in lines, in JSON', JSON.stringify({ text: lines(encoded, 76, '\n') })],
    ['as base64 in lines, in JSON within JSON', JSON.stringify(JSON.stringify(lines(encoded, 76, '\r\n')))],
    ['as it is, in lines', lines(TOKEN, 76, '\n')],
    ['as it is, in lines, in JSON', JSON.stringify(lines(TOKEN, 76, '\r\n'))],
    ['its signature in lines', lines(SIGNATURE, 64, '\n')],
  ])('%s', (_, text) => {
    const shown = redactionOf(AUTHORIZED).text(`before ${text}\n(after)`);
    expect(parts(text.replace(/[\s\\]+/g, ' ')).filter((part) => shown.includes(part.trim()))).toEqual([]);
    expect(shown).toMatch(/^before .*\n\(after\)$/s);
  });
});

describe('the signature of a token alone is not shown', () => {
  test.each<[string, Given]>([
    ['of the token that was sent', AUTHORIZED],
    ['of a token in the body', { body: JSON.stringify({ jwt: TOKEN }) }],
    ['of a token in the answer', { answer: `Your token: ${TOKEN}.` }],
    ['of a token in the path', { target: `/me/${TOKEN}` }],
    ['of a token in another header', { headers: { 'x-forwarded-jwt': TOKEN } }],
  ])('%s', (_, given) => {
    const { text } = redactionOf(given);
    const bytes = Buffer.from(SIGNATURE, 'base64url');
    for (const written of [SIGNATURE, bytes.toString('base64'), bytes.toString('hex')]) {
      expect(text(`sig ${written} end`)).toMatch(/^sig \(not shown\)=* end$/);
    }
  });

  test('but another text of that length is', () => {
    const other = `b${SIGNATURE.slice(1)}`;
    expect(redactionOf(AUTHORIZED).text(other)).toBe(other);
  });
});

describe('a secret that a request names', () => {
  test.each<[string, Given]>([
    ['in its form', { body: 'grant_type=x&client_secret=zebra-9-crossing' }],
    ['in its JSON', { body: '{"password":"zebra-9-crossing"}' }],
    ['in its query', { target: '/me?code=zebra-9-crossing&x=1' }],
    ['in its headers', { headers: { 'x-api-key': 'zebra-9-crossing' } }],
    ['in its answer', { answer: '{"refresh_token":"zebra-9-crossing"}' }],
  ])('%s is not shown where it is repeated without its name', (_, given) => {
    const { text, target } = redactionOf(given);
    expect(text('I got zebra-9-crossing today')).toBe('I got *** today');
    expect(target(given.target ?? '/')).not.toContain('zebra');
    expect(text(given.body ?? given.answer ?? '')).not.toContain('zebra');
  });

  test('is not shown by itself: the header and the parameter are left out', () => {
    const { isCredential, target } = redactionOf({});
    expect(['x-api-key', 'cookie', 'proxy-authorization', 'x-amz-security-token'].filter(isCredential)).toHaveLength(4);
    expect(target('/token?client_secret=a&x=1&%63ode=b')).toBe('/token?client_secret=&x=1&%63ode=');
  });
});

test('a normal body and what a function prints stay readable', () => {
  const { text } = redactionOf(AUTHORIZED);
  const body = JSON.stringify(
    { id: 'q-17', code: 'quote_expired', total: 12.5, items: ['token ring', 'secret garden'], note: 'a\nb' },
    null,
    2,
  );
  expect(text(body)).toBe(body);
  const line = 'INFO Answered route=GET /me status=200 code=OK requestId=5e9a1c0f-3b1d-4a58-9f5a-0c6b6f7d2e11';
  expect(text(line)).toBe(line);
});
