import { requestLine } from '../../../commands/start/request-line';
import type { RequestRecord } from '../../../local/gateway/request-record';
import { authorizerWith } from '../../local/authorizer/setup';

const NOON = new Date(2026, 0, 2, 12, 0, 0).getTime();

const record = (changes: object) =>
  ({
    time: NOON,
    method: 'GET',
    path: '/me',
    routeKey: 'GET /me',
    status: 200,
    durationMs: 11.6,
    ...changes,
  }) as RequestRecord;

describe('the line of a request', () => {
  it('is time, status, request, how long it took, and nobody as its caller where there is no token', () => {
    expect(requestLine(record({}))).toBe('12:00:00  200  GET /me  12 ms  -');
  });

  it.each<[string, object, string]>([
    ['the user', { sub: 'alice', client_id: 'shop' }, 'alice'],
    ['the application, of a token without a subject', { client_id: 'shop' }, 'shop'],
    ['without what would steer the terminal', { sub: '\u001b[2J' }, '\\u001b[2J'],
  ])('names the caller: %s', (_, claims, caller) => {
    expect(requestLine(record({ decision: { allowed: true, claims } }))).toBe(
      `12:00:00  200  GET /me  12 ms  ${caller}`,
    );
  });

  it('names the caller whose verified token lacks the scope, and none whose token was not verified', () => {
    const refused = (name: string) => ({
      status: 403,
      decision: { allowed: false, failed: { name, found: 'a', expected: 'b' }, claims: { sub: 'alice' } },
    });
    expect(requestLine(record(refused('scope')))).toContain('  alice  scope: found a, expected b');
    expect(requestLine(record(refused('signature')))).toContain('  -  signature: found a, expected b');
  });

  it('has colours only where they are asked for', () => {
    expect(requestLine(record({}))).not.toContain('\u001b');
    expect(requestLine(record({ status: 500 }), (colour, text) => `<${colour}>${text}`)).toContain('<red>500');
  });

  it('says why it was not served', () => {
    const reason = 'no route matches GET /me';
    expect(requestLine(record({ routeKey: undefined, status: 404, reason }))).toBe(
      `12:00:00  404  GET /me  12 ms  -  ${reason}`,
    );
    const failed = { name: 'audience', found: '"a"', expected: '"b"' };
    expect(requestLine(record({ status: 401, decision: { allowed: false, failed } }))).toBe(
      '12:00:00  401  GET /me  12 ms  -  audience: found "a", expected "b"',
    );
  });

  it.each([
    ['bearer T', 'the scheme bearer'],
    ['BEARER eyJ.eyJ.c2ln', 'the scheme BEARER'],
    ['Token T', 'the scheme Token'],
    ['Bearer  eyJ.eyJ.c2ln', 'more than one space after Bearer'],
  ])('says of %p what stands before the token', async (authorization, found) => {
    const decision = await authorizerWith().authorize({ headers: { authorization }, query: {} }, []);
    expect(requestLine(record({ status: 401, decision }))).toBe(
      `12:00:00  401  GET /me  12 ms  -  format: found ${found}, expected Bearer and one space before the token, or the token alone`,
    );
  });
});

describe('a token in the line of a request', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';

  it.each([
    ['in the path', { path: `/me/${token}` }],
    ['at the beginning of the path, cut off', { path: `/${token.slice(0, 30)}` }],
    ['in a parameter within the path', { path: `/me#access_token=${token}` }],
    ['in the reason', { routeKey: undefined, status: 404, reason: `no route matches GET /me/${token}` }],
  ])('is not shown: %s', (_where, changes) => {
    const line = requestLine(record(changes));
    expect(line).toContain('(a token, not shown)');
    expect(line).not.toContain('eyJ');
  });
});
