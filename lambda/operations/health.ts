import * as v from 'valibot';
import { content, type Operation } from './operation';

/** The answer of `GET /health`. */
const Health = v.strictObject({ status: v.literal('ok') });

/** @see {@link health} */
export type Health = v.InferOutput<typeof Health>;

/** `GET /health` */
export const health = {
  id: 'getHealth',
  tag: 'Service',
  summary: 'Says that the function starts and answers',
  answer: content({
    name: 'Health',
    description: 'The function answers',
    schema: Health,
    examples: { well: { status: 'ok' } },
  }),
} as const satisfies Operation;
