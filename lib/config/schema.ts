import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import type { Advice } from './fault';
import { issuerFaults } from './issuer-rules';
import { pathFaults, repeatedRoutes } from './route-rules';
import { HTTP_METHODS } from './types';

/**
 * What API Gateway allows at most.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const QUOTAS = { routes: 300, audiences: 50, scopesPerRoute: 10 } as const;

/** The retention times that CloudWatch Logs offers, in days. `INFINITE` is left out: nobody ever deletes those logs. */
const RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** A refinement that gives advice for each thing wrong with the value, or for a member of it. */
function advise<T>(look: (value: T) => readonly (Advice & { readonly path?: PropertyKey[] })[]) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    for (const { expected, fix, path } of look(value)) {
      context.addIssue({ code: 'custom', params: { expected, fix }, ...(path && { path }) });
    }
  };
}

/** A refinement with one question and one piece of advice. */
function rule<T>(passes: (value: T) => boolean, expected: string, fix: string) {
  return advise<T>((value) => (passes(value) ? [] : [{ expected, fix }]));
}

const wholeNumber = (min: number, max: number, unit: string) =>
  z
    .number()
    .superRefine(
      rule(
        (value) => Number.isInteger(value) && value >= min && value <= max,
        `a whole number of ${unit} from ${min} to ${max}`,
        'write such a number',
      ),
    );

const distinct = (noun: string) =>
  rule<readonly string[]>(
    (values) => new Set(values).size === values.length,
    `each ${noun} once`,
    'remove the repetition',
  );

const reason = z
  .string()
  .superRefine(
    rule((text) => text.trim() !== '', 'the reason why this is safe', 'write it down: reviewers read it at synth'),
  );

const scope = z
  .string()
  .superRefine(
    rule((text) => /^\S+$/.test(text), 'a scope without white space', 'write several scopes as several strings'),
  );

const access = z.union(
  [
    z.strictObject({
      scopes: z
        .array(scope)
        .superRefine(
          rule(
            (scopes) => scopes.length > 0,
            'at least one scope',
            "name one, or write { anyToken: 'why' } or { public: 'why' }",
          ),
        )
        .superRefine(
          rule(
            (scopes) => scopes.length <= QUOTAS.scopesPerRoute,
            `at most ${QUOTAS.scopesPerRoute} scopes, a quota that AWS does not raise`,
            'group them into fewer scopes in WSO2 IS',
          ),
        )
        .superRefine(distinct('scope')),
    }),
    z.strictObject({ anyToken: reason }),
    z.strictObject({ public: reason }),
  ],
  { error: "one of { scopes: ['…'] }, { anyToken: 'why' } or { public: 'why' }" },
);

const routeSchema = z.strictObject({
  method: z
    .string()
    .superRefine(
      rule(
        (method) => (HTTP_METHODS as readonly string[]).includes(method),
        `one of ${HTTP_METHODS.join(', ')}`,
        'write a route for each method; ANY would hand CORS preflights to the authorizer',
      ),
    ),
  path: z.string().superRefine(advise(pathFaults)),
  access,
});

/** All routes of an API. */
export const routesSchema = z
  .array(routeSchema)
  .superRefine(rule((routes) => routes.length > 0, 'at least one route', 'add one to config/routes.ts'))
  .superRefine(
    rule(
      (routes) => routes.length <= QUOTAS.routes,
      `at most ${QUOTAS.routes} routes, what API Gateway allows an API`,
      'group them under {parameters}, or split the API',
    ),
  )
  .superRefine(advise(repeatedRoutes));

