import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { audienceSchema, corsSchema, identitySourceSchema, issuerSchema, throttleSchema } from '../api/api-schema';
import { advise, eitherSchema, rule, text, wholeNumber } from '../check/rules';
import { certificatePlaceFaults, domainSchema } from './domain-schema';
import {
  concurrencySchema,
  functionSettingsSchema,
  gradualDeliverySchema,
  logLevelSchema,
  memorySchema,
  timeoutSchema,
} from './function-schema';
import { mirrorFaults, mirrorSchema } from './mirror-schema';
import { monitoringSchema } from './monitoring-schema';
import { stackDescription } from './names';
import { ownersOf } from './open-audiences';

/** The retention times that CloudWatch Logs offers, in days. `INFINITE` is left out: nobody ever deletes those logs. */
const RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/**
 * The most bytes that CloudFormation takes for the description of a template.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const LONGEST_DESCRIPTION = 1024;

/** The number of tags that CloudFormation allows a stack, less the one with the repository. */
const MOST_TAGS = 49;

const tagsSchema = z.record(z.string(), z.string()).check(
  advise((tags) => [
    ...(Object.keys(tags).length > MOST_TAGS
      ? [{ expected: `at most ${MOST_TAGS} tags`, fix: 'remove those that nobody looks at' }]
      : []),
    ...Object.entries(tags)
      .filter(
        ([key, value]) =>
          !/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu.test(key) ||
          !/^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,256}$/u.test(value),
      )
      .map(([key]) => ({
        path: [key],
        expected: 'letters, digits, spaces and _.:/=+-@, in a key 1–128 of them and no aws: before, in a value 1–256',
        fix: 'shorten it, or take out the other characters',
      })),
  ]),
);

/** The address where people look for it first. */
const misplacedMutualTls = z
  .unknown()
  .check(
    rule(
      (value) => value === undefined,
      'it within domain, API Gateway asks for client certificates at a custom domain only',
      'write domain: { name, …, mutualTls }',
    ),
  )
  .optional();

const resourceMetadataSchema = z.strictObject({
  documentationUrl: text(
    /^https:\/\/[^\s/]+\S*$/,
    'an https URL',
    'write one like "https://developers.example.com"',
  ).optional(),
});

/** An environment, its defaults filled in. */
export const environmentSchema = eitherSchema((laptopOnly) =>
  z
    .strictObject({
      account: text(
        /^\d{12}$/,
        'twelve digits',
        'ask for it with: aws sts get-caller-identity --query Account',
      ).optional(),
      region: text(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'an AWS region', 'write one like "eu-west-1"').optional(),
      laptopOnly: z.boolean().default(false),
      issuer: issuerSchema(laptopOnly, 'run it on your laptop with `npm start`').check(
        rule(
          (issuer) => Buffer.byteLength(stackDescription(issuer)) <= LONGEST_DESCRIPTION,
          `at most ${LONGEST_DESCRIPTION - Buffer.byteLength(stackDescription(''))} characters, because the stack's description holds it`,
          'give WSO2 IS, or its tenant, a shorter address',
        ),
      ),
      issuerMirror: mirrorSchema.optional(),
      clientIds: audienceSchema,
      identitySource: identitySourceSchema.default('$request.header.Authorization'),
      throttle: throttleSchema.default({ rateLimit: 100, burstLimit: 200 }),
      cors: corsSchema.optional(),
      domain: domainSchema.optional(),
      mutualTls: misplacedMutualTls,
      resourceMetadata: resourceMetadataSchema.optional(),
      ipAddressType: z.enum(['ipv4', 'dualstack'], { error: 'one of ipv4, dualstack' }).default('ipv4'),
      functionMemoryMiB: memorySchema.default(256),
      functionTimeoutSeconds: timeoutSchema.default(10),
      integrationTimeoutSeconds: wholeNumber(1, 29, 'seconds').default(29),
      reservedConcurrency: concurrencySchema.optional(),
      maxBodyBytes: wholeNumber(1, 6_000_000, 'bytes').default(32_768),
      monitoring: monitoringSchema.optional(),
      gradualDelivery: gradualDeliverySchema.optional(),
      functions: z.record(z.string(), functionSettingsSchema).default({}),
      detailedMetrics: z.boolean().default(true),
      tracing: z.boolean().default(true),
      logLevel: logLevelSchema.default('INFO'),
      logRetentionDays: z
        .number()
        .check(
          rule(
            (days) => RETENTION_DAYS.includes(days),
            `one of ${RETENTION_DAYS.join(', ')} days`,
            'write the next longer one',
          ),
        )
        .default(30),
      logKeyArn: text(
        /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
        'the ARN of a KMS key; CloudWatch Logs takes no alias',
        'copy it from: aws kms describe-key --key-id alias/NAME --query KeyMetadata.Arn',
      ).optional(),
      bootstrapQualifier: text(
        /^[a-z0-9]{1,10}$/,
        '1–10 lower-case letters and digits',
        'write what cdk bootstrap --qualifier was given',
      ).optional(),
      terminationProtection: z.boolean().default(false),
      tags: tagsSchema.default({}),
    })
    .check(
      advise(({ functionTimeoutSeconds, integrationTimeoutSeconds }) =>
        functionTimeoutSeconds < integrationTimeoutSeconds
          ? []
          : [
              {
                path: ['functionTimeoutSeconds'],
                expected: `less than the integration's timeout of ${integrationTimeoutSeconds} seconds`,
                fix: 'shorten it, or API Gateway answers 503 before the function can say why it is slow',
              },
            ],
      ),
      advise(({ gradualDelivery, monitoring }) =>
        gradualDelivery === undefined || monitoring !== undefined
          ? []
          : [
              {
                path: ['gradualDelivery'],
                expected: 'monitoring beside it, whose alarms are what moves callers back',
                fix: 'add monitoring: {}, or remove gradualDelivery',
              },
            ],
      ),
    )
    .check(
      advise(mirrorFaults),
      advise(({ resourceMetadata, domain }) =>
        resourceMetadata === undefined || domain?.mappingKey === undefined
          ? []
          : [
              {
                path: ['resourceMetadata'],
                expected: `none beside domain.mappingKey: clients ask at the root of ${domain.name} (RFC 9728), which is not below the key`,
                fix: 'remove it, or give the API a name of its own',
              },
            ],
      ),
      advise(({ clientIds }) =>
        clientIds.flatMap((id, index) =>
          ownersOf(id).map((whose) => ({
            path: ['clientIds', index],
            expected: `a client id, or an audience that you gave to your applications: ${whose}`,
            fix: 'write the client ids of the applications that may call',
          })),
        ),
      ),
      advise(({ region, logKeyArn }) => {
        const of = logKeyArn?.split(':')[3];
        return of === undefined || region === undefined || of === region
          ? []
          : [
              {
                path: ['logKeyArn'],
                expected: `a key in ${region}, where the logs are`,
                fix: 'make one there: CloudWatch Logs takes no other',
              },
            ];
      }),
      advise(({ account, region, domain }) =>
        domain === undefined ? [] : certificatePlaceFaults(domain, { account, region }),
      ),
    ),
);
