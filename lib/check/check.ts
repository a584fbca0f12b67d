import type { z } from 'zod';
import { type Advice, ConfigurationError, type Fault, show } from './fault';

/**
 * Checks a value against a schema and gives it back with its defaults filled in.
 *
 * @param label names the place of a fault for the reader: from the path inside the value to, say, `prod.issuer`
 * @param listedIn the file that lists the members which the value may have. Default: not told
 * @returns the checked value, or all its faults
 */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  label: (path: readonly PropertyKey[]) => string,
  listedIn?: string,
): { readonly value: z.output<S> } | { readonly faults: readonly Fault[] } {
  // A schema is asked a few times in a process: to compile a parser for it would take longer than all of them.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) {
    return { value: result.data };
  }
  return {
    faults: result.error.issues.flatMap((issue) =>
      places(issue).map((path) => ({ what: label(path), got: show(valueAt(value, path)), ...advice(issue, listedIn) })),
    ),
  };
}

/**
 * {@link check} for a construct's props: throws where the value has faults.
 *
 * @param more faults that no schema can see. Default: none
 */
export function assertValid(schema: z.ZodType, value: unknown, what: string, more: readonly Fault[] = []): void {
  const checked = check(schema, value, (path) => what + readable(path));
  const faults = [...('faults' in checked ? checked.faults : []), ...more];
  if (faults.length > 0) {
    throw new ConfigurationError(faults);
  }
}

/** A path inside a value as one writes it in code: `[2].access.scopes`. */
export function readable(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

/** The place of an issue. An unknown member is reported at the object that holds it; the fault belongs to the member. */
function places(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** Types in words, by the names that schemas have for them. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'a list, [ … ]',
  boolean: 'true or false',
  number: 'a number',
  object: 'an object, { … }',
  record: 'an object, { … }',
  string: 'a string',
};

function advice(issue: z.core.$ZodIssue, listedIn: string | undefined): Advice {
  switch (issue.code) {
    case 'custom':
      return issue.params as unknown as Advice;
    case 'invalid_type':
      return { expected: TYPES[issue.expected] ?? `a value of type ${issue.expected}`, fix: 'write one' };
    case 'unrecognized_keys':
      return {
        expected: 'no such member',
        fix: `correct its name, or remove it${listedIn === undefined ? '' : `: ${listedIn} lists them all`}`,
      };
    default:
      return { expected: issue.message, fix: 'write it so' };
  }
}

/** The member of a value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
