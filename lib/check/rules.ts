import { z } from 'zod';
import type { Advice } from './fault';

/** A refinement that gives advice for each thing wrong with the value, or for a member of it. */
export function advise<T>(look: (value: T) => readonly (Advice & { readonly path?: PropertyKey[] })[]) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    for (const { expected, fix, path } of look(value)) {
      context.addIssue({ code: 'custom', params: { expected, fix }, ...(path && { path }) });
    }
  };
}

/** A refinement with one question and one piece of advice. */
export function rule<T>(passes: (value: T) => boolean, expected: string, fix: string) {
  return advise<T>((value) => (passes(value) ? [] : [{ expected, fix }]));
}

/** A whole number of a unit, both ends included. */
export const wholeNumber = (min: number, max: number, unit: string) =>
  z
    .number()
    .superRefine(
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
