import { functions } from '../../../config/functions';
import type { Route } from '../../../lib/api/types';
import { ConfigurationError, show } from '../../../lib/check/fault';
import type { Environment } from '../../../lib/config/environment';
import { resolveConfig } from '../../../lib/config/resolve';

const ISSUER = 'https://is.example.com/oauth2/token';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const ROUTE: Route = { method: 'GET', path: '/a', access: { scopes: ['a'] } };

function environmentOf(change: object, routes: readonly Route[] = [ROUTE]) {
  const dev = { issuer: ISSUER, clientIds: ['abc'], ...change } as Environment;
  return resolveConfig({ project: 'api', environments: { dev }, routes, functions, context: { env: 'dev' } })
    .environment;
}

/** The faults of an environment with these changes, a line each. */
function faultsOf(change: object, routes?: readonly Route[]): string[] {
  try {
    environmentOf(change, routes);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message.split('\n  ').slice(1);
    }
    throw error;
  }
  return [];
}

const cors = (change: object) => ({ cors: { allowOrigins: ['https://app.example.com'], ...change } });
const domain = (change: object) => ({
  domain: { name: 'api.example.com', certificateArn: CERTIFICATE, ...change },
});

const LOG_KEY = 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000';

describe('a feature', () => {
  test('gets its defaults where it is asked for', () => {
    const { cors, monitoring, gradualDelivery } = environmentOf({
      cors: { allowOrigins: ['*'] },
      monitoring: {},
      gradualDelivery: {},
    });
    expect({ cors, monitoring, gradualDelivery }).toEqual({
      cors: { allowOrigins: ['*'], exposeHeaders: [], allowCredentials: false, maxAgeSeconds: 3600 },
      monitoring: {
        emails: [],
        serverErrorPercent: 1,
        latencyP99Milliseconds: 3000,
        refusedPercent: 50,
        runbookUrl: 'docs/operations.md',
      },
      gradualDelivery: { strategy: 'canary-10-percent-10-minutes' },
    });
  });

  test('of logs, metrics and traces is on where nothing else is said', () => {
    expect(environmentOf({})).toMatchObject({ detailedMetrics: true, tracing: true, logLevel: 'INFO' });
  });

  test('is off where it is not', () => {
    const resolved = environmentOf({});
    for (const feature of ['cors', 'domain', 'monitoring', 'gradualDelivery', 'reservedConcurrency'] as const) {
      expect(resolved[feature]).toBeUndefined();
    }
  });

  test.each([
    cors({ allowOrigins: ['*'] }),
    cors({ allowOrigins: ['https://*', 'http://localhost:3000'], allowMethods: ['GET'], exposeHeaders: ['x-a'] }),
    cors({ allowHeaders: ['Authorization', 'x-a'], allowCredentials: true, maxAgeSeconds: 0 }),
    { ...cors({ allowHeaders: ['x-a'] }), identitySource: '$request.querystring.token' },
    domain({}),
    domain({ certificateArn: undefined, hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } }),
    domain({ name: 'api.xn--e1afmkfd.xn--p1ai' }),
    domain({ name: `${'a'.repeat(63)}.example.com` }),
    { account: '111111111111', region: 'eu-west-1', ...domain({}) },
    domain({ name: 'example.com', hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } }),
    domain({ mutualTls: { truststore: 's3://a-bucket/ca.pem', truststoreVersion: 'v1' } }),
    domain({ executeApiUntil: '2027-01-31' }),
    { domain: { name: 'api.example.com', existing: true } },
    { domain: { name: 'api.example.com', existing: true, mappingKey: 'orders/v1', executeApiUntil: '2027-01-31' } },
    domain({ mappingKey: "a_B.c/$-+!*'()," }),
    domain({ mappingKey: 'a'.repeat(300) }),
    { ipAddressType: 'dualstack', reservedConcurrency: 1, maxBodyBytes: 6_000_000 },
    { monitoring: { emails: ['ops@example.com'], refusedPercent: 100 }, gradualDelivery: {} },
    { detailedMetrics: false, tracing: false, logLevel: 'DEBUG', bootstrapQualifier: 'devapi' },
    { region: 'eu-west-1', logKeyArn: LOG_KEY },
  ])('%j is fine', (change) => {
    expect(faultsOf(change)).toEqual([]);
  });

  const ORIGIN = 'an origin such as https://app.example.com, or one of *, https://*, http://*';
  const COPY = 'copy it from the address bar of the page, up to the first single slash';
  const ALONE = 'no wildcard beside allowCredentials, browsers refuse the two together';
  const NAME_THEM = 'name each of them, or remove allowCredentials: a token in a header does not need it';

  test.each<[object, string]>([
    [{ detailedMetrics: 'no' }, 'detailedMetrics — got "no" — expected true or false — write one'],
    [{ tracing: 0 }, 'tracing — got 0 — expected true or false — write one'],
    [{ logLevel: 'warn' }, 'logLevel — got "warn" — expected one of DEBUG, INFO, WARN, ERROR — write it so'],
    [
      { logKeyArn: 'alias/logs' },
      'logKeyArn — got "alias/logs" — expected the ARN of a KMS key; CloudWatch Logs takes no alias — copy it from: aws kms describe-key --key-id alias/NAME --query KeyMetadata.Arn',
    ],
    [
      { region: 'eu-central-1', logKeyArn: LOG_KEY },
      `logKeyArn — got "${LOG_KEY}" — expected a key in eu-central-1, where the logs are — make one there: CloudWatch Logs takes no other`,
    ],
    [
      { bootstrapQualifier: 'Dev-API' },
      'bootstrapQualifier — got "Dev-API" — expected 1–10 lower-case letters and digits — write what cdk bootstrap --qualifier was given',
    ],
    [
      cors({ allowOrigins: [] }),
      'cors.allowOrigins — got [] — expected at least one origin — name one, or remove cors: without it no page may call',
    ],
    [
      cors({ allowOrigins: ['app.example.com'] }),
      `cors.allowOrigins[0] — got "app.example.com" — expected ${ORIGIN} — ${COPY}`,
    ],
    [cors({ allowOrigins: ['null'] }), `cors.allowOrigins[0] — got "null" — expected ${ORIGIN} — ${COPY}`],
    [
      cors({ allowOrigins: ['https://*.example.com'] }),
      'cors.allowOrigins[0] — got "https://*.example.com" — expected an origin in full, API Gateway knows no wildcard within a name — name each of them',
    ],
    [
      cors({ allowOrigins: ['https://app.example.com/'] }),
      'cors.allowOrigins[0] — got "https://app.example.com/" — expected the origin as browsers send it — write "https://app.example.com"',
    ],
    [
      cors({ allowOrigins: ['https://App.example.com:443'] }),
      'cors.allowOrigins[0] — got "https://App.example.com:443" — expected the origin as browsers send it — write "https://app.example.com"',
    ],
    [
      cors({ allowOrigins: ['https://a.example.com', 'https://a.example.com'] }),
      'cors.allowOrigins — got ["https://a.example.com","https://a.example.com"] — expected each origin once — remove the repetition',
    ],
    [
      cors({ allowOrigins: ['*'], allowCredentials: true }),
      `cors.allowOrigins — got ["*"] — expected ${ALONE} — ${NAME_THEM}`,
    ],
    [
      cors({ allowOrigins: ['https://*'], allowCredentials: true }),
      `cors.allowOrigins — got ["https://*"] — expected ${ALONE} — ${NAME_THEM}`,
    ],
    [
      cors({ allowHeaders: ['authorization', '*'], allowCredentials: true }),
      `cors.allowHeaders — got ["authorization","*"] — expected ${ALONE} — ${NAME_THEM}`,
    ],
    [
      cors({ exposeHeaders: ['*'], allowCredentials: true }),
      `cors.exposeHeaders — got ["*"] — expected ${ALONE} — ${NAME_THEM}`,
    ],
    [
      cors({ allowHeaders: ['*'] }),
      'cors.allowHeaders — got ["*"] — expected authorization among them, or no page can send a token (browsers do not count it in "*") — add "authorization"',
    ],
    [
      { ...cors({ allowHeaders: ['authorization'] }), identitySource: '$request.header.X-Token' },
      'cors.allowHeaders — got ["authorization"] — expected x-token among them, or no page can send a token (browsers do not count it in "*") — add "x-token"',
    ],
    [
      cors({ allowHeaders: ['a b'] }),
      'cors.allowHeaders[0] — got "a b" — expected the name of a header — write it without colon and white space',
    ],
    [
      cors({ allowMethods: ['ANY'] }),
      'cors.allowMethods[0] — got "ANY" — expected one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS — write it so',
    ],
    [
      cors({ maxAgeSeconds: 86_401 }),
      'cors.maxAgeSeconds — got 86401 — expected a whole number of seconds from 0 to 86400 — write such a number',
    ],
    [
      { domain: { mutualTls: { truststore: 's3://a-bucket/ca.pem' }, certificateArn: CERTIFICATE } },
      'domain.name — got nothing — expected a string — write one',
    ],
    [
      { mutualTls: { truststore: 's3://a-bucket/ca.pem' } },
      'mutualTls — got {"truststore":"s3://a-bucket/ca.pem"} — expected it within domain, API Gateway asks for client certificates at a custom domain only — write domain: { name, …, mutualTls }',
    ],
    ...['', '/', '/orders', 'orders/', 'orders//v1', 'a b', 'a~b', 'a?b', 'a%2Fb', 'ü', 'a'.repeat(301)].map(
      (mappingKey): [object, string] => [
        domain({ mappingKey }),
        `domain.mappingKey — got ${show(mappingKey)} — expected letters, digits and $-_.+!*'(), in segments between single slashes, at most 300 characters — write one like "orders" or "orders/v1", without a slash at its ends`,
      ],
    ),
    [
      { ...domain({ mappingKey: 'orders' }), resourceMetadata: {} },
      'resourceMetadata — got {} — expected none beside domain.mappingKey: clients ask at the root of api.example.com (RFC 9728), which is not below the key — remove it, or give the API a name of its own',
    ],
    ...Object.entries({
      certificateArn: CERTIFICATE,
      hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
      mutualTls: { truststore: 's3://a-bucket/ca.pem' },
    }).map(([member, value]): [object, string] => [
      { domain: { name: 'api.example.com', existing: true, [member]: value } },
      `domain.${member} — got ${show(value)} — expected none beside existing: it is of whoever made the name — remove it, or existing`,
    ]),
    [
      domain({ executeApiUntil: '2027-06-31' }),
      'domain.executeApiUntil — got "2027-06-31" — expected a day, YYYY-MM-DD — write one like "2027-01-31": until then callers have time to move',
    ],
    [
      domain({ executeApiUntil: '2027-01-31', mutualTls: { truststore: 's3://a-bucket/ca.pem' } }),
      'domain.executeApiUntil — got "2027-01-31" — expected none beside mutualTls, because the execute-api address asks for no client certificate — remove it; or deploy the name without mutualTls first, and both changes when callers have moved',
    ],
    [
      domain({ mutualTls: { truststore: 's3://a-bucket/ca.pem', truststoreVersion: 'v'.repeat(65) } }),
      `domain.mutualTls.truststoreVersion — got "${'v'.repeat(65)}" — expected the version id of the object, of 1 to 64 characters — copy it from: aws s3api list-object-versions --bucket BUCKET --prefix KEY`,
    ],
    [
      domain({ certificateArn: undefined }),
      'domain — got {"name":"api.example.com"} — expected a certificate, or a hosted zone to validate one in — give domain.certificateArn, or domain.hostedZone: { id, name }',
    ],
    [
      domain({ hostedZone: { id: 'Z0123456789ABC', name: 'example.org' } }),
      'domain.hostedZone.name — got "example.org" — expected a zone that api.example.com is in — name the zone whose domain the name ends with',
    ],
    [
      domain({ hostedZone: { id: '/hostedzone/Z1', name: 'example.com' } }),
      'domain.hostedZone.id — got "/hostedzone/Z1" — expected the id of a hosted zone — copy it from: aws route53 list-hosted-zones',
    ],
    [
      domain({ name: 'https://api.example.com' }),
      'domain.name — got "https://api.example.com" — expected a host name in lower case — write one like "api.example.com", without https:// and without a slash',
    ],
    [
      domain({ certificateArn: 'arn:aws:iam::111111111111:server-certificate/a' }),
      'domain.certificateArn — got "arn:aws:iam::111111111111:server-certificate/a" — expected the ARN of an ACM certificate — copy it from: aws acm list-certificates --query CertificateSummaryList',
    ],
    [
      domain({ mutualTls: { truststore: 'https://a-bucket.s3.amazonaws.com/ca.pem' } }),
      'domain.mutualTls.truststore — got "https://a-bucket.s3.amazonaws.com/ca.pem" — expected an object in S3, its key of at most 1024 bytes — upload the PEM bundle of the certificate authorities, and write "s3://bucket/key.pem"',
    ],
    [
      { region: 'eu-central-1', ...domain({}) },
      `domain.certificateArn — got "${CERTIFICATE}" — expected a certificate in eu-central-1, where the API is — request one there: API Gateway takes no other`,
    ],
    [
      { account: '222222222222', ...domain({}) },
      `domain.certificateArn — got "${CERTIFICATE}" — expected a certificate of the account 222222222222, where the API is — request one there: API Gateway takes no other`,
    ],
    [
      {
        region: 'eu-central-1',
        ...domain({
          certificateArn: undefined,
          hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
          mutualTls: { truststore: 's3://a-bucket/ca.pem', ownershipCertificateArn: CERTIFICATE },
        }),
      },
      `domain.mutualTls.ownershipCertificateArn — got "${CERTIFICATE}" — expected a certificate in eu-central-1, where the API is — request one there: API Gateway takes no other`,
    ],
    [
      domain({
        name: `${'a'.repeat(54)}.example.com`,
        certificateArn: undefined,
        hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
      }),
      `domain.name — got "${'a'.repeat(54)}.example.com" — expected at most 64 characters, the most that ACM makes a certificate for — shorten it, or give domain.certificateArn`,
    ],
    [{ ipAddressType: 'ipv6' }, 'ipAddressType — got "ipv6" — expected one of ipv4, dualstack — write it so'],
    [
      { reservedConcurrency: 0 },
      'reservedConcurrency — got 0 — expected a whole number of invocations from 1 to 10000 — write such a number',
    ],
    [
      { maxBodyBytes: 6_000_001 },
      'maxBodyBytes — got 6000001 — expected a whole number of bytes from 1 to 6000000 — write such a number',
    ],
    [
      { monitoring: { emails: ['ops'] } },
      'monitoring.emails[0] — got "ops" — expected an e-mail address — write ops@example.com',
    ],
    [
      { monitoring: { serverErrorPercent: 0 } },
      'monitoring.serverErrorPercent — got 0 — expected more than 0 and at most 100 percent — write such a number',
    ],
    [
      { gradualDelivery: {} },
      'gradualDelivery — got {} — expected monitoring beside it, whose alarms are what moves callers back — add monitoring: {}, or remove gradualDelivery',
    ],
    [
      { monitoring: {}, gradualDelivery: { strategy: 'all-at-once' } },
      'gradualDelivery.strategy — got "all-at-once" — expected one of canary-10-percent-5-minutes, canary-10-percent-10-minutes, canary-10-percent-15-minutes, canary-10-percent-30-minutes, linear-10-percent-every-minute, linear-10-percent-every-2-minutes, linear-10-percent-every-3-minutes, linear-10-percent-every-10-minutes — write it so',
    ],
  ])('%j is refused', (change, message) => {
    expect(faultsOf(change)).toEqual([`config/environments.ts: dev.${message}`]);
  });
});

