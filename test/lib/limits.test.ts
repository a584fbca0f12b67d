import { functions } from '../../config/functions';
import { accessLogFormat } from '../../lib/api/access-log-format';
import { issuerSchema } from '../../lib/api/api-schema';
import { resolveConfig } from '../../lib/config/resolve';

test.each([false, true])(
  'the access log format is within what API Gateway takes, 1024 characters: mTLS %s',
  (mutualTls) => {
    expect(accessLogFormat(mutualTls).toString().length).toBeLessThanOrEqual(1024);
  },
);

const issuerOf = (length: number) => 'https://is.example.com/'.padEnd(length, 'a');

test('an issuer is within what API Gateway takes, 2048 characters', () => {
  expect(issuerSchema(false, 'move it').safeParse(issuerOf(2048)).success).toBe(true);
  expect(issuerSchema(false, 'move it').safeParse(issuerOf(2049)).error?.issues).toEqual([
    expect.objectContaining({
      params: {
        expected: 'at most 2048 characters, what API Gateway takes for an issuer',
        fix: 'give WSO2 IS, or its tenant, a shorter address',
      },
    }),
  ]);
});

test("an issuer of this app is short enough for the stack's description, of 1024 bytes", () => {
  const resolve = (issuer: string) =>
    resolveConfig({
      project: 'api',
      environments: { dev: { issuer, clientIds: ['abc'] } },
      routes: [{ method: 'GET', path: '/a', access: { scopes: ['a'] } }],
      functions,
      context: { env: 'dev' },
    });
  expect(resolve(issuerOf(998)).environment.issuer).toHaveLength(998);
  expect(() => resolve(issuerOf(999))).toThrow(
    "expected at most 998 characters, because the stack's description holds it — give WSO2 IS, or its tenant, a shorter address",
  );
});
