import type { Environment } from '../../lib/config/environment';
import type { FunctionConfig, RouteConfig } from '../../lib/config/function';

/** The parts of a configuration that an edit is made in. */
export interface Edited {
  readonly environment: Environment;
  readonly routes: readonly RouteConfig[];
  readonly functions: readonly FunctionConfig[];
}

/** An edit of a configuration that is deployed. */
export interface Edit {
  /** The member of `Environment`, or `routes`, that is edited; `functions` is what both an environment and a file are about. */
  readonly member: keyof Environment | 'routes';
  /** The change that is made to it. */
  readonly does: string;
  /** The effect that callers see. */
  readonly callers: string;
  readonly before?: Partial<Edited>;
  readonly after: Partial<Edited>;
}

const route = (key: string, more: Partial<RouteConfig> = {}): RouteConfig => {
  const [method, path = ''] = key.split(' ');
  return { method: method as RouteConfig['method'], path, access: { scopes: ['quotes:read'] }, ...more };
};

const throttle = { rateLimit: 5, burstLimit: 10 };

const BASE: Environment = {
  account: '111111111111',
  region: 'eu-west-1',
  issuer: 'https://is.example.com/oauth2/token',
  clientIds: ['one', 'two'],
};

/** The environment and its routes that an edit is made to where it does not say. */
export const BEFORE: Edited = {
  environment: BASE,
  routes: [route('GET /quotes'), route('GET /quotes/{id}')],
  functions: [{ name: 'quotes', entry: 'lambda/handler.ts' }],
};

const environment = (more: Partial<Environment>): Partial<Edited> => ({ environment: { ...BASE, ...more } });
const routes = (...list: readonly RouteConfig[]): Partial<Edited> => ({ routes: list });

/** A second function, with a route. */
const withSecond = (more: Partial<FunctionConfig> = {}): Partial<Edited> => {
  const second = { name: 'reports', entry: 'lambda/handler.ts', ...more };
  return {
    routes: [...BEFORE.routes, route('GET /reports', { function: second.name })],
    functions: [...BEFORE.functions, second],
  };
};

const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const DOMAIN = { name: 'api.example.com', hostedZone: ZONE };
const EXISTING = { name: DOMAIN.name, existing: true, mappingKey: 'orders/v1' };
const UNTIL = { executeApiUntil: '2027-01-31' };
const MTLS = { truststore: 's3://bucket/ca.pem', truststoreVersion: 'one' };
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000';
const MIRROR = {
  certificateArn: CERTIFICATE.replace('eu-west-1', 'us-east-1'),
  hostedZone: ZONE,
  vpc: {
    id: 'vpc-0123456789abcdef0',
    subnetIds: ['subnet-0123456789abcdef0'],
    securityGroupIds: ['sg-0123456789abcdef0'],
  },
};
const CORS = { allowOrigins: ['https://app.example.com'] };
const VPC = {
  id: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0123456789abcdef0'],
  securityGroupIds: ['sg-0123456789abcdef0'],
};
const NOTHING = 'nothing';
const FUNCTION = 'answers go on; new invocations run with it';

