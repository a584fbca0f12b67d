import type { Claims, FailedCheck, Refusal } from '../../../../local/authorizer/decision';
import type { JwtAuthorizer } from '../../../../local/authorizer/jwt-authorizer';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { FunctionLog } from '../../../../local/gateway/function/function-pool';
import { type Gateway, type GatewayProps, type RequestRecord, startGateway } from '../../../../local/gateway/gateway';
import type { ApiModel } from '../../../../local/gateway/model';
import { type ApiFixture, writeAssembly } from './assembly';
import { keepCaretaker } from './one-caretaker';
import { send, type TestRequest, type TestResponse } from './request';

// Each environment is a process, and on a busy machine those take their time to start.
jest.setTimeout(60_000);

export interface TestGateway extends Gateway {
  readonly model: ApiModel;
  /** The observations, in their order. */
  readonly records: readonly RequestRecord[];
  readonly logs: readonly FunctionLog[];
  send(request?: TestRequest): Promise<TestResponse>;
}

/** The claims of the one token that {@link onlyValid} takes. */
export const CLAIMS: Claims = { iss: 'https://localhost:9443/oauth2/token', sub: 'alice', client_id: 'client' };

/** An authorizer that takes the token `valid`, in the header or the query, and no other. */
export function onlyValid(scopes: readonly string[], claims: Claims = CLAIMS): JwtAuthorizer {
  return {
    authorize({ headers, query }, routeScopes) {
      if ((headers['authorization'] ?? query['token']) !== 'valid') {
        return refusal('token', {
          status: 401,
          body: '{"message":"Unauthorized"}',
          wwwAuthenticate: 'Bearer',
          error: 'missing: token not provided',
        });
      }
      if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope))) {
        return refusal('scope', { status: 403, body: '{"message":"Forbidden"}', error: 'scope' });
      }
      return {
        allowed: true,
        checks: [],
        keys: { from: 'memory' },
        claims,
        scopes: routeScopes.length > 0 ? scopes : null,
      };
    },
  };
}

function refusal(name: 'token' | 'scope', answer: Refusal) {
  const failed: FailedCheck = { name, result: 'fail', found: 'this', expected: 'that', code: 'no-token' };
  return { allowed: false, checks: [failed], failed, refusal: answer } as const;
}

const started: Gateway[] = [];

/**
 * Starts a gateway for an assembly. Closed after the test.
 *
 * @param code - of the function: `index.mjs`, or files by path
 */
export async function startTestGateway(
  fixture: ApiFixture,
  code: string | Readonly<Record<string, string>>,
  props: Partial<GatewayProps> = {},
): Promise<TestGateway> {
  return serveAssembly(writeAssembly(fixture, typeof code === 'string' ? { 'index.mjs': code } : code), props);
}

/** {@link startTestGateway}, once for all tests of a file or block that differ by what they send. Closed after them. */
export function shareTestGateway(...given: Parameters<typeof startTestGateway>): () => TestGateway {
  let shared: TestGateway;
  beforeAll(async () => {
    shared = await startTestGateway(...given);
    started.splice(started.indexOf(shared), 1);
  });
  afterAll(() => shared?.close());
  return () => shared;
}

/** Starts a gateway for the cloud assembly in a folder. Closed after the test. */
export async function serveAssembly(folder: string, props: Partial<GatewayProps> = {}): Promise<TestGateway> {
  keepCaretaker();
  const model = readAssembly(folder);
  const records: RequestRecord[] = [];
  const logs: FunctionLog[] = [];
  const gateway = await startGateway({
    model,
    createAuthorizer: () => onlyValid(['read', 'write']),
    onRequest: (record) => records.push(record),
    onLog: (log) => logs.push(log),
    allowHosts: ['api.example.com', 'h'],
    ...props,
  });
  const served = { ...gateway, model, records, logs, send: (request = {}) => send(gateway.port, request) };
  started.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((gateway) => gateway.close()));
});
