import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { execute } from '../../../commands/kit/command';
import { listenForCallback } from '../../../commands/token/authorization-code';
import { tokenCommand } from '../../../commands/token/token-command';
import type { Issuer } from '../../../local/issuer/start-issuer';
import { createBrowser } from '../../local/issuer/browser';
import { decode } from '../../local/issuer/client';
import { introduce, startStandIn } from '../support/stand-in';

const ISSUER = 'https://localhost:9443/oauth2/token';
const ALICE = { username: 'alice', password: 'alice-local-password' };

let issuer: Issuer;
let root: string;
beforeAll(async () => {
  issuer = await startStandIn();
  root = introduce(issuer);
});
afterAll(() => issuer.close());

/** The command while it waits for the user. */
interface Waiting {
  /** The address that it asks to open. */
  readonly address: URL;
  /** The address on which it waits. */
  readonly redirectUri: string;
  readonly printed: { out: string; err: string };
  readonly ended: Promise<number>;
}

async function start(...args: readonly string[]): Promise<Waiting> {
  const printed = { out: '', err: '' };
  const lines = new EventEmitter();
  const asked = once(lines, 'address');
  const ended = execute(tokenCommand, ['--grant', 'authorization_code', '--redirect-port', '0', ...args], {
    env: {},
    stdin: Readable.from([]),
    out: (line) => {
      printed.out += `${line}\n`;
    },
    err: (line) => {
      printed.err += `${line}\n`;
      if (line.startsWith('open this address')) {
        lines.emit('address', line.split('\n')[1]);
      }
    },
    now: Date.now,
    root,
  });
  const [address] = (await asked) as [string];
  const url = new URL(address);
  return { address: url, redirectUri: url.searchParams.get('redirect_uri') ?? '', printed, ended };
}

test('prints the token of the user who signed in, and asks with state and PKCE', async () => {
  const { address, redirectUri, printed, ended } = await start();
  expect(address.href).toMatch(/^https:\/\/localhost:9443\/oauth2\/authorize\?/);
  expect(Object.fromEntries(address.searchParams)).toEqual({
    client_id: 'local_client',
    response_type: 'code',
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    scope: 'quotes:write',
    state: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  expect(printed.err).toContain(`the application must have the callback URL ${redirectUri} `);

  const { visit } = createBrowser(issuer);
  await visit(address.href);
  const { location } = await visit('/authenticationendpoint/login.do', ALICE);
  const page = await fetch(location);

  expect(page.status).toBe(200);
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(await page.text()).toContain('go back to the terminal');
  expect(await ended).toBe(0);
  expect(decode(printed.out.trim()).claims).toMatchObject({
    sub: issuer.directory.users[0]?.id,
    aut: 'APPLICATION_USER',
    scope: 'quotes:write',
  });
  expect(printed.err).toContain('a token for local_client, scopes: quotes:write\n');
  // The port is free again.
  await expect(fetch(redirectUri)).rejects.toThrow('fetch failed');
});

test('takes no answer but its own, and tells why the issuer gave none', async () => {
  const { address, redirectUri, printed, ended } = await start();
  const state = address.searchParams.get('state') ?? '';
  expect((await fetch(`${redirectUri}?code=stolen&state=other`)).status).toBe(400);
  expect((await fetch(`${redirectUri}?code=stolen`)).status).toBe(400);
  expect((await fetch(redirectUri, { method: 'POST' })).status).toBe(404);
  expect((await fetch(new URL('/favicon.ico', redirectUri))).status).toBe(404);

  const denied = new URLSearchParams({ error: 'access_denied', error_description: 'User denied', state, iss: ISSUER });
  expect((await fetch(`${redirectUri}?${denied}`)).status).toBe(200);
  expect(await ended).toBe(1);
  expect(printed.err).toContain('— got access_denied: User denied — expected the user to sign in and agree —');
  expect(printed.out).toBe('');
});

test('a code that the issuer does not know is one clear error', async () => {
  const { address, redirectUri, printed, ended } = await start();
  const back = new URLSearchParams({ code: 'made-up', state: address.searchParams.get('state') ?? '', iss: ISSUER });
  await fetch(`${redirectUri}?${back}`);
  expect(await ended).toBe(1);
  expect(printed.err).toMatch(
    /— got invalid_grant: .* — expected a code used once, within minutes — run the command again\n$/,
  );
  expect(printed.out).toBe('');
});

test('an answer that another issuer gave is refused', async () => {
  const { address, redirectUri, printed, ended } = await start();
  const iss = 'https://other.example.com/oauth2/token';
  const back = new URLSearchParams({ code: 'made-up', state: address.searchParams.get('state') ?? '', iss });
  await fetch(`${redirectUri}?${back}`);
  expect(await ended).toBe(1);
  expect(printed.err).toMatch(/— got an answer that is not as OAuth has it \(OAUTH_INVALID_RESPONSE\) —/);
});

test('a client without a secret is asked for none', async () => {
  const { printed, ended, address, redirectUri } = await start('--public', '--client', 'spa');
  expect(address.searchParams.get('client_id')).toBe('spa');
  const back = new URLSearchParams({ code: 'made-up', state: address.searchParams.get('state') ?? '', iss: ISSUER });
  await fetch(`${redirectUri}?${back}`);
  expect(await ended).toBe(1);
  expect(printed.err).toMatch(/a token for spa from .* — expected the id and the secret of spa/);
});

test('the wait ends with one clear error', async () => {
  const callback = await listenForCallback({ port: 0, state: 'state', signal: AbortSignal.abort() });
  await expect(callback.received()).rejects.toThrow(
    'the sign-in — got no answer in time — expected the browser to come back — run the command again; where the browser shows a callback error, give the application the callback URL above',
  );
  callback.close();
});

test('a port in use is one clear error', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(listenForCallback({ port, state: 'state', signal: AbortSignal.abort() })).rejects.toThrow(
    `--redirect-port ${port} — got a port in use — expected a free port — stop what listens there, or choose another with --redirect-port`,
  );
  other.close();
});
