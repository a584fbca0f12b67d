import { environments } from '../../config/environments';
import { routes } from '../../config/routes';
import { resolveConfig } from '../../lib/config/resolve';
import type { Config } from '../../lib/config/types';
import { parseContext } from './context';
import type { Flags } from './flags';

/** The flags that choose an environment, as `cdk deploy` takes them. */
export const CONFIG_FLAGS = {
  context: {
    type: 'string',
    short: 'c',
    value: 'KEY=VALUE',
    multiple: true,
    describe: 'env=NAME, issuer=URL or clientId=ID[,ID…], as for cdk deploy',
  },
} as const satisfies Flags;

/**
 * The configuration that {@link CONFIG_FLAGS} choose.
 *
 * @param context the values of `-c`
 * @throws ConfigurationError with every fault there is
 */
export function configOf(context: readonly string[]): Config {
  return resolveConfig({ environments, routes, context: parseContext(context) });
}