describe('the throttle of a route', () => {
  const throttle = { rateLimit: 10, burstLimit: 20 };

  test('may be as high as that of the stage', () => {
    expect(faultsOf({ throttle }, [{ ...ROUTE, throttle }])).toEqual([]);
  });

  test('may not be higher', () => {
    expect(
      faultsOf({ throttle }, [ROUTE, { ...ROUTE, path: '/b', throttle: { rateLimit: 11, burstLimit: 21 } }]),
    ).toEqual([
      "config/routes.ts: routes[1].throttle.rateLimit (GET /b) — got 11 — expected at most the stage's 10, which holds for all routes together — lower it, or raise throttle.rateLimit",
      "config/routes.ts: routes[1].throttle.burstLimit (GET /b) — got 21 — expected at most the stage's 20, which holds for all routes together — lower it, or raise throttle.burstLimit",
    ]);
  });

  test('is above nothing', () => {
    expect(faultsOf({}, [{ ...ROUTE, throttle: { rateLimit: 0, burstLimit: 0.5 } }])).toEqual([
      'config/routes.ts: routes[0].throttle.rateLimit (GET /a) — got 0 — expected more than 0 requests per second — write the rate that callers may sustain',
      'config/routes.ts: routes[0].throttle.burstLimit (GET /a) — got 0.5 — expected a whole number of requests from 1 to 2147483647 — write such a number',
    ]);
  });
});

test('an OPTIONS route and cors are refused together', () => {
  const options: Route = { method: 'OPTIONS', path: '/a', access: { public: 'preflights' } };
  expect(faultsOf({}, [options])).toEqual([]);
  expect(faultsOf(cors({}), [options])).toEqual([
    'config/routes.ts: routes[0].method (OPTIONS /a) — got "OPTIONS" — expected no OPTIONS route beside cors, API Gateway answers preflights itself — remove the route, or remove cors and answer preflights in its function',
  ]);
});
