import { createMirrorCommand } from '../../../commands/mirror/mirror-command';
import { createRsaKey, jwkOf } from '../../local/authorizer/minting';
import { KEYS, type MemoryStore, memoryStore, sourceOf } from '../../mirror/support/source';
import { invoke } from '../support/invoke';
import { MIRRORED } from '../support/mirrored';

jest.mock('../../fixtures/config/environments', () => {
  const real = jest.requireActual('../../fixtures/config/environments');
  const { mirrored } = jest.requireActual('../support/mirrored');
  return { ...real, environments: { ...real.environments, mirrored } };
});

const one = createRsaKey('one_RS256');
const published = one.publicKey.export({ format: 'jwk' });
const GIVEN = [...MIRRORED, '--bucket', 'the-bucket'];

/** Runs the command over a WSO2 IS with these keys, and tells where it would have gone. */
async function mirror(store: MemoryStore, keys: readonly ReturnType<typeof jwkOf>[], args: readonly string[]) {
  const asked: unknown[] = [];
  const command = createMirrorCommand({
    source: (trust) => {
      asked.push(trust);
      return sourceOf({ keys: [...keys] });
    },
    isInside: (address) => address === '10.0.3.7',
    store: (...given) => {
      asked.push(...given);
      return store;
    },
  });
  return { ...(await invoke(command, args)), asked };
}

test('writes what changed, says what, and nothing a second time', async () => {
  const store = memoryStore();
  const first = await mirror(store, [jwkOf(one)], [...GIVEN, '--profile', 'cron']);
  expect(first).toEqual({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /^added {2}one_RS256 {2}thumbprint [\w-]{43}\nwrote oauth2\/jwks and oauth2\/token\/\.well-known\/openid-configuration to s3:\/\/the-bucket, 1 key of https:\/\/id\.example\.com\/oauth2\/token\n$/,
    ),
    asked: [{ ca: undefined }, 'the-bucket', { region: 'eu-west-1', profile: 'cron' }],
  });
  expect([...store.texts.keys()]).toEqual([KEYS.jwks, KEYS.discovery]);
  expect((await mirror(store, [jwkOf(one)], GIVEN)).out).toBe(
    's3://the-bucket has what WSO2 IS says, 1 key of https://id.example.com/oauth2/token: nothing to write\n',
  );
});

test('--dry-run says what would change, and writes nothing', async () => {
  const store = memoryStore();
  const weak = createRsaKey('weak_RS256', 1024);
  const { code, out } = await mirror(store, [jwkOf(one), jwkOf(weak)], [...GIVEN, '--dry-run']);
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/^would add {2}one_RS256 {2}thumbprint /),
    'left out: weak_RS256: an RSA key of 1024 bits; at least 2048 are needed',
    expect.stringMatching(/^would write oauth2\/jwks and /),
    '',
  ]);
  expect(store.put).not.toHaveBeenCalled();
});

test('a kid cannot steer a terminal', async () => {
  const kids = ['\u001b[2J', 'one_RS256'].map((kid) => ({ ...published, kid }));
  const store = memoryStore({ [KEYS.jwks]: JSON.stringify({ keys: kids }) });
  const { out } = await mirror(store, [jwkOf(one)], [...GIVEN, '--dry-run']);
  expect(out).toContain('would remove  \\u001b[2J  thumbprint ');
});

test('--json is one value', async () => {
  const { out } = await mirror(memoryStore(), [jwkOf(one)], [...GIVEN, '--dry-run', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    issuer: 'https://id.example.com/oauth2/token',
    bucket: 'the-bucket',
    dryRun: true,
    written: [KEYS.jwks, KEYS.discovery],
    changes: { added: [{ kid: 'one_RS256' }], removed: [] },
    keys: 1,
    leftOut: [],
  });
});

test('what is refused is exit code 1, with a line for each reason', async () => {
  const store = memoryStore();
  const { code, out, err } = await mirror(store, [jwkOf(createRsaKey('three_RS256'), { d: 'c2VjcmV0' })], GIVEN);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.split('\n')).toEqual([
    expect.stringMatching(/^key three_RS256 — got the private member d — expected a public key — /),
    expect.stringMatching(/^key three_RS256 — got a kid that is not on the list — /),
    '',
  ]);
  expect(store.put).not.toHaveBeenCalled();
});

test('an environment without a mirror and no bucket are told at once', async () => {
  expect(
    await mirror(memoryStore(), [], ['-c', 'env=prod', '-c', 'issuer=https://id.example.com/oauth2/token']),
  ).toMatchObject({
    code: 1,
    err:
      '-c env — got "prod", whose issuer has no mirror — expected an environment with issuerMirror — choose another, or describe its mirror in config/environments.ts\n' +
      '--bucket — got nothing — expected the bucket of the mirror — write --bucket NAME, the output MirrorBucket of the stack wso2-http-api-prod-mirror\n',
  });
});
