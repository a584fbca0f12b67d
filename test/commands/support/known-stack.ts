import { type SynthesizedStack, stackOf } from '../../../commands/project/template';
import type { Config } from '../../../lib/config/environment';
import type { BuildContext } from '../../../lib/config/names';

const known = new Map<string, SynthesizedStack>();

/** The stack of a configuration as {@link stackOf} makes it, made once for all that read it. */
export function knownStack(config: Config, surroundings?: BuildContext): SynthesizedStack {
  const key = JSON.stringify([config, surroundings]);
  const stack = known.get(key) ?? stackOf(config, surroundings);
  known.set(key, stack);
  return stack;
}
