export interface InspectorNotesProps {
  /** Its inspector is ready for a debugger. */
  readonly onListening: (inspector: { readonly id: string; readonly port: number }) => void;
  /** Text that the function itself printed. */
  readonly onOutput: (text: string) => void;
}

/** `Debugger listening on ws://127.0.0.1:9229/0f2c936f-b1cd-4ac9-aab3-f63b0f33d55e` */
const LISTENING = /^Debugger listening on ws:\/\/[^/]*:(\d+)\/([\w-]+)$/;

const NOTE =
  /^(For help, see: https:\/\/nodejs\.org\/en\/docs\/inspector|Debugger (attached|ending on .*)\.?|Waiting for the debugger to disconnect\.\.\.)$/;

/**
 * Parts what Node's inspector prints to standard error from what the function prints there.
 *
 * @returns takes the next lines, with their ends
 */
export function createInspectorNotes({ onListening, onOutput }: InspectorNotesProps): (text: string) => void {
  // Only the first tells of the inspector: a function may print anything.
  let isListening = false;
  return (text) => {
    const lines = text.split(/(?<=\n)/).filter((line) => {
      const [, port, id = ''] = LISTENING.exec(line.trimEnd()) ?? [];
      if (port !== undefined && !isListening) {
        isListening = true;
        onListening({ id, port: Number(port) });
        return false;
      }
      return !NOTE.test(line.trimEnd());
    });
    if (lines.length > 0) {
      onOutput(lines.join(''));
    }
  };
}