/** The client ids of an authorizer, its audience. */
export const audienceSchema = z
  .array(
    z
      .string()
      .superRefine(
        rule(
          (id) => /^\S+$/.test(id),
          'a client id, without white space',
          'copy it from the application in WSO2 IS, tab Protocol',
        ),
      ),
  )
  .superRefine(
    rule(
      (ids) => ids.length > 0,
      'at least one client id',
      'add the client id of the application that is registered in WSO2 IS',
    ),
  )
  .superRefine(
    rule(
      (ids) => ids.length <= QUOTAS.audiences,
      `at most ${QUOTAS.audiences} client ids, a quota that AWS does not raise`,
      'give the applications a shared audience in WSO2 IS, and write that one here',
    ),
  )
  .superRefine(distinct('client id'));

/** The issuer URL of an authorizer. `laptopOnly` lets loopback and private hosts pass. */
export const issuerSchema = (laptopOnly: boolean) =>
  z.string().superRefine(advise((issuer) => issuerFaults(issuer, laptopOnly)));

/** Where the token is read from. */
export const identitySourceSchema = z
  .string()
  .superRefine(
    rule(
      (source) => /^\$request\.(header\.[\w!#$%&'*+.^`|~-]+|querystring\.[^\s,]+)$/.test(source),
      'one $request.header.NAME or $request.querystring.NAME',
      'write "$request.header.Authorization"',
    ),
  );

/** The limits of a stage. */
export const throttleSchema = z.strictObject({
  rateLimit: z
    .number()
    .superRefine(
      rule((rate) => rate > 0, 'more than 0 requests per second', 'write the rate that callers may sustain'),
    ),
  burstLimit: wholeNumber(1, 2 ** 31 - 1, 'requests'),
});

const tagsSchema = z.record(z.string(), z.string()).superRefine(
  advise((tags) => [
    ...(Object.keys(tags).length > 50
      ? [{ expected: 'at most 50 tags', fix: 'remove those that nobody looks at' }]
      : []),
    ...Object.entries(tags)
      .filter(([key, value]) => !/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu.test(key) || value.length > 256)
      .map(([key]) => ({
        path: [key],
        expected: 'a key of 1–128 letters, digits, spaces and _.:/=+-@ not starting with aws:, a value of at most 256',
        fix: 'shorten it, or take out the other characters',
      })),
  ]),
);

/** An environment, its defaults filled in. */
export const environmentSchema = (laptopOnly: boolean) =>
  z
    .strictObject({
      account: z
        .string()
        .superRefine(
          rule(
            (id) => /^\d{12}$/.test(id),
            'twelve digits',
            'ask for it with: aws sts get-caller-identity --query Account',
          ),
        )
        .optional(),
      region: z
        .string()
        .superRefine(
          rule((name) => /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(name), 'an AWS region', 'write one like "eu-west-1"'),
        )
        .optional(),
      laptopOnly: z.boolean().default(false),
      issuer: issuerSchema(laptopOnly),
      clientIds: audienceSchema,
      identitySource: identitySourceSchema.default('$request.header.Authorization'),
      throttle: throttleSchema.default({ rateLimit: 100, burstLimit: 200 }),
      functionMemoryMiB: wholeNumber(128, 10240, 'MiB').default(256),
      functionTimeoutSeconds: wholeNumber(1, 900, 'seconds').default(10),
      integrationTimeoutSeconds: wholeNumber(1, 29, 'seconds').default(29),
      logRetentionDays: z
        .number()
        .superRefine(
          rule(
            (days) => RETENTION_DAYS.includes(days),
            `one of ${RETENTION_DAYS.join(', ')} days`,
            'write the next longer one',
          ),
        )
        .default(30),
      terminationProtection: z.boolean().default(false),
      tags: tagsSchema.default({}),
    })
    .superRefine(
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
    );

/** What a `JwtHttpApi` is given that API Gateway has rules for. */
export const jwtHttpApiSchema = (allowPrivateIssuer: boolean) =>
  z.strictObject({
    issuer: issuerSchema(allowPrivateIssuer),
    audience: audienceSchema,
    identitySource: identitySourceSchema,
    routes: routesSchema,
    throttle: throttleSchema,
  });
