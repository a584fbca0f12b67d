import { environments, previews, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import type { Config } from '../../lib/config/environment';
import { isInProject } from '../../lib/config/function-code';
import { placeholdersOf } from '../../lib/config/placeholders';
import { CONTEXT_KEYS, resolveConfig } from '../../lib/config/resolve';
import { CommandError } from '../kit/command';
import { contextOf, refuseIgnored } from './context-flags';

/**
 * The configuration that `CONFIG_FLAGS` choose.
 *
 * @param context the values of `-c`
 * @throws CommandError with every value that would be ignored: another key, or no value
 * @throws ConfigurationError with every fault there is
 */
export function configOf(context: readonly string[]): Config {
  refuseIgnored(context, CONTEXT_KEYS, {
    expected: 'env=NAME, issuer=URL or clientId=ID[,ID…]',
    fix: 'write -c env=dev, say',
  });
  return resolveConfig({
    project,
    environments,
    previews,
    routes,
    functions,
    context: contextOf(context),
    isThere: isInProject,
  });
}

/**
 * Stops a command that needs values which are still the placeholders of `config/environments.ts`.
 *
 * @param context the values of `-c`
 * @param keys the members of the environment that it needs. Default: all
 * @throws CommandError with every placeholder among them
 */
export function refusePlaceholders(config: Config, context: readonly string[], keys?: readonly string[]): void {
  const faults = placeholdersOf(config, contextOf(context), keys);
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
}
