import { useMemo, useState } from 'preact/hooks';
import { showEntry } from './actions';
import { choices, found, isFiltered, type LogFilter, NO_FILTER } from './log-filter';
import { LogList } from './log-list';
import { Section } from './parts';
import { store } from './state';
import { plural } from './words';

/** Every request of the gateway, newest first. Absent for a deployment. */
export function Log() {
  const isAbsent = store.use((state) => state.overview?.api.isDeployed ?? false);
  const entries = store.use((state) => state.entries);
  const isRead = store.use((state) => state.isLogRead);
  const selected = store.use((state) => state.selected);
  const [filter, setFilter] = useState<LogFilter>(NO_FILTER);
  const [showsOutput, setShowsOutput] = useState(true);
  const shown = useMemo(() => found(entries, filter), [entries, filter]);
  if (isAbsent) {
    return null;
  }
  return (
    <Section
      id="log"
      title="Log"
      isBusy={!isRead}
      aside={
        <>
          <span class="hint">
            {isFiltered(filter) && `${shown.length} of `}
            {isRead ? plural(entries.length, 'request') : '…'}
          </span>
          <Filters filter={filter} setFilter={setFilter} />
          <label class="choice">
            <input
              type="checkbox"
              checked={showsOutput}
              onChange={({ currentTarget }) => setShowsOutput(currentTarget.checked)}
            />
            what the function printed
          </label>
        </>
      }
    >
      {shown.length === 0 ? (
        <p class="empty">
          {!isRead
            ? ''
            : entries.length === 0
              ? 'No request yet. Send one here, or with curl or Postman: it shows up at once.'
              : 'No request is like that.'}
        </p>
      ) : (
        <LogList entries={shown} selected={selected} showsOutput={showsOutput} onSelect={(id) => void showEntry(id)} />
      )}
    </Section>
  );
}

interface FiltersProps {
  readonly filter: LogFilter;
  readonly setFilter: (filter: LogFilter) => void;
}

function Filters({ filter, setFilter }: FiltersProps) {
  const entries = store.use((state) => state.entries);
  const { routes, statuses, checks } = useMemo(() => choices(entries), [entries]);
  const set = (change: Partial<LogFilter>) => setFilter({ ...filter, ...change });
  return (
    <search class="filters" aria-label="In the log">
      <Choice label="Route" all="all routes" value={filter.route} values={routes} onPick={(route) => set({ route })} />
      <Choice
        label="Status"
        all="all statuses"
        value={filter.status}
        values={statuses}
        shown={(status) => (status.length === 1 ? `${status}xx` : status)}
        onPick={(status) => set({ status })}
      />
      <Choice
        label="Failing check"
        all="all checks"
        value={filter.check}
        values={checks}
        onPick={(check) => set({ check })}
      />
      <input
        type="search"
        aria-label="Search in paths, reasons and what the function printed"
        placeholder="Search"
        value={filter.text}
        onInput={({ currentTarget }) => set({ text: currentTarget.value })}
      />
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly shown?: (value: string) => string;
  readonly onPick: (value: string) => void;
}

function Choice({ label, all, value, values, shown = (text) => text, onPick }: ChoiceProps) {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
      <option value="">{all}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {shown(one)}
        </option>
      ))}
    </select>
  );
}
