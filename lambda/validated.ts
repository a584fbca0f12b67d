import * as v from 'valibot';
import { HttpError, type InputFault } from './http-error';

/** A body of nothing but mistakes must not be answered with one many times its size. */
const MOST_FAULTS = 100;

/** A schema that says, as its message, what it expects. */
type Expectation = v.GenericSchema & { readonly message: string };

/**
 * An object of exactly these members: others are faults too, so that a misspelt one is named and not ignored. The names
 * `__proto__`, `prototype` and `constructor` are the exception; valibot drops them.
 */
export function closedObject<const E extends Record<string, Expectation>>(entries: E) {
  const names = Object.keys(entries).join(', ');
  const closed = v.objectWithRest(entries, v.never(`nothing; the members are ${names}`), (issue) => {
    const missing = issue.path?.[0]?.key;
    return entries[String(missing)]?.message ?? `an object with ${names}`;
  });
  // As a type, what passes has these members. That all others are `never` would make `never` of these, too.
  return closed as unknown as v.ObjectSchema<E, undefined>;
}

/**
 * The request body, typed as the schema says.
 *
 * @throws HttpError 400 `body_invalid` with every fault.
 */
export function validated<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;

  const { length } = result.issues;
  throw new HttpError(
    'body_invalid',
    `The request body has ${length} ${length === 1 ? 'fault' : 'faults'}. ` +
      (length > MOST_FAULTS ? `The first ${MOST_FAULTS} are listed.` : 'Correct what is listed and try again.'),
    result.issues.slice(0, MOST_FAULTS).map(faultOf),
  );
}

function faultOf({ path, input, message }: v.BaseIssue<unknown>): InputFault {
  const steps = (path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${short(String(key))}`));
  return { path: `body${steps.join('')}`, got: describe(input), expected: message };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(short(value)) : String(value);
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
