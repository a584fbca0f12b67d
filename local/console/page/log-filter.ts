import type { LogEntry } from '../protocol';

/** The entries that are looked for. An empty string lets all through. */
export interface LogFilter {
  readonly route: string;
  /** `4` for 4xx, or a whole status. */
  readonly status: string;
  readonly check: string;
  /** In path, reason, caller and what the function printed. */
  readonly text: string;
}

export const NO_FILTER: LogFilter = { route: '', status: '', check: '', text: '' };

export function isFiltered(filter: LogFilter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

/** Newest first. */
export function found(entries: readonly LogEntry[], { route, status, check, text }: LogFilter): LogEntry[] {
  const wanted = text.trim().toLowerCase();
  const has = (part?: string) => part?.toLowerCase().includes(wanted) ?? false;
  return entries
    .filter(
      (entry) =>
        (route === '' || (entry.routeKey ?? 'no route') === route) &&
        (status === '' || String(entry.status).startsWith(status)) &&
        (check === '' || entry.failedCheck === check) &&
        (wanted === '' ||
          has(`${entry.method} ${entry.path}`) ||
          has(entry.reason) ||
          has(entry.caller) ||
          has(entry.requestId) ||
          entry.output.some(has)),
    )
    .reverse();
}

/** The values to filter by: each that occurs. */
export function choices(entries: readonly LogEntry[]): { routes: string[]; statuses: string[]; checks: string[] } {
  const routes = new Set<string>();
  const statuses = new Set<string>();
  const checks = new Set<string>();
  for (const { routeKey = 'no route', status, failedCheck } of entries) {
    routes.add(routeKey);
    statuses.add(String(status));
    if (failedCheck) {
      checks.add(failedCheck);
    }
  }
  const classesOf = [...new Set([...statuses].map((status) => status.slice(0, 1)))].sort();
  return { routes: [...routes].sort(), statuses: [...classesOf, ...[...statuses].sort()], checks: [...checks].sort() };
}
