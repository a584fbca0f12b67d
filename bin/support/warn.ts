import { type Fault, faultLine } from '../../lib/config/fault';
import type { CommandIo } from './command';

/** Tells of faults that do not stop a command. */
export function warn(faults: readonly Fault[], { err }: Pick<CommandIo, 'err'>): void {
  for (const fault of faults) {
    err(`warning: ${faultLine(fault)}`);
  }
}
