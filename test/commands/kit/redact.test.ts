import * as fc from 'fast-check';
import { createSecrets, redact } from '../../../commands/kit/redact';
import { anySecret, formsOf } from '../support/secret-forms';

const SECRET = 'p&ss "w/rd"+é_\'1';

test.each(Object.keys(formsOf(SECRET)))('blots a secret that is repeated in this form: %s', (form) => {
  const text = formsOf(SECRET)[form] ?? '';
  expect(redact(`before (${text}) after`, ['another', SECRET])).toBe(
    `before (${text.startsWith('Basic ') ? 'Basic ***' : '***'}) after`,
  );
});

test('whatever the secret is, no form of it is left', () => {
  fc.assert(
    fc.property(anySecret, (secret) => {
      const forms = Object.values(formsOf(secret));
      const redacted = redact(forms.map((form) => `[${form}]`).join(' '), [secret]);
      expect(redacted).toBe(
        forms.map((form) => (form.startsWith('Basic ') && form !== secret ? '[Basic ***]' : '[***]')).join(' '),
      );
    }),
  );
});

test('leaves a text without secrets as it is', () => {
  const text = 'POST https://is.example.com/api?filter=name%20eq%20a — got status 403: {"code":"APP-60520"} dGVzdA==';
  expect(redact(text, ['s3cret_~-x', ''])).toBe(text);
  expect(redact(text, [])).toBe(text);
});

test('of two secrets the longer one is blotted as a whole', () => {
  expect(redact('abc abcdef', ['abc', 'abcdef'])).toBe('*** ***');
});

test('a secret that may be a word of ours is blotted in the texts of others only', () => {
  const secrets = createSecrets();
  secrets.hide('admin');
  expect(secrets.redact('wrong: admin')).toBe('wrong: ***');
  expect(secrets.redactLine("an administrator's credentials")).toBe("an administrator's credentials");
  secrets.hide('admin-of-the-house');
  expect(secrets.redactLine('the issuer says admin-of-the-house')).toBe('the issuer says ***');
});
