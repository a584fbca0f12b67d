import { jsonBody } from '../../lambda/json-body';
import { eventOf } from './support/events';

const bodyOf = (parts: Parameters<typeof eventOf>[1]) => jsonBody(eventOf('POST /quotes', parts));
const base64 = (bytes: string | Uint8Array) => ({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true });
const declared = (contentType: string) => ({ headers: { 'content-type': contentType } });

const NOT_JSON = {
  status: 400,
  code: 'body_not_json',
  message: 'The request body is not JSON. Send a JSON object in UTF-8.',
};

describe('jsonBody', () => {
  test('reads text', () => {
    expect(bodyOf({ body: '{"city":"Zürich 🚚"}' })).toEqual({ city: 'Zürich 🚚' });
  });

  test('reads base64', () => {
    expect(bodyOf(base64('{"city":"Zürich 🚚"}'))).toEqual({ city: 'Zürich 🚚' });
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.example.v1+json', ''])(
    'takes "%s" for JSON',
    (contentType) => {
      expect(bodyOf({ ...base64('[1]'), ...declared(contentType) })).toEqual([1]);
    },
  );

  test('takes a body without content type for JSON', () => {
    const event = eventOf('POST /quotes', base64('[1]'));
    expect(jsonBody({ ...event, headers: {} })).toEqual([1]);
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'application/jsonp', 'application/xml'])(
    'refuses a body declared as %s',
    (contentType) => {
      expect(() => bodyOf({ body: '{}', ...declared(contentType) })).toThrow(
        expect.objectContaining({
          status: 415,
          code: 'media_type_unsupported',
          message: 'The request body is not declared as JSON. Send the header "content-type: application/json".',
        }),
      );
    },
  );

  test.each([undefined, ''])('refuses a request whose body is %p', (body) => {
    expect(() => bodyOf({ body })).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'body_missing',
        message: 'The request has no body. Send a JSON object.',
      }),
    );
  });

  test.each([
    ['malformed text', { body: '{"a":' }],
    ['malformed base64', { body: '!!!!', isBase64Encoded: true }],
    ['base64 taken for text', { body: Buffer.from('{}').toString('base64') }],
    ['Latin-1', base64(Buffer.from('{"city":"Zürich"}', 'latin1'))],
    ['UTF-16', base64(Buffer.from('{"city":"Zürich"}', 'utf16le'))],
    ['NaN', { body: '{"a":NaN}' }],
  ])('refuses %s', (_what, parts) => {
    expect(() => bodyOf(parts)).toThrow(expect.objectContaining(NOT_JSON));
  });

  test.each([
    ['text', { body: `"${'x'.repeat(32 * 1024)}"` }],
    ['base64', base64(`"${'x'.repeat(32 * 1024)}"`)],
  ])('refuses %s of more than 32 KiB, counted decoded', (_what, parts) => {
    expect(() => bodyOf(parts)).toThrow(
      expect.objectContaining({
        status: 413,
        code: 'body_too_large',
        message: 'The request body has 32770 bytes. Send at most 32768.',
      }),
    );
  });

  test('counts bytes, not characters', () => {
    expect(bodyOf({ body: `"${'x'.repeat(32 * 1024 - 2)}"` })).toHaveLength(32 * 1024 - 2);
    expect(() => bodyOf({ body: `"${'ü'.repeat(16 * 1024)}"` })).toThrow(
      expect.objectContaining({ code: 'body_too_large' }),
    );
  });

  test('survives nesting as deep as the limit allows', () => {
    const depth = 16 * 1024;
    expect(bodyOf({ body: '['.repeat(depth) + ']'.repeat(depth) })).toHaveLength(1);
  });
});
