import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LogEntry } from '../protocol';
import { classes, Method, Status } from './parts';
import { clockText, millisecondsText, outputText } from './words';

/** Heights in pixels, the same as in log.css. */
const ROW = 30;
const NARROW_ROW = 50;
const LINE = 18;
/** Lines of output below a request; the rest is shown with the request. */
const MAX_LINES = 4;
/** Rows drawn above and below what can be seen, in pixels. */
const MARGIN = 300;
/** Rows are drawn anew when the list was scrolled so far, in pixels. */
const STEP = 150;
/** Below this width a row has two lines. */
const NARROW = 640;

export interface LogListProps {
  /** Newest first. */
  readonly entries: readonly LogEntry[];
  readonly selected?: string;
  readonly showsOutput: boolean;
  readonly onSelect: (requestId: string) => void;
}

/** Only rows that can be seen are drawn, so that a thousand are as quick as ten. */
export function LogList({ entries, selected, showsOutput, onSelect }: LogListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600, width: 1000 });
  const row = view.width < NARROW ? NARROW_ROW : ROW;
  const tops = useMemo(() => topsOf(entries, row, showsOutput), [entries, row, showsOutput]);
  const total = tops.at(-1) ?? 0;
  const look = () => {
    const { scrollTop = 0, clientHeight: height = 0, clientWidth: width = 0 } = box.current ?? {};
    const top = Math.floor(scrollTop / STEP) * STEP;
    setView((before) =>
      before.top === top && before.height === height && before.width === width ? before : { top, height, width },
    );
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    if (box.current) {
      observer.observe(box.current);
    }
    look();
    return () => observer.disconnect();
  }, []);
  useAnchor(box, entries, tops);
  const index = entries.findIndex(({ requestId }) => requestId === selected);
  useEffect(() => {
    const [top, bottom] = [tops[index], tops[index + 1]];
    if (box.current && top !== undefined && bottom !== undefined) {
      const { scrollTop, clientHeight } = box.current;
      box.current.scrollTop = Math.min(top, Math.max(scrollTop, bottom - clientHeight));
    }
  }, [selected]);

  const first = Math.max(0, indexAt(tops, view.top - MARGIN));
  const last = Math.min(entries.length - 1, indexAt(tops, view.top + STEP + view.height + MARGIN));
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / row) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[
      event.key
    ];
    const next = step && entries[Math.max(0, Math.min(entries.length - 1, index + step))];
    if (next) {
      event.preventDefault();
      onSelect(next.requestId);
    }
  };
  return (
    <div
      ref={box}
      class={classes('log-list', row === NARROW_ROW && 'is-narrow')}
      role="listbox"
      aria-label="Requests, newest first"
      aria-activedescendant={index >= first && index <= last ? `entry-${selected}` : undefined}
      tabIndex={0}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <div class="log-space" role="presentation" style={{ height: `${total}px` }}>
        {entries.slice(first, last + 1).map((entry, at) => (
          <LogRow
            key={entry.requestId}
            entry={entry}
            top={tops[first + at] ?? 0}
            position={first + at + 1}
            count={entries.length}
            isSelected={entry.requestId === selected}
            showsOutput={showsOutput}
            onSelect={onSelect}
          />
        ))}
      </div>
    </div>
  );
}

/** Keeps what is read in its place when requests come in above it. */
function useAnchor(
  box: { readonly current: HTMLDivElement | null },
  entries: readonly LogEntry[],
  tops: readonly number[],
): void {
  const before = useRef<{ readonly id?: string }>({});
  useLayoutEffect(() => {
    const list = box.current;
    const moved = entries.findIndex(({ requestId }) => requestId === before.current.id);
    if (list && list.scrollTop > ROW && moved > 0) {
      list.scrollTop += tops[moved] ?? 0;
    }
    before.current = { id: entries[0]?.requestId };
  }, [entries]);
}

function linesOf({ output }: LogEntry): number {
  return Math.min(output.length, MAX_LINES);
}

/** The top of each row, and the bottom of the last one. */
function topsOf(entries: readonly LogEntry[], row: number, showsOutput: boolean): number[] {
  const tops = [0];
  let top = 0;
  for (const entry of entries) {
    top += row + (showsOutput ? linesOf(entry) * LINE + (entry.output.length > 0 ? 6 : 0) : 0);
    tops.push(top);
  }
  return tops;
}

/** The row at this height. */
function indexAt(tops: readonly number[], height: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= height) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

interface LogRowProps {
  readonly entry: LogEntry;
  readonly top: number;
  readonly position: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly showsOutput: boolean;
  readonly onSelect: (requestId: string) => void;
}

function LogRow(props: LogRowProps) {
  const { entry, top, position, count, isSelected, showsOutput, onSelect } = props;
  const { requestId, at, method, path, status, failedCheck, reason, caller, durationMs, functionMs, output } = entry;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys of all its rows
    <div
      id={`entry-${requestId}`}
      class={classes('log-row', isSelected && 'is-selected')}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={count}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(requestId)}
    >
      <div class="log-line">
        <time class="log-time">{clockText(at)}</time>
        <Status code={status} />
        <span class="log-path">
          <Method>{method}</Method> {path}
        </span>
        <span class="log-why">
          {failedCheck ? (
            <>
              <strong>{failedCheck}</strong> {reason?.replace(`${failedCheck}: `, '')}
            </>
          ) : (
            (reason ?? caller)
          )}
        </span>
        <span class="log-ms">{millisecondsText(durationMs)}</span>
        <span class="log-ms log-function">
          {functionMs === undefined ? 'never ran' : `function ${millisecondsText(functionMs)}`}
        </span>
      </div>
      {showsOutput && output.length > 0 && (
        <div class="log-output">
          {output.slice(0, MAX_LINES).map((line, index) => (
            <div key={index}>
              {outputText(line)}
              {index === MAX_LINES - 1 && output.length > MAX_LINES && ` … and ${output.length - MAX_LINES} more`}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
