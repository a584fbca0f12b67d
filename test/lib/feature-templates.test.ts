import { isDeepStrictEqual } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import type { Route } from '../../lib/api/types';
import type { Environment } from '../../lib/config/environment';
import { synthesize, synthesizeMirror } from '../support/synth';

// What each feature alone makes of the plain stack, and nothing else of it: whatever an environment in config/ uses of it.
// A domain has its own in api-domain.test.ts.

const ROUTE: Route = { method: 'GET', path: '/a', access: { scopes: ['a'] } };

const withFeature = (environment: Partial<Environment>, route = ROUTE) =>
  synthesize({ env: 'dev' }, { environment, routes: [route] });

/** The resources and outputs that are other than in a template, in full, and the names of those that are gone. */
function difference(from: Template, to: Template): Record<string, unknown> {
  const [before, after] = [from, to].map((template) => {
    const { Resources, Outputs } = template.toJSON();
    return { ...Resources, ...Outputs } as Record<string, unknown>;
  }) as [Record<string, unknown>, Record<string, unknown>];
  const changed = Object.entries(after).filter(([id, value]) => !isDeepStrictEqual(value, before[id]));
  return { ...Object.fromEntries(changed), gone: Object.keys(before).filter((id) => !(id in after)) };
}

const plain = withFeature({});

test.each<[feature: string, on: Template, off?: Template]>([
  ['throttling of the stage', withFeature({ throttle: { rateLimit: 7, burstLimit: 9 } })],
  ['throttling of a route', withFeature({}, { ...ROUTE, throttle: { rateLimit: 5, burstLimit: 6 } })],
  ['reserved concurrency', withFeature({ reservedConcurrency: 50 })],
  ['CORS', withFeature({ cors: { allowOrigins: ['https://app.example.com'] } })],
  [
    'limits of payload and time',
    withFeature({ maxBodyBytes: 1000, functionTimeoutSeconds: 3, integrationTimeoutSeconds: 5 }),
  ],
  ['metadata of the protected resource', withFeature({ resourceMetadata: {} })],
  ['dual stack', withFeature({ ipAddressType: 'dualstack' })],
  ['monitoring', withFeature({ monitoring: { emails: ['ops@example.com'] } })],
  ['gradual delivery', withFeature({ monitoring: {}, gradualDelivery: {} }), withFeature({ monitoring: {} })],
  [
    'no metrics of routes',
    withFeature({ detailedMetrics: false }, { ...ROUTE, throttle: { rateLimit: 5, burstLimit: 6 } }),
  ],
  ['no traces', withFeature({ tracing: false })],
  ['another log level', withFeature({ logLevel: 'WARN' })],
  [
    'a key for the logs',
    withFeature({ logKeyArn: 'arn:aws:kms:eu-central-1:222222222222:key/0a1b2c3d-0000-4000-8000-000000000000' }),
  ],
  ['a bootstrap of its own', withFeature({ bootstrapQualifier: 'devapi' })],
  ['protection from deletion', withFeature({ terminationProtection: true })],
])('%s changes the template as reviewed', (_feature, on, off = plain) => {
  expect(difference(off, on)).toMatchSnapshot();
});

test('a mirror of the issuer is the stack that was reviewed', () => {
  expect(synthesizeMirror({ monitoring: { emails: ['ops@example.com'] } }).toJSON()).toMatchSnapshot();
});
