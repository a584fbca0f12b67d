import { z } from 'zod';
import { advise, distinct, rule, text, wholeNumber } from '../check/rules';
import { DELIVERY_STRATEGIES, LOG_LEVELS } from './features';

/** The variables that Lambda or this project sets. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const TAKEN = /^(AWS_|LAMBDA_|_|POWERTOOLS_|NODE_OPTIONS$|MAX_BODY_BYTES$|METRICS_BY_ROUTE$)/;

const variablesSchema = z.record(z.string(), z.string()).check(
  advise((variables) =>
    Object.keys(variables).flatMap((name) => {
      if (TAKEN.test(name)) {
        return [{ path: [name], expected: 'no variable that Lambda or this project sets', fix: 'rename it' }];
      }
      return /^[A-Za-z][A-Za-z0-9_]+$/.test(name)
        ? []
        : [{ path: [name], expected: 'a name of letters, digits and _, a letter first', fix: 'rename it' }];
    }),
  ),
);

/** @param most - what Lambda takes of them */
export const idsSchema = (kind: string, prefix: string, most: number) =>
  z
    .array(
      text(
        new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
        `the id of a ${kind}`,
        `write one like "${prefix}-0123456789abcdef0"`,
      ),
    )
    .check(
      rule((ids) => ids.length > 0, `at least one ${kind}`, `add the id of a ${kind} of that VPC`),
      rule((ids) => ids.length <= most, `at most ${most} of them, what Lambda takes`, 'take some out'),
      distinct(kind),
    );

/** A place in a VPC that is there. */
export const vpcSchema = z.strictObject({
  id: text(/^vpc-[0-9a-f]{8,17}$/, 'the id of a VPC', 'write one like "vpc-0123456789abcdef0"'),
  subnetIds: idsSchema('subnet', 'subnet', 16),
  securityGroupIds: idsSchema('security group', 'sg', 5).optional(),
});

/** The way in which callers are moved to a new version. */
export const gradualDeliverySchema = z.strictObject({
  strategy: z
    .enum(DELIVERY_STRATEGIES, { error: `one of ${DELIVERY_STRATEGIES.join(', ')}` })
    .default('canary-10-percent-10-minutes'),
});

export const memorySchema = wholeNumber(128, 10240, 'MiB');
export const timeoutSchema = wholeNumber(1, 900, 'seconds');
export const concurrencySchema = wholeNumber(1, 10_000, 'invocations');
export const logLevelSchema = z.enum(LOG_LEVELS, { error: `one of ${LOG_LEVELS.join(', ')}` });

const SETTINGS = {
  memoryMiB: memorySchema.optional(),
  timeoutSeconds: timeoutSchema.optional(),
  reservedConcurrency: concurrencySchema.optional(),
  variables: variablesSchema.optional(),
  logLevel: logLevelSchema.optional(),
  vpc: vpcSchema.optional(),
  architecture: z.enum(['arm64', 'x86_64'], { error: 'one of arm64, x86_64' }).optional(),
  gradualDelivery: z
    .union([z.literal(false), gradualDeliverySchema], { error: 'false, or { strategy: … }' })
    .optional(),
};

/** The settings of one function in an environment. */
export const functionSettingsSchema = z.strictObject(SETTINGS);

/** In characters: the logical ids of what is made for the function hold it. */
const LONGEST_NAME = 40;

const functionSchema = z
  .strictObject({
    name: text(
      (name) => name.length <= LONGEST_NAME && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name),
      `lower-case letters, digits and single hyphens, a letter first, at most ${LONGEST_NAME}`,
      'rename it',
    ),
    entry: text(
      (path) => /^lambda\/[\w./-]+\.m?[jt]s$/.test(path) && !path.split('/').includes('..'),
      "a file in lambda/, as seen from the project's folder",
      'write one like "lambda/handler.ts"',
    ).optional(),
    folder: text(
      (path) => /^\w[\w./-]*$/.test(path) && !path.split('/').includes('..'),
      "a folder within the project, as seen from the project's folder",
      'write one like "python/report"',
    ).optional(),
    runtime: text(
      /^[a-z]+[a-z0-9.]*$/,
      "Lambda's name of a runtime",
      'copy it from https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    ).optional(),
    handler: text(
      /^[^\s]{1,128}$/,
      'the code to call',
      'write it as the runtime wants it: "report.handler"',
    ).optional(),
    ...SETTINGS,
  })
  .check(
    advise(({ entry, folder, runtime, handler }) => {
      const ofFolder = [folder, runtime, handler].filter((member) => member !== undefined);
      return (entry === undefined ? ofFolder.length === 3 : ofFolder.length === 0)
        ? []
        : [
            {
              expected: 'either entry, a file to bundle, or folder, runtime and handler',
              fix: "write entry: 'lambda/handler.ts', say",
            },
          ];
    }),
  );

/** All functions of an app. */
export const functionsSchema = z.array(functionSchema).check(
  rule((functions) => functions.length > 0, 'at least one function', 'add one'),
  advise((functions) =>
    functions.flatMap(({ name }, index) => {
      // Hyphens are not in what is called after it.
      const first = functions.findIndex((other) => bare(other.name) === bare(name));
      return first === index
        ? []
        : [
            {
              path: [index, 'name'],
              expected: `another name than that of functions[${first}], "${functions[first]?.name}", hyphens aside`,
              fix: 'rename one of the two, here and at its routes in config/routes.ts',
            },
          ];
    }),
  ),
);

function bare(name: string): string {
  return name.replaceAll('-', '');
}
