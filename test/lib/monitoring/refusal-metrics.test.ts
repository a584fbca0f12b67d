import { createIssuerKeys } from '../../../local/authorizer/issuer-keys';
import { createJwtAuthorizer } from '../../../local/authorizer/jwt-authorizer';
import { REFUSALS } from '../../../local/authorizer/refusal';
import { readAssembly } from '../../../local/gateway/assembly/read-assembly';
import { type Gateway, type RequestRecord, startGateway } from '../../../local/gateway/gateway';
import type { Mint } from '../../../local/issuer/mint';
import { writeAssembly } from '../../local/gateway/support/assembly';
import { send } from '../../local/gateway/support/request';
import { type SwitchableIssuer, startSwitchableIssuer } from '../../local/gateway/support/switchable-issuer';
import { synthesize } from '../../support/synth';
import { matches } from './filter-pattern';

// The filters of the template, tried with lines that the gateway writes in the template's own log format: if the format, the
// authorizer's words or the filters change without the others, this fails.

const ISSUER = 'https://localhost:9443/oauth2/token';
const CLIENT = 'client';

/** A function that answers with the status in its query, or 200. */
const ANSWERS = `
export const handler = async ({ rawQueryString }) => ({ statusCode: Number(rawQueryString || 200), body: 'mine' });`;

const now = () => Date.parse('2026-11-24T00:00:00Z');

const template = synthesize({ env: 'dev' }, { environment: { monitoring: {} } });
const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => ({
  name: String(Properties.MetricTransformations[0].MetricName),
  pattern: String(Properties.FilterPattern),
}));

let issuer: SwitchableIssuer;
let gateway: Gateway;
let lines: string[];

beforeAll(async () => {
  issuer = await startSwitchableIssuer(ISSUER, CLIENT, now);
  const { fetchDocument } = issuer;
  gateway = await startGateway({
    model: readAssembly(
      writeAssembly(
        {
          stage: {
            AccessLogSettings: { ...stage?.['Properties'].AccessLogSettings, DestinationArn: 'arn' },
            RouteSettings: { 'GET /limited': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 1 } },
          },
          routes: {
            'GET /me': { scopes: [] },
            'GET /write': { scopes: ['write'] },
            'GET /open': {},
            'GET /limited': {},
          },
        },
        { 'index.mjs': ANSWERS },
      ),
    ),
    now,
    createAuthorizer: (model) => {
      const fresh = { issuer: model.issuer, fetchDocument, now };
      // A new source for each request: none of them has keys of an earlier one.
      return {
        authorize: (...asked) => createJwtAuthorizer(model, { now, keys: createIssuerKeys(fresh) }).authorize(...asked),
      };
    },
    onRequest: ({ accessLog }: RequestRecord) => lines.push(accessLog() ?? ''),
  });
});

afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

beforeEach(() => {
  lines = [];
  issuer.behave();
});

/** The metrics that count the one line of a request. */
async function countedBy(path: string, token?: string): Promise<string[]> {
  await send(gateway.port, { path, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  const [line = ''] = lines;
  return filters.filter(({ pattern }) => matches(pattern, line)).map(({ name }) => name);
}

test.each<[cause: string, what: string, token: ((mint: Mint) => string) | undefined, path?: string]>([
  ['NoToken', 'no token', undefined],
  ['NotAJwt', 'an opaque token', () => '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['WrongAlgorithm', 'ES256', (mint) => mint({ alg: 'ES256' })],
  ['WrongAlgorithm', 'HS256', (mint) => mint({ alg: 'HS256' })],
  ['WrongAudience', 'a token for another client', (mint) => mint({ clientId: 'another' })],
  ['WrongIssuer', 'a token of another issuer', (mint) => mint({ claims: { iss: 'https://other.example.com' } })],
  ['Expired', 'an expired token', (mint) => mint({ age: 7200 })],
  ['OtherToken', 'a changed signature', (mint) => mint({ tamper: 'signature' })],
  ['OtherToken', 'a token without kid', (mint) => mint({ header: { kid: undefined } })],
  ['OtherToken', 'a token that is not valid yet', (mint) => mint({ age: -60 })],
  ['MissingScope', 'a token without the scope', (mint) => mint({ scopes: [] }), '/write'],
])('%s counts %s, and no other cause does', async (cause, _what, token, path = '/me') => {
  expect((await countedBy(path, token?.(issuer.mint))).sort()).toEqual([cause, 'Refused'].sort());
});

test.each(['discovery', 'jwks'] as const)(
  'IssuerUnreachable counts when the %s document cannot be had',
  async (name) => {
    issuer.answer(name, (_request, response) => response.writeHead(500).end());
    expect((await countedBy('/me', issuer.mint())).sort()).toEqual(['IssuerUnreachable', 'Refused']);
  },
);

test('nothing is counted of what is answered', async () => {
  expect(await countedBy('/me', issuer.mint())).toEqual([]);
  expect(await countedBy('/open')).toEqual([]);
  expect(await countedBy('/nowhere')).toEqual([]);
});

test.each(['401', '403', '429'])(
  'nothing is counted of a %s of the function: it has reasons of its own',
  async (status) => {
    expect(await countedBy(`/me?${status}`, issuer.mint())).toEqual([]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ status, integrationStatus: '200' });
  },
);

test('Throttled counts a 429, and is no refusal of a token', async () => {
  expect(await countedBy('/limited')).toEqual([]);
  lines = [];
  expect(await countedBy('/limited')).toEqual(['Throttled']);
});

test('each refusal of the authorizer is counted by one cause', () => {
  for (const { text } of Object.values(REFUSALS)) {
    const line = JSON.stringify({ status: '401', integrationStatus: '-', authorizerError: `invalid_token: ${text}` });
    const causes = filters.filter(({ name, pattern }) => name !== 'Refused' && matches(pattern, line));
    expect(causes).toHaveLength(1);
  }
});

test('every filter is short enough for CloudWatch, and counts 0 where nothing matches', () => {
  template.allResourcesProperties('AWS::Logs::MetricFilter', {
    MetricTransformations: [{ MetricNamespace: 'wso2-http-api-dev', MetricValue: '1', DefaultValue: 0 }],
  });
  expect(filters.map(({ pattern }) => pattern.length).filter((length) => length > 1024)).toEqual([]);
});
