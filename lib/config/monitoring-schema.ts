import { z } from 'zod';
import { distinct, rule, wholeNumber } from '../check/rules';

const percent = z
  .number()
  .superRefine(
    rule((value) => value > 0 && value <= 100, 'more than 0 and at most 100 percent', 'write such a number'),
  );

/** The limits from which on something is an alarm. */
export const monitoringSchema = z.strictObject({
  emails: z
    .array(
      z
        .string()
        .superRefine(
          rule((address) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address), 'an e-mail address', 'write ops@example.com'),
        ),
    )
    .superRefine(distinct('address'))
    .default([]),
  serverErrorPercent: percent.default(1),
  latencyP99Milliseconds: wholeNumber(1, 30_000, 'milliseconds').default(3000),
  refusedPercent: percent.default(50),
  runbookUrl: z
    .string()
    .superRefine(
      rule((url) => /^[^\s#]{1,500}$/.test(url), 'an address without # and white space', 'leave the # to the alarms'),
    )
    .default('docs/operations.md'),
});
