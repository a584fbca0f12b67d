import { type Fault, faultLine } from '../../lib/config/fault';

/** All that is wrong with what a command was given, or met: a line each, what — got — expected — do this. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly faults: readonly Fault[],
    options?: ErrorOptions,
  ) {
    super(faults.map(faultLine).join('\n'), options);
  }
}
