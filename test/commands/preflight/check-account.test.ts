import { checkAccount } from '../../../commands/preflight/check-account';
import { createPreflightCommand } from '../../../commands/preflight/preflight-command';
import type { AccountConcurrency } from '../../../commands/project/aws';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { resolveConfig } from '../../../lib/config/resolve';
import { invoke } from '../support/invoke';
import { ISSUER, serveIssuer } from '../support/issuer-server';

const server = serveIssuer({});

/** The finding for `prod`, which reserves 100, in an account with these limits. */
async function checksOf(limits: Pick<AccountConcurrency, 'limit' | 'unreserved'>, env = 'prod') {
  const ask = jest.fn(async () => ({ account: '111111111111', region: 'eu-west-1', ...limits }));
  const config = resolveConfig({ project, environments, routes, functions, context: { env } });
  return { checks: await checkAccount(config, ask, { env: {} }), asked: ask.mock.calls.length };
}

test('fails in a new account, and says what to do', async () => {
  const { checks } = await checksOf({ limit: 10, unreserved: 10 });
  expect(checks).toEqual([
    {
      code: 'account-concurrency',
      name: 'account: concurrency',
      result: 'fail',
      found: '10 in 111111111111, eu-west-1, of which 10 are not reserved',
      expected: '200 or more: 100 to reserve, and 100 that Lambda keeps for other functions',
      fix: 'remove reservedConcurrency, or ask for more (Service Quotas › Lambda › Concurrent executions, L-B99A9384)',
    },
  ]);
});

test.each([
  [{ limit: 199, unreserved: 199 }, 'fail', /^lower reservedConcurrency to 99 or less, or ask for more/],
  [{ limit: 200, unreserved: 200 }, 'pass', undefined],
  [
    { limit: 1000, unreserved: 150 },
    'warn',
    /^nothing, where this function holds them already; otherwise ask for more/,
  ],
] as const)('of %j, the result is %s', async (limits, result, fix) => {
  const [check] = (await checksOf(limits)).checks;
  expect(check?.result).toBe(result);
  if (fix === undefined) {
    expect(check?.fix).toBeUndefined();
  } else {
    expect(check?.fix).toMatch(fix);
  }
});

test('asks AWS nothing where no concurrency is reserved', async () => {
  expect(await checksOf({ limit: 10, unreserved: 10 }, 'dev')).toEqual({ checks: [], asked: 0 });
});

test('npm run preflight shows it, and fails with it', async () => {
  const ask = async () => ({ account: '111111111111', region: 'eu-west-1', limit: 10, unreserved: 10 });
  const { code, out } = await invoke(createPreflightCommand(server().world, ask), [
    '-c',
    'env=prod',
    '-c',
    `issuer=${ISSUER}`,
  ]);
  expect(code).toBe(1);
  expect(out).toMatch(/^FAIL {2}account: concurrency +10 in 111111111111/m);
  expect(out).toMatch(/checks failed \(.*account: concurrency\)\n$/);
});
