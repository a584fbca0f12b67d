import { explainCommand } from '../../../commands/explain/explain-command';
import { pickToken } from '../../../commands/explain/given-token';
import { invoke } from '../support/invoke';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl-_Q';

test.each([
  ['the token', TOKEN, undefined],
  ['with white space around it', `\r\n ${TOKEN} \n`, undefined],
  ['in quotes', `"${TOKEN}"\n`, undefined],
  ['after what npm prints', `\n> app@1.0.0 token\n> node bin/token.ts\n\n${TOKEN}\n`, undefined],
  ['a header line', `Authorization: Bearer ${TOKEN}`, /^the token of an Authorization line$/],
  ['the header of curl -v', `> GET /me HTTP/2\n> authorization: Bearer ${TOKEN}\n> accept: */*`, /Authorization line$/],
  ['a curl command', `curl -H 'Authorization: Bearer ${TOKEN}' https://x.example`, /Authorization line$/],
  ['the header value', `Bearer ${TOKEN}`, /Authorization line$/],
  ['another spelling of Bearer', `bearer ${TOKEN}`, /which says bearer: write Bearer, anything else may be refused$/],
  ['capitals', `Authorization: BEARER ${TOKEN}`, /which says BEARER: write Bearer, anything else may be refused$/],
  ['another scheme', `Authorization: Token ${TOKEN}`, /which says Token: write Bearer, anything else may be refused$/],
  ['two spaces', `Bearer  ${TOKEN}`, /which has more than one space after Bearer: write one, anything else may be ref/],
  ['a token response', JSON.stringify({ access_token: TOKEN, token_type: 'Bearer' }), /^the access_token of a token/],
  ['the output of curl -i', `HTTP/2 200\r\n\r\n{\n "access_token": "${TOKEN}"\n}\n`, /^the access_token of a token/],
  ['in lines', `${TOKEN.slice(0, 30)}\n${TOKEN.slice(30)}\n`, /^2 lines, joined to one token$/],
])('takes a token out of %s', (_what, text, taken) => {
  const picked = pickToken(text);
  expect(picked).toMatchObject({ token: TOKEN });
  expect('taken' in picked ? picked.taken : undefined).toEqual(taken ? expect.stringMatching(taken) : undefined);
});

test.each([
  ['', 'nothing'],
  ['\n> app@1.0.0 token\n', 'nothing'],
  ['no token', 'characters that no token has'],
  ['not\nthis either!', '2 lines that are no token'],
  ['{"error":"invalid_client"}', 'an error response of the token endpoint'],
  ['{"id_token":"x"}', 'JSON with an id_token, without access_token'],
  ['{"access_token":""}', 'JSON without access_token'],
])('finds no token in %p', (text, got) => {
  expect(pickToken(text)).toEqual({ got });
});

const PUBLIC_ROUTE = ['--route', 'GET /health'];

test('says what was taken', async () => {
  const { err } = await invoke(explainCommand, ['-', ...PUBLIC_ROUTE], { stdin: `Bearer ${TOKEN}` });
  expect(err).toBe('took the token of an Authorization line\n');
});

test('warns of a token on the command line, which stays in histories and logs', async () => {
  const { code, err } = await invoke(explainCommand, [TOKEN, ...PUBLIC_ROUTE]);
  expect(code).toBe(0);
  expect(err).toMatch(/^a token on the command line stays in the history of the shell and in the log of npm: /);
});

test('does not show what it found no token in', async () => {
  const { code, out, err } = await invoke(explainCommand, ['-'], { stdin: 'secret words' });
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^the token on standard input — got characters that no token has — expected a token, an Authori/);
  expect(err).not.toContain('secret');
});

test('does not show the arguments of which there are too many', async () => {
  const { code, err } = await invoke(explainCommand, ['Authorization:', 'Bearer', TOKEN]);
  expect(code).toBe(1);
  expect(err).toMatch(/^npm run explain — got 3 arguments — expected one TOKEN\|- at most/);
  expect(err).not.toContain(TOKEN);
});

test('asks at a terminal only', async () => {
  const { code, err } = await invoke(explainCommand, []);
  expect(code).toBe(1);
  expect(err).toMatch(/^the token \(not shown\) — got no terminal to ask at — expected a value — pipe it in: /);
});
