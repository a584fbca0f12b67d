import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { explainCommand } from '../../commands/explain/explain-command';
import { registerCommand } from '../../commands/register/register-command';
import { smokeCommand } from '../../commands/smoke/smoke-command';
import { listenForCallback } from '../../commands/token/authorization-code';
import { tokenCommand } from '../../commands/token/token-command';
import { tokenWarnings } from '../../commands/wso2/token-warnings';
import { segment } from '../local/authorizer/minting';
import { setUpRegistering } from './register/registering';
import { type Invoked, invoke } from './support/invoke';

const { start, register } = setUpRegistering();

test.each(['//', '/\\', 'http://[', 'http://a/callback'])(
  'the wait for a sign-in outlives a request for %s',
  async (target) => {
    const callback = await listenForCallback({ port: 0, state: 'expected', signal: new AbortController().signal });
    const ask = (path: string) => {
      const socket = connect(Number(new URL(callback.redirectUri).port), '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      return text(socket);
    };
    expect(await ask(target)).toMatch(/^HTTP\/1\.1 40[04] /);
    const [page, url] = await Promise.all([ask('/callback?state=expected&code=a'), callback.received()]);
    callback.close();
    expect(page).toMatch(/^HTTP\/1\.1 200 /);
    expect(url.searchParams.get('code')).toBe('a');
  },
);

test('tokens are not sent to a deployment whose certificate is not checked', async () => {
  const env = { WSO2_TOKEN: 'a.b.c', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  expect(await invoke(smokeCommand, ['--url', 'https://127.0.0.1:1'], { env })).toEqual({
    code: 1,
    out: '',
    err: 'NODE_TLS_REJECT_UNAUTHORIZED — got "0" — expected certificates to be checked: tokens are sent — unset it\n',
  });
});

test('the password in a URL is not shown', async () => {
  const { code, out, err } = await invoke(smokeCommand, ['--url', 'https://alice:to-hide@example.com']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^--url — got a URL with a user in it — /);
  expect(err).not.toContain('to-hide');
});

const TOKEN = `${segment({ alg: 'RS256', kid: 'one' })}.${segment({ sub: 'to-hide', aud: 'a'.repeat(200) })}.c2ln`;

const explain = (...args: string[]) => invoke(explainCommand, args);
const smoke = (...args: string[]) => invoke(smokeCommand, args);

test.each<[string, () => Promise<Invoked>]>([
  ['two arguments', () => explain(TOKEN, TOKEN)],
  ['a flag', () => explain(`--${TOKEN}`)],
  ['the value of --at', () => explain('--at', TOKEN)],
  ['the value of --route', () => explain('--route', TOKEN)],
  ['the file of --jwks', () => explain('--jwks', TOKEN)],
  ['the file of --ca', () => explain('--ca', TOKEN)],
  ['the value of -c', () => explain('-c', TOKEN)],
  ['the name of an environment', () => explain('-c', `env=${TOKEN}`)],
  ['an issuer', () => explain('-c', `issuer=${TOKEN}`)],
  ['a URL', () => smoke('--url', TOKEN)],
  ['the query of a URL', () => smoke('--url', `https://example.com/?token=${TOKEN}`)],
  ['a client id', () => invoke(tokenCommand, ['--client', TOKEN])],
  ['a server', () => invoke(registerCommand, ['--server', TOKEN])],
])('a token given as %s is not shown', async (_what, run) => {
  const { code, out, err } = await run();
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/ — got .+ — expected /);
  // Its beginning and its end: what is long is cut in an error.
  expect(err).not.toContain(TOKEN.slice(0, 20));
  expect(err).not.toContain(TOKEN.slice(-20));
});

test('the scopes of a token cannot steer a terminal', () => {
  const token = `${segment({ alg: 'RS256' })}.${segment({ scope: 'a\u001b[2J \u009b2J' })}.c2ln`;
  expect(tokenWarnings(token, ['b']).map(({ got }) => got)).toEqual(['a\\u001b[2J \\u009b2J']);
});

test.each(['$(id)', '`id`', "'+id+'", '\u001b[2J', ';id', ' id'])(
  'an issuer with %j in it is not printed as something to paste',
  async (part) => {
    const fake = await start({ issuer: `https://is.example.com/${part}` });
    const { code, out, err } = await register(fake);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('got issuer of another kind — expected the answer of WSO2 IS');
    expect(fake.changes).toEqual([]);
  },
);
