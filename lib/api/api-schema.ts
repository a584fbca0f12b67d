import { z } from 'zod';
import { advise, distinct, eitherSchema, rule, text, wholeNumber } from '../check/rules';
import { apiFaults } from './api-rules';
import { corsFaults } from './cors-rules';
import { issuerFaults } from './issuer-rules';
import { pathFaults, repeatedRoutes } from './route-rules';
import { HTTP_METHODS } from './types';

/**
 * The most that API Gateway allows.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const QUOTAS = { routes: 300, audiences: 50, scopesPerRoute: 10 } as const;

/**
 * The most characters that API Gateway's model takes for a value.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
 */
const LENGTHS = { scope: 64, issuer: 2048 } as const;

const reason = text(
  (why) => why.trim() !== '',
  'the reason why this is safe',
  'write it down: reviewers read it at synth',
);

const scope = z.string().check(
  rule((name) => /^\S+$/.test(name), 'a scope without white space', 'write several scopes as several strings'),
  rule(
    (name) => name.length <= LENGTHS.scope,
    `at most ${LENGTHS.scope} characters, what API Gateway takes for a scope`,
    'give it a shorter name in WSO2 IS',
  ),
);

const access = z.union(
  [
    z.strictObject({
      scopes: z.array(scope).check(
        rule(
          (scopes) => scopes.length > 0,
          'at least one scope',
          "name one, or write { anyToken: 'why' } or { public: 'why' }",
        ),
        rule(
          (scopes) => scopes.length <= QUOTAS.scopesPerRoute,
          `at most ${QUOTAS.scopesPerRoute} scopes, a quota that AWS does not raise`,
          'group them into fewer scopes in WSO2 IS',
        ),
        distinct('scope'),
      ),
    }),
    z.strictObject({ anyToken: reason }),
    z.strictObject({ public: reason }),
  ],
  { error: "one of { scopes: ['…'] }, { anyToken: 'why' } or { public: 'why' }" },
);

/** The limits of a stage, or of a route. */
export const throttleSchema = z.strictObject({
  rateLimit: z
    .number()
    .check(rule((rate) => rate > 0, 'more than 0 requests per second', 'write the rate that callers may sustain')),
  burstLimit: wholeNumber(1, 2 ** 31 - 1, 'requests'),
});

const routeSchema = z.strictObject({
  method: text(
    (method) => (HTTP_METHODS as readonly string[]).includes(method),
    `one of ${HTTP_METHODS.join(', ')}`,
    'write a route for each method; ANY would hand CORS preflights to the authorizer',
  ),
  path: z.string().check(advise(pathFaults)),
  access,
  throttle: throttleSchema.optional(),
});

/** All routes of an API. */
export const routesSchema = z.array(routeSchema).check(
  rule((routes) => routes.length > 0, 'at least one route', 'add one'),
  rule(
    (routes) => routes.length <= QUOTAS.routes,
    `at most ${QUOTAS.routes} routes, what API Gateway allows an API`,
    'group them under {parameters}, or split the API',
  ),
  advise(repeatedRoutes),
);

/** The client ids of an authorizer, its audience. */
export const audienceSchema = z
  .array(text(/^\S+$/, 'a client id, without white space', 'copy it from the application in WSO2 IS, tab Protocol'))
  .check(
    rule(
      (ids) => ids.length > 0,
      'at least one client id',
      'add the client id of the application that is registered in WSO2 IS',
    ),
    rule(
      (ids) => ids.length <= QUOTAS.audiences,
      `at most ${QUOTAS.audiences} client ids, a quota that AWS does not raise`,
      'give the applications a shared audience in WSO2 IS, and write that one here',
    ),
    distinct('client id'),
  );

/**
 * The issuer URL of an authorizer.
 *
 * @param allowPrivate - lets loopback and private hosts pass
 * @param instead - what else to do about such a host, where they do not pass
 */
export const issuerSchema = (allowPrivate: boolean, instead: string) =>
  z.string().check(
    advise((issuer) => issuerFaults(issuer, allowPrivate, instead)),
    rule(
      (issuer) => issuer.length <= LENGTHS.issuer,
      `at most ${LENGTHS.issuer} characters, what API Gateway takes for an issuer`,
      'give WSO2 IS, or its tenant, a shorter address',
    ),
  );

/** The place that the token is read from. */
export const identitySourceSchema = text(
  /^\$request\.(header\.[\w!#$%&'*+.^`|~-]+|querystring\.[^\s,]+)$/,
  'one $request.header.NAME or $request.querystring.NAME',
  'write "$request.header.Authorization"',
);

const headerName = text(/^[\w!#$%&'*+.^`|~-]+$/, 'the name of a header', 'write it without colon and white space');

/** The pages of other origins that may call. */
export const corsSchema = z
  .strictObject({
    allowOrigins: z.array(z.string()).check(
      rule(
        (origins) => origins.length > 0,
        'at least one origin',
        'name one, or remove cors: without it no page may call',
      ),
      distinct('origin'),
    ),
    allowMethods: z
      .array(z.enum(HTTP_METHODS, { error: `one of ${HTTP_METHODS.join(', ')}` }))
      .check(distinct('method'))
      .optional(),
    allowHeaders: z.array(headerName).check(distinct('header')).optional(),
    exposeHeaders: z.array(headerName).check(distinct('header')).default([]),
    allowCredentials: z.boolean().default(false),
    maxAgeSeconds: wholeNumber(0, 86_400, 'seconds').default(3600),
  })
  .check(advise(corsFaults));

/** The props of a `JwtHttpApi` that API Gateway has rules for. */
export const jwtHttpApiSchema = eitherSchema((allowPrivateIssuer) =>
  z
    .strictObject({
      issuer: issuerSchema(allowPrivateIssuer, 'set allowPrivateIssuer where nothing is deployed'),
      audience: audienceSchema,
      identitySource: identitySourceSchema,
      routes: routesSchema,
      throttle: throttleSchema,
      cors: corsSchema.optional(),
    })
    .check(advise(apiFaults)),
);
