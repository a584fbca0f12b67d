import { show } from '../../../lib/check/fault';

test('a value for a fault holds no private key, and no password of a URL', () => {
  expect(show('-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----')).toBe('"-----BEGIN PRIVATE KEY-----…"');
  expect(show('https://user:pass@is.example.com')).toBe('"https://…@is.example.com"');
});
