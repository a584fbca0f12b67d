import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postmanCommand } from '../../../commands/postman/postman-command';
import { collection } from '../../../commands/postman/postman-files';
import type { Route } from '../../../lib/api/types';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { invoke } from '../support/invoke';

const NAMES = [
  'postman/api.postman_collection.json',
  'postman/local.postman_environment.json',
  'postman/deployment.postman_environment.json',
];

test('writes the files, and finds them current from then on', async () => {
  const root = tempFolder({});
  expect(await invoke(postmanCommand, [], { root })).toEqual({
    code: 0,
    out: NAMES.map((name) => `wrote ${name}\n`).join(''),
    err: '',
  });
  expect(await invoke(postmanCommand, ['--check'], { root })).toEqual({
    code: 0,
    out: NAMES.map((name) => `current: ${name}\n`).join(''),
    err: '',
  });
});

test('--check tells every file that is not current, and writes nothing', async () => {
  const root = tempFolder({});
  await invoke(postmanCommand, [], { root });
  writeFileSync(join(root, NAMES[1] ?? ''), '{}');
  const { code, out, err } = await invoke(postmanCommand, ['--check'], { root });
  expect(err).toBe(`${NAMES[1]} — got another content — expected what npm run postman writes — run npm run postman\n`);
  expect(out).toBe('');
  expect(code).toBe(1);

  const empty = tempFolder({});
  const missing = await invoke(postmanCommand, ['--check'], { root: empty });
  expect(missing.err.trim().split('\n')).toEqual(
    NAMES.map((name) => expect.stringContaining(`${name} — got no such file`)),
  );
  expect(readdirSync(empty)).toEqual([]);
});

test('keeps no secret but that of the stand-in, and masks what must not be seen', async () => {
  const root = tempFolder({});
  await invoke(postmanCommand, [], { root });
  for (const name of NAMES.slice(1)) {
    const { values } = JSON.parse(readFileSync(join(root, name), 'utf8'));
    const secrets = values.filter(({ type }: { type: string }) => type === 'secret');
    expect(secrets.map(({ key, value }: Record<string, string>) => `${key}=${value}`)).toEqual([
      name.includes('local') ? 'client_secret=local-secret' : 'client_secret=',
      'expired_token=',
      'access_token=',
      'token_without_scope=',
    ]);
  }
});

/** The requests of a route. */
function itemsOf(route: Route) {
  // biome-ignore lint/suspicious/noExplicitAny: as deep as the format of collections
  const { item } = collection([route]) as any;
  return item[1].item;
}

test('writes path parameters as Postman does, with a value for each', () => {
  const [{ request }] = itemsOf({ method: 'GET', path: '/a/{id}/{rest+}', access: { public: 'why' } });
  expect(request.url).toEqual({
    raw: '{{base_url}}/a/:id/:rest',
    host: ['{{base_url}}'],
    path: ['a', ':id', ':rest'],
    variable: [
      { key: 'id', value: 'smoke-test' },
      { key: 'rest', value: 'smoke-test' },
    ],
  });
  expect(itemsOf({ method: 'GET', path: '/', access: { public: 'why' } })[0].request.url.raw).toBe('{{base_url}}');
});

test('expects of a route without an example body only that the authorizer lets the token pass', () => {
  const items = itemsOf({ method: 'DELETE', path: '/quotes/{id}', access: { scopes: ["it's", 'b'] } });
  expect(items.map(({ name }: { name: string }) => name)).toEqual([
    'DELETE /quotes/{id} without a token: 401',
    'DELETE /quotes/{id} with a token that is none: 401',
    'DELETE /quotes/{id} with an expired token: 401',
    'DELETE /quotes/{id} with a token without the scope: 403',
    'DELETE /quotes/{id} with a token: passed on',
  ]);
  expect(items[4].request).not.toHaveProperty('body');
  expect(items[4].event[0].script.exec).toContain('  pm.expect(pm.response.code).not.to.be.oneOf([401, 403, 429]);');
  // How several scopes are written in the header is not established, so that only the rest of it is asked for.
  expect(items[2].event[1].script.exec).toContain(
    `  pm.expect(pm.response.headers.get('www-authenticate')).to.include('error="invalid_token" error_description="the token has expired"');`,
  );
});

test('writes scripts that are JavaScript, whatever a scope is called', () => {
  const [, garbage] = itemsOf({ method: 'GET', path: '/me', access: { scopes: ["it's\\"] } });
  const [{ script }] = garbage.event;
  expect(() => new Function('pm', script.exec.join('\n'))).not.toThrow();
  expect(script.exec.join('\n')).toContain(String.raw`Bearer scope="it\'s\\" error=`);
});
