import type { Config } from '../../lib/config/environment';
import type { AccountConcurrency, AwsCaller } from '../project/aws';
import type { PreflightCheck } from './preflight-check';

/** Asks AWS for the concurrency of the account that an environment is deployed to. */
export type AskConcurrency = (config: Config, caller: AwsCaller) => Promise<AccountConcurrency>;

/**
 * The concurrency that Lambda keeps for functions that reserve none.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const KEPT_UNRESERVED = 100;

/**
 * Checks that the account has the concurrency that an environment reserves. A new account has far less than others, and any
 * reservation fails there.
 *
 * @returns no check where none is reserved, or nothing deployed; AWS is not asked then
 * @throws CommandError where AWS does not say
 */
export async function checkAccount(config: Config, ask: AskConcurrency, caller: AwsCaller): Promise<PreflightCheck[]> {
  const reserved = config.functions.flatMap(({ reservedConcurrency }) => reservedConcurrency ?? []);
  const wanted = reserved.reduce((sum, each) => sum + each, 0);
  if (reserved.length === 0 || config.environment.laptopOnly) {
    return [];
  }
  const { account, region, limit, unreserved } = await ask(config, caller);
  const most = Math.max(0, limit - KEPT_UNRESERVED);
  const check = {
    code: 'account-concurrency',
    name: 'account: concurrency',
    found: `${limit} in ${account}, ${region}, of which ${unreserved} are not reserved`,
    expected: `${wanted + KEPT_UNRESERVED} or more: ${wanted} to reserve, and ${KEPT_UNRESERVED} that Lambda keeps for other functions`,
  } as const;
  const more = 'ask for more (Service Quotas › Lambda › Concurrent executions, L-B99A9384)';
  if (wanted > most) {
    const together = reserved.length > 1 ? ', of all functions together,' : '';
    const less = most === 0 ? 'remove reservedConcurrency' : `lower reservedConcurrency${together} to ${most} or less`;
    return [{ ...check, result: 'fail', fix: `${less}, or ${more}` }];
  }
  return wanted > unreserved - KEPT_UNRESERVED
    ? [
        {
          ...check,
          result: 'warn',
          fix: `nothing, where ${reserved.length > 1 ? 'these functions hold' : 'this function holds'} them already; otherwise ${more}`,
        },
      ]
    : [{ ...check, result: 'pass' }];
}
