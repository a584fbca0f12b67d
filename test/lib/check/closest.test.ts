import { closest } from '../../../lib/check/closest';

const FLAGS = ['--port', '--issuer-port', '--no-watch', '--json'];

test.each([
  ['letters that changed places', '--prot', '--port'],
  ['a letter too many', '--jsson', '--json'],
  ['a letter too few', '--no-wach', '--no-watch'],
  ['another case', '--JSON', '--json'],
])('finds the word that was meant: %s', (_, written, meant) => {
  expect(closest(written, FLAGS)).toBe(meant);
});

test.each(['--everything', '', 'x'])('finds none for %p', (written) => {
  expect(closest(written, FLAGS)).toBeUndefined();
});

test('finds none among none', () => {
  expect(closest('--port', [])).toBeUndefined();
});