/** Every edit of a configuration, in the order of `Environment`. */
export const EDITS: readonly Edit[] = [
  {
    member: 'issuer',
    does: 'changed',
    after: environment({ issuer: 'https://new.example.com/oauth2/token' }),
    callers: '401 with every token that is out, until they ask for a new one: [another issuer](#another-issuer)',
  },
  {
    member: 'issuerMirror',
    does: 'added',
    after: environment({ issuerMirror: MIRROR }),
    callers: 'nothing: API Gateway gets the same keys from another place, at the same address',
  },
  {
    member: 'issuerMirror',
    does: '`certificateArn` changed',
    before: environment({ issuerMirror: MIRROR }),
    after: environment({
      issuerMirror: { ...MIRROR, certificateArn: MIRROR.certificateArn.replace('0a1b', '1a1b') },
    }),
    callers: NOTHING,
  },
  {
    member: 'issuerMirror',
    does: '`kids` changed',
    before: environment({ issuerMirror: MIRROR }),
    after: environment({ issuerMirror: { ...MIRROR, kids: ['one'] } }),
    callers:
      'the publisher runs at once; 401 with tokens under a key that is left out, within two hours and ten minutes',
  },
  {
    member: 'issuerMirror',
    does: '`vpc` changed',
    before: environment({ issuerMirror: MIRROR }),
    after: environment({
      issuerMirror: { ...MIRROR, vpc: { ...MIRROR.vpc, subnetIds: ['subnet-0123456789abcdef1'] } },
    }),
    callers: 'nothing; the publisher runs at once, and the deployment fails where it does not reach WSO2 IS',
  },
  {
    member: 'issuerMirror',
    does: 'removed',
    before: environment({ issuerMirror: MIRROR }),
    after: {},
    callers: 'nothing: the stack of the mirror stays, and publishes, until it is deleted: [teardown](#teardown)',
  },
  {
    member: 'clientIds',
    does: 'one added',
    after: environment({ clientIds: ['one', 'two', 'three'] }),
    callers: 'the new client is let in',
  },
  {
    member: 'clientIds',
    does: 'one removed',
    after: environment({ clientIds: ['one'] }),
    callers: '401 for that client, with the tokens that it has, too',
  },
  {
    member: 'identitySource',
    does: 'changed',
    after: environment({ identitySource: '$request.header.X-Token' }),
    callers: '401 for who sends the token in the old place',
  },
  {
    member: 'throttle',
    does: 'changed',
    after: environment({ throttle: { rateLimit: 50, burstLimit: 100 } }),
    callers: '429 beyond the new limit',
  },
  {
    member: 'cors',
    does: 'added',
    after: environment({ cors: CORS }),
    callers: 'pages of those origins may call',
  },
  {
    member: 'cors',
    does: 'an origin replaced',
    before: environment({ cors: CORS }),
    after: environment({ cors: { allowOrigins: ['https://new.example.com'] } }),
    callers: 'browsers refuse the old pages once their preflights have expired',
  },
  {
    member: 'domain',
    does: 'added, with `executeApiUntil`',
    after: environment({ domain: { ...DOMAIN, ...UNTIL } }),
    callers: 'both addresses answer',
  },
  {
    member: 'domain',
    does: '`executeApiUntil` removed',
    before: environment({ domain: { ...DOMAIN, ...UNTIL } }),
    after: environment({ domain: DOMAIN }),
    callers: '403 at the `execute-api` address',
  },
  {
    member: 'domain',
    does: 'added, without it',
    after: environment({ domain: DOMAIN }),
    callers: '403 at the `execute-api` address before the name answers; `npm run deploy` refuses it',
  },
  {
    member: 'domain',
    does: 'an `existing` name added, with `executeApiUntil`',
    after: environment({ domain: { ...EXISTING, ...UNTIL } }),
    callers: 'both addresses answer, the new one below its `mappingKey`',
  },
  {
    member: 'domain',
    does: '`mappingKey` changed',
    before: environment({ domain: EXISTING }),
    after: environment({ domain: { ...EXISTING, mappingKey: 'orders/v2' } }),
    callers: '404 below the old key, or what another API answers there',
  },
  {
    member: 'domain',
    does: '`existing` written for the name that the stack made',
    before: environment({ domain: DOMAIN }),
    after: environment({ domain: { name: DOMAIN.name, existing: true } }),
    callers: 'the name would be deleted with all that is mapped below it; `npm run deploy` refuses it',
  },
  {
    member: 'domain',
    does: '`name` changed',
    before: environment({ domain: DOMAIN }),
    after: environment({ domain: { ...DOMAIN, name: 'new.example.com' } }),
    callers: 'the old name is gone when the deployment ends; the new one has to be known to them',
  },
  {
    member: 'domain',
    does: '`certificateArn` changed',
    before: environment({ domain: { ...DOMAIN, certificateArn: CERTIFICATE } }),
    after: environment({ domain: { ...DOMAIN, certificateArn: CERTIFICATE.replace('0a1b', '1a1b') } }),
    callers: 'answers go on, with the other certificate',
  },
  {
    member: 'domain',
    does: '`mutualTls` added',
    before: environment({ domain: DOMAIN }),
    after: environment({ domain: { ...DOMAIN, mutualTls: MTLS } }),
    callers: 'who has no certificate of those authorities cannot connect',
  },
  {
    member: 'domain',
    does: '`truststoreVersion` changed',
    before: environment({ domain: { ...DOMAIN, mutualTls: MTLS } }),
    after: environment({ domain: { ...DOMAIN, mutualTls: { ...MTLS, truststoreVersion: 'two' } } }),
    callers: 'who has no certificate of the new authorities cannot connect',
  },
  {
    member: 'domain',
    does: 'removed',
    before: environment({ domain: DOMAIN }),
    after: {},
    callers: 'the name is gone; the `execute-api` address answers again',
  },
  {
    member: 'resourceMetadata',
    does: 'added',
    after: environment({ resourceMetadata: {} }),
    callers: '`GET /.well-known/oauth-protected-resource` answers; nothing else changes',
  },
  {
    member: 'ipAddressType',
    does: '`dualstack`',
    after: environment({ ipAddressType: 'dualstack' }),
    callers: 'IPv6 addresses, too',
  },
  {
    member: 'functionMemoryMiB',
    does: 'changed',
    after: environment({ functionMemoryMiB: 512 }),
    callers: FUNCTION,
  },
  {
    member: 'functionTimeoutSeconds',
    does: 'changed',
    after: environment({ functionTimeoutSeconds: 5 }),
    callers: FUNCTION,
  },
  {
    member: 'integrationTimeoutSeconds',
    does: 'changed',
    after: environment({ integrationTimeoutSeconds: 20 }),
    callers: 'answers go on; 503 where the function takes longer',
  },
  {
    member: 'reservedConcurrency',
    does: 'added',
    after: environment({ reservedConcurrency: 50 }),
    callers: '5xx beyond it',
  },
  { member: 'maxBodyBytes', does: 'changed', after: environment({ maxBodyBytes: 1000 }), callers: FUNCTION },
  { member: 'monitoring', does: 'added', after: environment({ monitoring: {} }), callers: NOTHING },
  {
    member: 'monitoring',
    does: 'a threshold changed',
    before: environment({ monitoring: {} }),
    after: environment({ monitoring: { latencyP99Milliseconds: 1000 } }),
    callers: NOTHING,
  },
  {
    member: 'monitoring',
    does: 'removed',
    before: environment({ monitoring: {} }),
    after: {},
    callers: NOTHING,
  },
  {
    member: 'gradualDelivery',
    does: 'added',
    before: environment({ monitoring: {} }),
    after: environment({ monitoring: {}, gradualDelivery: {} }),
    callers: 'answers go on, by way of the alias',
  },
  {
    member: 'gradualDelivery',
    does: '`strategy` changed',
    before: environment({ monitoring: {}, gradualDelivery: {} }),
    after: environment({ monitoring: {}, gradualDelivery: { strategy: 'linear-10-percent-every-minute' } }),
    callers: NOTHING,
  },
  {
    member: 'gradualDelivery',
    does: 'removed',
    before: environment({ monitoring: {}, gradualDelivery: {} }),
    after: environment({ monitoring: {} }),
    callers: 'answers go on, by the function itself',
  },
  { member: 'logRetentionDays', does: 'changed', after: environment({ logRetentionDays: 90 }), callers: NOTHING },
  {
    member: 'detailedMetrics',
    does: 'off',
    after: environment({ detailedMetrics: false }),
    callers: NOTHING,
  },
  { member: 'tracing', does: 'off', after: environment({ tracing: false }), callers: FUNCTION },
  { member: 'logLevel', does: 'changed', after: environment({ logLevel: 'DEBUG' }), callers: FUNCTION },
  { member: 'logKeyArn', does: 'added', after: environment({ logKeyArn: KEY }), callers: NOTHING },
  {
    member: 'bootstrapQualifier',
    does: 'added',
    after: environment({ bootstrapQualifier: 'quotes' }),
    callers: 'nothing; the bootstrap of that qualifier must be there',
  },
  {
    member: 'terminationProtection',
    does: 'set',
    after: environment({ terminationProtection: true }),
    callers: NOTHING,
  },
  { member: 'tags', does: 'changed', after: environment({ tags: { team: 'quotes' } }), callers: NOTHING },
  {
    member: 'functions',
    does: 'one added, with a route',
    after: withSecond(),
    callers: 'the route answers; nothing else changes',
  },
  {
    member: 'functions',
    does: 'one that is not the first removed, with its routes',
    before: withSecond(),
    after: {},
    callers: '404 there',
  },
  {
    member: 'functions',
    does: 'one that is not the first renamed',
    before: withSecond(),
    after: withSecond({ name: 'statements' }),
    callers: 'answers go on, by a new function; its log and metrics begin anew',
  },
  {
    member: 'functions',
    does: 'the first renamed',
    after: { functions: [{ name: 'offers', entry: 'lambda/handler.ts' }] },
    callers: `${FUNCTION}; its metrics begin anew`,
  },
  {
    member: 'functions',
    does: '`memoryMiB`, `timeoutSeconds`, `logLevel` or `variables` changed',
    after: environment({ functions: { quotes: { variables: { CURRENCY: 'EUR' } } } }),
    callers: FUNCTION,
  },
  {
    member: 'functions',
    does: '`architecture` changed',
    after: environment({ functions: { quotes: { architecture: 'x86_64' } } }),
    callers: FUNCTION,
  },
  {
    member: 'functions',
    does: '`vpc` added',
    after: environment({ functions: { quotes: { vpc: VPC } } }),
    callers: 'answers go on; what the function calls must be reachable from the subnets',
  },
  {
    member: 'routes',
    does: 'given to another function',
    before: withSecond(),
    after: {
      ...withSecond(),
      routes: [
        route('GET /quotes'),
        route('GET /quotes/{id}', { function: 'reports' }),
        route('GET /reports', { function: 'reports' }),
      ],
    },
    callers: 'answers go on, by the other function',
  },
  {
    member: 'routes',
    does: 'one added',
    after: routes(...BEFORE.routes, route('POST /quotes')),
    callers: 'it answers',
  },
  { member: 'routes', does: 'one removed', after: routes(route('GET /quotes')), callers: '404 there' },
  { member: 'routes', does: 'reordered', after: routes(...[...BEFORE.routes].reverse()), callers: NOTHING },
  {
    member: 'routes',
    does: 'a literal segment renamed',
    after: routes(route('GET /offers'), route('GET /quotes/{id}')),
    callers: 'it answers; 404 at the old path',
  },
  {
    member: 'routes',
    does: 'a parameter renamed',
    after: routes(route('GET /quotes'), route('GET /quotes/{quote}')),
    callers: 'answers go on; the function is given the parameter by its new name at once',
  },
  {
    member: 'routes',
    does: 'a parameter renamed, with `throttle`',
    before: routes(route('GET /quotes/{id}', { throttle })),
    after: routes(route('GET /quotes/{quote}', { throttle })),
    callers: '`npm run deploy` refuses it, and names two deployments',
  },
  {
    member: 'routes',
    does: '`scopes` changed',
    after: routes(route('GET /quotes', { access: { scopes: ['quotes:list'] } }), route('GET /quotes/{id}')),
    callers: '403 with tokens that have none of the new scopes',
  },
  {
    member: 'routes',
    does: 'one made `public`',
    after: routes(route('GET /quotes', { access: { public: 'a price list' } }), route('GET /quotes/{id}')),
    callers: 'it answers without a token',
  },
  {
    member: 'routes',
    does: '`throttle` added',
    after: routes(route('GET /quotes', { throttle }), route('GET /quotes/{id}')),
    callers: '429 beyond it',
  },
  {
    member: 'routes',
    does: '`throttle` removed',
    before: routes(route('GET /quotes', { throttle }), route('GET /quotes/{id}')),
    after: {},
    callers: 'the limit of the stage',
  },
];
