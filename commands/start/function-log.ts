import { stripVTControlCharacters } from 'node:util';
import { withoutSecrets } from '../kit/secret-names';
import { type Paint, plain } from './paint';

/** The members that Powertools adds to every line, and those that the line of the request shows already. */
const KNOWN = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'sampling_rate',
  'xray_trace_id',
  'correlation_id',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'route',
  'subject',
  'client_id',
  'actor',
  'error',
]);

/** The folder that holds the code of a function while it runs here; `/var/task` on Lambda. */
const TASK_ROOT = /(?:file:\/\/)?\/[^\s()]*\/wso2-http-api-function-[\w-]+\/task\//g;

/** A frame of a stack trace that leads into a package, into Node, or into what stands for Lambda's runtime. */
const FOREIGN_FRAME = /^\s+at .*(node:|node_modules\/|local\/gateway\/function\/|<anonymous>)/;

/**
 * The log of a function, for the terminal: level, message and what else a line says, and an error with the frames of the
 * function's own sources. Metrics are left out.
 *
 * @param text - as it was printed: lines of JSON, or of anything else
 */
export function shortLog(text: string, paint: Paint = plain): string[] {
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line) => shortLine(line, paint));
}

/** The log of a function as it was printed, without what could steer the terminal. */
export function wholeLog(text: string): string[] {
  return text.trimEnd().split('\n').map(shown);
}

function shortLine(line: string, paint: Paint): string[] {
  const record = parsed(line);
  if (!record) {
    return errorOfRuntime(line) ?? [shown(line.replace(TASK_ROOT, ''))];
  }
  if ('_aws' in record) {
    return [];
  }
  const { level, message, error } = record;
  const rest = Object.entries(record).filter(([key]) => !KNOWN.has(key));
  const name = String(level ?? 'LOG');
  const said = [
    level === undefined ? '' : paint(name === 'ERROR' ? 'red' : name === 'WARN' ? 'yellow' : 'green', name),
    shown(String(message ?? '')),
    ...rest.map(([key, value]) => shown(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)),
  ];
  const head = said.filter((part) => part !== '').join(' ');
  return [head, ...errorLines(error)];
}

/** `TIME\tREQUEST ID\tERROR\tInvoke Error \t{…}`, as the runtime tells what nothing in the function caught. */
function errorOfRuntime(line: string): string[] | undefined {
  const [, what, json = ''] = /^\S+\t\S*\tERROR\t(.*?)\s*\t(\{.*\})$/.exec(line) ?? [];
  const record = what === undefined ? undefined : parsed(json);
  return record && [`ERROR ${what}`, ...errorLines({ ...record, name: record['errorType'] })];
}

function errorLines(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) {
    return error === undefined ? [] : [shown(`  ${error}`)];
  }
  const { name = 'Error', message, errorMessage, stack } = error as Readonly<Record<string, unknown>>;
  const lines = (Array.isArray(stack) ? stack.map(String) : String(stack ?? '').split('\n')).filter(
    (line) => line !== '',
  );
  const frames = lines.filter((line) => /^\s+at /.test(line)).map((line) => line.replace(TASK_ROOT, ''));
  const own = frames.filter((line) => !FOREIGN_FRAME.test(line));
  return [
    shown(`  ${name}: ${message ?? errorMessage ?? ''}`),
    ...(own.length > 0 ? own : frames).map((line) => shown(`    ${line.trim()}`)),
  ];
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** A function logs what callers send: nothing of it may steer the terminal, or be a token. */
function shown(text: string): string {
  return withoutSecrets(stripVTControlCharacters(text).replace(/[^\P{Cc}\t]/gu, ''));
}
