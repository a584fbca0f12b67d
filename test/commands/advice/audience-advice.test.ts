import fc from 'fast-check';
import { ADVICE } from '../../../commands/advice/advice';
import type { FailureCode, Json } from '../../../local/authorizer/decision';
import { advice, ISSUER, token } from './advice-of';

const NEVER =
  "Never accept the issuer's URL as an audience: that lets in every refresh token of the issuer (JWTs from 7.3 on).";
const ASK =
  'Ask for the token as an accepted application (its client id: Console › Applications › yours › Protocol (5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth))';
const NO_AUDIENCE =
  'API Gateway looks at aud, and without it at client_id, never at azp. WSO2 IS always writes aud: look for a pre-issue-access-token action that takes it away, or for another issuer.';
const accepting = (name: string) =>
  `Accepting ${name} lets in every application that gets it: add it to clientIds in config/environments.ts only if all of those may call this API.`;
const acceptingSome = (names: string) =>
  `Accepting ${names} lets in every application that gets one of them: add them to clientIds in config/environments.ts only if all of those may call this API.`;
const noClient = (name: string) =>
  `${name} is an audience and no client id: the token has neither client_id nor azp, which name the application.`;
const noClients = (names: string) =>
  `${names} are audiences and no client ids: the token has neither client_id nor azp, which name the application.`;

test.each<[string, object, object, readonly string[]]>([
  [
    "a refresh token of 7.3, whose audience is the issuer's URL",
    { iss: ISSUER, aud: ISSUER, client_id: 'mine', azp: 'mine', rt_scope: 'quotes:write' },
    { typ: 'rt+jwt' },
    [
      'This looks like a refresh token, which is no token for an API: WSO2 IS alone takes it, and gives a new access token for it. Send the access token.',
      NEVER,
    ],
  ],
  [
    "the issuer's URL in a token that says it is an access token",
    { iss: ISSUER, aud: [ISSUER, 'api'] },
    { typ: 'at+jwt' },
    [noClients(`"${ISSUER}", "api"`), NEVER, accepting('"api"')],
  ],
  [
    "the identifier of an API, and no application's",
    { aud: 'https://api.example.com/orders' },
    {},
    [noClient('"https://api.example.com/orders"'), accepting('"https://api.example.com/orders"')],
  ],
  [
    'the audience of WSO2 API Manager',
    { aud: 'http://org.wso2.apimgt/gateway' },
    {},
    [
      noClient('"http://org.wso2.apimgt/gateway"'),
      'Never accept "http://org.wso2.apimgt/gateway": every application of the API Manager gets that audience.',
    ],
  ],
  ['several audiences', { aud: ['a', 'b'] }, {}, [noClients('"a", "b"'), acceptingSome('"a", "b"')]],
  [
    'an accepted application by azp alone',
    { azp: 'mine' },
    {},
    ['The token was issued to "mine", which is accepted, but only azp says so.', NO_AUDIENCE],
  ],
  [
    'a subject token of another application',
    { aud: 'theirs', client_id: 'theirs', scope: 'quotes:write', may_act: { sub: 'x' } },
    { typ: 'JWT' },
    [
      'This looks like a subject token of impersonation (may_act), which is no token for an API: exchange it at WSO2 IS for an access token, and send that.',
    ],
  ],
  [
    'an accepted application, for another audience',
    { aud: 'api', azp: 'mine' },
    {},
    [
      'The token was issued to "mine", which is accepted, but aud says otherwise, and aud decides wherever there is one.',
      'WSO2 IS puts the client id into aud: look for a pre-issue-access-token action that replaces it, or a scope named aud.',
      accepting('"api"'),
    ],
  ],
  [
    'another application',
    { aud: 'theirs', azp: 'theirs' },
    {},
    [
      'The token was issued to the application "theirs".',
      `${ASK}, or add "theirs" to clientIds in config/environments.ts and deploy.`,
    ],
  ],
  [
    'the ID token of another application',
    { aud: 'theirs', azp: 'theirs', at_hash: 'h' },
    {},
    [
      'This looks like an ID token: it says who signed in, not what is allowed, and has no scopes. Send the access token.',
      'The token was issued to the application "theirs".',
      `${ASK}, or add "theirs" to clientIds in config/environments.ts and deploy.`,
    ],
  ],
  [
    'another application by client_id alone',
    { client_id: 'theirs' },
    {},
    [
      'The token was issued to the application "theirs".',
      `${ASK}, or add "theirs" to clientIds in config/environments.ts and deploy.`,
    ],
  ],
  [
    'another application, whose client id would not do because aud decides',
    { aud: 'api', client_id: 'theirs' },
    {},
    ['The token was issued to the application "theirs".', `${ASK}.`, accepting('"api"')],
  ],
  [
    'another application by azp alone, at which API Gateway does not look',
    { azp: 'theirs' },
    {},
    ['The token was issued to the application "theirs".', `${ASK}.`, NO_AUDIENCE],
  ],
  ['nobody', {}, {}, ['The token names no application.', NO_AUDIENCE]],
  [
    'an aud without text',
    { aud: [1] },
    {},
    [
      'Its aud holds no text: WSO2 IS writes a client id there. Look for another issuer, or a pre-issue-access-token action that replaces it.',
    ],
  ],
])('says of %s what to do, and nothing that opens a door', (_what, claims, header, steps) => {
  expect(advice('audience', token(claims, header)).split('\n')).toEqual(steps);
});

