import * as fc from 'fast-check';
import type { Route } from '../../lib/api/types';
import type { Environment } from '../../lib/config/environment';
import { DELIVERY_STRATEGIES, LOG_LEVELS } from '../../lib/config/features';
import { MIRROR } from './mirror';

const { certificateArn, vpc } = MIRROR;
const LEAST_MIRROR = { certificateArn, vpc: { ...vpc, s3RouteTableIds: undefined } };

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';
const CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/0a1b2c3d-0000-4000-8000-000000000000`;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const access: fc.Arbitrary<Route['access']> = fc.oneof(
  fc.record({ scopes: fc.uniqueArray(name, { minLength: 1, maxLength: 10 }) }),
  fc.record({ anyToken: fc.constant('callers see only their own') }),
  fc.record({ public: fc.constant('monitors probe it') }),
);
const throttle = fc.record({
  rateLimit: fc.integer({ min: 1, max: 90 }),
  burstLimit: fc.integer({ min: 1, max: 180 }),
});

/** Paths that differ whatever their parameters are called. */
const routes: fc.Arbitrary<readonly Route[]> = fc
  .uniqueArray(
    fc.record({
      method: fc.constantFrom(...METHODS),
      path: fc.tuple(name, fc.constantFrom('', '/{id}', '/{rest+}')).map(([first, last]) => `/${first}${last}`),
      access,
      throttle: fc.option(throttle, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 25, selector: ({ path }) => path.split('/')[1] },
  )
  .map((list) => list as readonly Route[]);

const environment: fc.Arbitrary<Environment> = fc
  .record({
    place: fc.constantFrom({}, { account: ACCOUNT, region: REGION }),
    tenant: fc.constantFrom('', '/t/acme.example'),
    clientIds: fc.uniqueArray(name, { minLength: 1, maxLength: 50 }),
    throttle: fc.constantFrom(undefined, { rateLimit: 500, burstLimit: 1000 }),
    cors: fc.constantFrom(
      undefined,
      { allowOrigins: ['*'] },
      { allowOrigins: ['https://app.example.com'], maxAgeSeconds: 0 },
    ),
    domain: fc.constantFrom(undefined, 'zone', 'certificate', 'mutualTls'),
    ipAddressType: fc.constantFrom('ipv4', 'dualstack'),
    functionMemoryMiB: fc.integer({ min: 128, max: 10240 }),
    functionTimeoutSeconds: fc.integer({ min: 1, max: 28 }),
    reservedConcurrency: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
    maxBodyBytes: fc.integer({ min: 1, max: 6_000_000 }),
    watched: fc.constantFrom('not', 'watched', 'gradual'),
    emails: fc.integer({ min: 0, max: 3 }),
    strategy: fc.constantFrom(...DELIVERY_STRATEGIES),
    detailedMetrics: fc.boolean(),
    tracing: fc.boolean(),
    logLevel: fc.constantFrom(...LOG_LEVELS),
    logRetentionDays: fc.constantFrom(1, 30, 365, 3653),
    ownLogKey: fc.boolean(),
    bootstrapQualifier: fc.constantFrom(undefined, 'devapi'),
    terminationProtection: fc.boolean(),
    tags: fc.dictionary(name, name, { maxKeys: 10 }),
    mirror: fc.constantFrom('none', 'least', 'most'),
  })
  .map(({ place, tenant, domain, watched, emails, strategy, ownLogKey, bootstrapQualifier, mirror, ...plain }) => ({
    ...place,
    ...plain,
    issuer: `https://is.example.com${tenant}/oauth2/token`,
    // prod is in the same place, under the default bootstrap.
    bootstrapQualifier: 'account' in place ? 'devapi' : bootstrapQualifier,
    ...('account' in place && domain !== undefined && { domain: domainOf(domain) }),
    ...('account' in place &&
      ownLogKey && { logKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000` }),
    ...('account' in place && mirror !== 'none' && { issuerMirror: mirror === 'most' ? MIRROR : LEAST_MIRROR }),
    ...(watched !== 'not' && {
      monitoring: { emails: Array.from({ length: emails }, (_, index) => `ops${index}@example.com`) },
    }),
    ...(watched === 'gradual' && { gradualDelivery: { strategy } }),
  }));

function domainOf(kind: 'zone' | 'certificate' | 'mutualTls'): Environment['domain'] {
  return {
    name: 'api.example.com',
    ...(kind === 'zone'
      ? { hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } }
      : { certificateArn: CERTIFICATE }),
    ...(kind === 'mutualTls' && {
      mutualTls: { truststore: 's3://truststore-bucket/ca.pem', truststoreVersion: 'v1' },
    }),
  };
}

/** A valid configuration, the same for a seed at any time: `dev`, and its routes. */
export function generatedConfiguration(seed: number): { environment: Environment; routes: readonly Route[] } {
  const [generated] = fc.sample(fc.record({ environment, routes }), { seed, numRuns: 1 });
  if (generated === undefined) {
    throw new Error('fast-check generated nothing');
  }
  return generated;
}
