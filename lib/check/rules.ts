import { z } from 'zod';
import type { Advice } from './fault';

/** A check that gives advice for each thing wrong with the value, or for a member of it. */
export function advise<T>(look: (value: T) => readonly (Advice & { readonly path?: PropertyKey[] })[]) {
  return ({ value, issues }: z.core.ParsePayload<T>): void => {
    for (const { expected, fix, path } of look(value)) {
      // The checks after it run all the same: all faults are told at once.
      issues.push({ code: 'custom', input: value, params: { expected, fix }, path: path ?? [], continue: true });
    }
  };
}

/** A check with one question and one piece of advice. */
export function rule<T>(passes: (value: T) => boolean, expected: string, fix: string) {
  return advise<T>((value) => (passes(value) ? [] : [{ expected, fix }]));
}

/** A string with one question, or one pattern, and one piece of advice. */
export const text = (passes: RegExp | ((value: string) => boolean), expected: string, fix: string) =>
  z.string().check(rule(passes instanceof RegExp ? (value) => passes.test(value) : passes, expected, fix));

/** A whole number of a unit, both ends included. */
export const wholeNumber = (min: number, max: number, unit: string) =>
  z
    .number()
    .check(
      rule(
        (value) => Number.isInteger(value) && value >= min && value <= max,
        `a whole number of ${unit} from ${min} to ${max}`,
        'write such a number',
      ),
    );

/** No value twice. */
export const distinct = (noun: string) =>
  rule<readonly string[]>(
    (values) => new Set(values).size === values.length,
    `each ${noun} once`,
    'remove the repetition',
  );

/** A schema for either value of a flag, made once: to make one takes longer than to check a value with it. */
export function eitherSchema<S extends z.ZodType>(make: (flag: boolean) => S): (flag: boolean) => S {
  const made = new Map<boolean, S>();
  return (flag) => {
    const schema = made.get(flag) ?? make(flag);
    made.set(flag, schema);
    return schema;
  };
}