test('names the environment whose client the token is for, and accepts nothing', () => {
  const environments = { prod: { issuer: 'https://p.example.com', clientIds: ['it'] } };
  const step = 'That is a client of the environment prod: use -c env=prod.';
  expect(advice('audience', token({ aud: 'it' }), { environments })).toBe(step);
  expect(advice('audience', token({ aud: 'it', azp: 'it' }), { environments })).toContain(step);
});

test('points at a client id that nobody has filled in', () => {
  const trusted = { issuer: ISSUER, clientIds: ['replace_with_dev_client_id'] };
  expect(advice('audience', token({ aud: 'it' }), { trusted })).toContain(
    'still has the placeholder replace_with_dev_client_id: put the client id of your application there.',
  );
});

describe('no advice, whatever a token holds,', () => {
  const name = fc.constantFrom('mine', 'theirs', 'prods', 'shared', ISSUER, 'http://org.wso2.apimgt/gateway');
  const odd = fc.constantFrom<Json>(null, 1, true, {}, []);
  const tokens = fc.record(
    {
      aud: fc.oneof(name, fc.array(fc.oneof(name, odd), { maxLength: 3 }), odd),
      client_id: fc.oneof(name, odd),
      azp: fc.oneof(name, odd),
      iss: fc.constantFrom(ISSUER, 'https://localhost:9443/oauth2/token', 'https://is.example.com/t/a/oauth2/token'),
      scope: fc.constantFrom<Json>('quotes:write', null, {}),
      rt_scope: fc.constant('quotes:write'),
      may_act: fc.constant({ sub: 'x' }),
      act: fc.constant({ sub: 'x' }),
      aut: fc.constantFrom('AGENT', 'APPLICATION', 'APPLICATION_USER'),
    },
    { requiredKeys: [] },
  );
  const types = fc.constantFrom(undefined, 'at+jwt', 'rt+jwt', 'JWT');
  const environments = {
    dev: { issuer: ISSUER, clientIds: ['mine'] },
    prod: { issuer: 'https://p.example.com', clientIds: ['prods'] },
  };

  test('says to accept an audience that is no client id, unless it says whom that lets in', () => {
    let recommended = 0;
    fc.assert(
      fc.property(tokens, types, (claims, typ) => {
        const clientIds = ['mine', 'prods', claims.client_id, claims.azp];
        for (const code of Object.keys(ADVICE) as FailureCode[]) {
          for (const step of advice(code, token(claims, { typ }), { environments }).split('\n')) {
            // Every way in which a step could name an audience in the same breath as a change of the configuration.
            if (!/clientIds|accepting|\badd\b/i.test(step) || /lets in every /.test(step)) {
              continue;
            }
            const quoted = [...step.matchAll(/"([^"]*)"/g)].map(([, value]) => value);
            recommended += quoted.length;
            expect(quoted.filter((value) => !clientIds.includes(value))).toEqual([]);
          }
        }
      }),
      // One that is advised to be accepted stands first: otherwise a run of chance may see none, and show nothing.
      { numRuns: 300, examples: [[{ aud: 'theirs', client_id: 'theirs' }, undefined]] },
    );
    expect(recommended).toBeGreaterThan(0);
  });

  test("says to accept the issuer's URL, which lets in refresh tokens, or the audience of an API Manager", () => {
    fc.assert(
      fc.property(tokens, types, (claims, typ) => {
        const steps = advice('audience', token(claims, { typ }), { environments }).split('\n');
        for (const open of [ISSUER, 'http://org.wso2.apimgt/gateway']) {
          // A client that calls itself so is its own affair.
          fc.pre(claims.client_id !== open && claims.azp !== open);
          expect(steps.filter((step) => /^Accepting|\badd "/.test(step) && step.includes(open))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
