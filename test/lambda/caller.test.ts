import { callerOf } from '../../lambda/caller';
import { HttpError } from '../../lambda/http-error';
import {
  is6Client,
  is6User,
  is7Client,
  is7Impersonation,
  is7SubjectToken,
  is7User,
  is72Agent,
  is510User,
  is511Client,
  is511User,
} from './support/claims';
import { eventOf } from './support/events';

const callerWith = (claims: Record<string, unknown>, scopes?: string[]) =>
  callerOf(eventOf('GET /me', { claims, scopes }));

const client = 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa';

describe('callerOf, over the tokens of all versions', () => {
  test.each([
    ['5.10, user', is510User, { subject: 'alice', kind: 'unknown', scopes: ['openid'] }],
    ['5.11, user', is511User, { subject: 'alice@carbon.super', kind: 'user', scopes: ['openid', 'quotes:write'] }],
    [
      '5.11, client credentials',
      is511Client,
      { subject: 'admin@carbon.super', kind: 'application', scopes: ['default'] },
    ],
    ['6, user', is6User, { subject: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90', kind: 'user' }],
    ['6, client credentials', is6Client, { subject: 'admin', kind: 'application' }],
    ['7, user', is7User, { subject: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90', kind: 'user' }],
    ['7, client credentials', is7Client, { subject: client, kind: 'application', scopes: [] }],
    ['7.2, agent', is72Agent, { subject: '5c9a7d0e-31c4-4d0b-8a55-0e7f3d9a6b21', kind: 'agent', actor: undefined }],
  ])('reads a token of WSO2 IS %s', (_version, claims, expected) => {
    expect(callerWith(claims)).toMatchObject({ ...expected, clientId: client });
  });

  test('reads every member of a token of 7.1', () => {
    expect(callerWith(is7Client)).toStrictEqual({
      subject: client,
      clientId: client,
      kind: 'application',
      actor: undefined,
      scopes: [],
      organization: { id: '10084a8d-113f-4211-a0d5-efe36b082211', name: 'Super', handle: 'carbon.super' },
      issuer: 'https://localhost:9443/oauth2/token',
      audience: [client, 'signup-service'],
      tokenId: '0f8c6c3e-5a0e-4d53-9e0b-6a3c1d2f4b5a',
      issuedAt: new Date('2025-04-14T21:13:56Z'),
      expiresAt: new Date('2025-04-14T22:13:56Z'),
    });
  });

  test('has no organization before 7.0, and no handle before 7.1', () => {
    expect(callerWith(is6User).organization).toBeUndefined();
    expect(callerWith(is7User).organization).toEqual({ id: '10084a8d-113f-4211-a0d5-efe36b082211', name: 'Super' });
  });

  test('names the one who acts as the subject, who may be a user or an agent', () => {
    expect(callerWith(is7Impersonation)).toMatchObject({
      kind: 'user',
      actor: { subject: '2d9f0c11-87ae-46c0-9aba-f34501879d00', kind: 'unknown' },
    });
    expect(callerWith(is7User).actor).toBeUndefined();
  });

  test.each([
    ['a scope that impersonation alone gets', { scope: 'openid internal_user_impersonate' }, 'user'],
    ['its like for an organization', { scope: 'internal_org_user_impersonate' }, 'user'],
    ['a scope that only begins so', { scope: 'internal_user_impersonate_not' }, 'unknown'],
    ['the grant that agents alone use', { grantType: 'urn:openid:params:grant-type:ciba' }, 'agent'],
    ['a grant that both use', { grantType: 'authorization_code' }, 'unknown'],
  ])('tells by %s who acts', (_what, claims, kind) => {
    expect(callerWith({ ...is7Impersonation, ...claims }).actor).toHaveProperty('kind', kind);
  });

  test('names the outermost of nested actors', () => {
    expect(callerWith({ ...is7User, act: { sub: 'now', act: { sub: 'before' } } }).actor?.subject).toBe('now');
  });

  test('keeps an actor it cannot read, rather than pass the caller off as the subject', () => {
    expect(callerWith({ ...is7User, act: { client_id: 'x' } }).actor?.subject).toBe('map[client_id:x]');
  });

  test('takes client_id before azp', () => {
    expect(callerWith({ ...is7User, azp: 'other' }).clientId).toBe(client);
  });

  test('takes azp where client_id is empty', () => {
    expect(callerWith({ ...is7User, client_id: '', azp: 'other' }).clientId).toBe('other');
  });

  test('does not know the kind of an aut it has not heard of', () => {
    expect(callerWith({ ...is7User, aut: 'DEVICE' }).kind).toBe('unknown');
  });
});

describe('callerOf, over scopes', () => {
  test("takes API Gateway's list where the route asks for scopes", () => {
    expect(callerWith({ ...is7User, scope: 'openid' }, ['openid', 'quotes:write']).scopes).toEqual([
      'openid',
      'quotes:write',
    ]);
  });

  test.each([
    ['a scope string', { scope: 'a  b' }],
    ['a scope array', { scope: ['a', 'b'] }],
    ['an scp string', { scp: 'a b' }],
    ['an scp array', { scp: ['a', 'b'] }],
    ['scope before scp', { scope: 'a b', scp: 'c' }],
  ])('takes %s where it asks for none', (_what, claims) => {
    expect(callerWith({ ...is7Client, ...claims }).scopes).toEqual(['a', 'b']);
  });

  test('leaves brackets that belong to a scope alone', () => {
    expect(callerWith({ ...is7Client, scope: '[a b' }).scopes).toEqual(['[a', 'b']);
  });
});

describe('callerOf, over what should not be', () => {
  test('lists every claim without which nobody can be named', () => {
    const refusal = failureOf(() => callerWith({ exp: 'tomorrow', sub: '' }));
    expect(refusal).toBeInstanceOf(HttpError);
    expect(refusal).toMatchObject({
      status: 403,
      code: 'claims_missing',
      message: 'The access token is valid but does not say who calls. Use an access token of WSO2 Identity Server.',
      faults: [
        { path: 'sub', got: 'nothing', expected: 'the id of the user or application' },
        { path: 'client_id', got: 'nothing', expected: 'the client id, here or in azp' },
        { path: 'iss', got: 'nothing', expected: 'the issuer' },
        { path: 'exp', got: 'tomorrow', expected: 'the expiry in seconds since 1970' },
      ],
    });
  });

  test.each([is7SubjectToken, { ...is7User, may_act: '' }])(
    'refuses a subject token, which API Gateway lets pass (%#)',
    (claims) => {
      const refusal = failureOf(() => callerWith(claims, ['quotes:write']));
      expect(refusal).toBeInstanceOf(HttpError);
      expect(refusal).toMatchObject({
        status: 403,
        code: 'not_an_access_token',
        message:
          'The token is a subject token, with which an access token is asked for. Exchange it at WSO2 Identity Server, and send the access token.',
        faults: [
          { path: 'may_act', got: 'a claim of subject tokens', expected: 'no such claim, as in every access token' },
        ],
      });
    },
  );

  test.each(['1e400', '99999999999999999999', '253402300800', '-1', '', undefined])(
    'refuses an expiry of %p',
    (exp) => {
      expect(failureOf(() => callerWith({ ...is7User, exp }))).toMatchObject({
        code: 'claims_missing',
        faults: [{ path: 'exp', got: exp || 'nothing', expected: 'the expiry in seconds since 1970' }],
      });
    },
  );

  test('does without issue time and token id', () => {
    expect(callerWith({ ...is7User, iat: undefined, jti: undefined })).toMatchObject({
      issuedAt: undefined,
      tokenId: undefined,
    });
  });

  test('reads claims that API Gateway did not turn into text', () => {
    const event = eventOf('GET /me', { claims: is7Client });
    const jwt = { claims: { ...is7Client, scope: ['a', 'b'] }, scopes: null };
    const raw = { ...event, requestContext: { ...event.requestContext, authorizer: { jwt } } };
    expect(callerOf(raw)).toEqual(callerWith({ ...is7Client, scope: ['a', 'b'] }));
  });

  test('blames the route, not the caller, when there is no authorizer', () => {
    const failure = failureOf(() => callerOf(eventOf('GET /me')));
    expect(failure).not.toBeInstanceOf(HttpError);
    expect(failure).toHaveProperty(
      'message',
      'Route "GET /me" is for callers with a token - got an event without requestContext.authorizer.jwt - ' +
        "expected a JWT authorizer's claims - attach the authorizer to the route",
    );
  });
});

function failureOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}
