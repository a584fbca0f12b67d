import type { Fault } from '../../lib/check/fault';
import { CommandError } from '../kit/command';
import type { ManagementApi } from './management-api';
import type { ManagementRequest } from './management-requests';

/** The changes of a run, so that nothing of them is left when a later step fails. */
export interface UndoLog {
  /**
   * Notes a change that was made.
   *
   * @param what what undoing it does, with its object: `deletes the application orders-dev`
   */
  changed(what: string, request: ManagementRequest): void;
  /**
   * Takes all changes back, the last one first.
   *
   * @param say callback for each step that was undone
   * @returns a fault for each that does not: what is left
   */
  undo(say: (line: string) => void): Promise<Fault[]>;
}

/** Starts the log of one run. */
export function createUndoLog(api: ManagementApi): UndoLog {
  const changes: { readonly what: string; readonly request: ManagementRequest }[] = [];
  return {
    changed: (what, request) => void changes.push({ what, request }),
    async undo(say) {
      const left: Fault[] = [];
      for (const { what, request } of changes.splice(0).reverse()) {
        try {
          await api.send(request);
          say(`undone: ${what}`);
        } catch (error) {
          const got = (error instanceof CommandError && error.faults[0]?.got) || 'an error';
          const fix = `do it by hand: ${request.method} ${request.url}`;
          left.push({ what: `undo: ${what}`, got, expected: 'nothing of this run to be left', fix });
        }
      }
      return left;
    },
  };
}
