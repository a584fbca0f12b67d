import { z } from 'zod';
import { distinct, rule, text, wholeNumber } from '../check/rules';

const percent = z
  .number()
  .check(rule((value) => value > 0 && value <= 100, 'more than 0 and at most 100 percent', 'write such a number'));

/** The limits from which on something is an alarm. */
export const monitoringSchema = z.strictObject({
  emails: z
    .array(text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address', 'write ops@example.com'))
    .check(distinct('address'))
    .default([]),
  serverErrorPercent: percent.default(1),
  latencyP99Milliseconds: wholeNumber(1, 30_000, 'milliseconds').default(3000),
  refusedPercent: percent.default(50),
  runbookUrl: text(/^[^\s#]{1,500}$/, 'an address without # and white space', 'leave the # to the alarms').default(
    'docs/operations.md',
  ),
});
