import type { FunctionLog, RequestRecord } from '../../local/gateway';
import { shortLog, wholeLog } from './function-log';
import type { Paint } from './paint';
import { requestLine } from './request-line';

/** The log of a function is kept for its request for this long, in milliseconds. */
const PATIENCE_MS = 1000;

/** Prints requests, and below each what the function logged for it. */
export interface RequestLog {
  request(record: RequestRecord): void;
  functionLog(log: FunctionLog): void;
}

export interface RequestLogProps {
  readonly print: (line: string) => void;
  readonly paint: Paint;
  /** True to print the log of functions as it is. */
  readonly verbose: boolean;
}

/**
 * The log of a function comes before its request is answered, and is kept until then; but not for long, because whoever
 * looks for the reason of a long request looks here.
 */
export function createRequestLog({ print, paint, verbose }: RequestLogProps): RequestLog {
  const kept = new Map<string, { readonly lines: string[]; readonly timer: NodeJS.Timeout }>();
  /** Invocations whose lines are waited for no more. */
  const late = new Set<string>();

  function show(lines: readonly string[]): void {
    for (const line of lines) {
      // Indented, so that the lines of requests stand out.
      print(`  ${line}`);
    }
  }

  function release(id: string): void {
    const entry = kept.get(id);
    kept.delete(id);
    clearTimeout(entry?.timer);
    show(entry?.lines ?? []);
  }

  return {
    request(record) {
      print(requestLine(record, paint));
      const { invocationId: id } = record;
      if (id !== undefined) {
        late.delete(id);
        release(id);
      }
    },
    functionLog({ text, invocationId: id }) {
      const lines = verbose ? wholeLog(text) : shortLog(text, paint);
      if (lines.length === 0) {
        return;
      }
      const entry = kept.get(id);
      if (entry) {
        entry.lines.push(...lines);
      } else if (id === '' || late.has(id)) {
        show(lines);
      } else {
        const timer = setTimeout(() => {
          late.add(id);
          release(id);
        }, PATIENCE_MS);
        kept.set(id, { lines: [...lines], timer });
      }
    },
  };
}
