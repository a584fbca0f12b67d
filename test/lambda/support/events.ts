import type { Context } from 'aws-lambda';
import type { RequestEvent } from '../../../lambda/request-event';

/** The value of the `authorization` header of every event; it must not come out of the function anywhere. */
export const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXBheWxvYWQ.c2VjcmV0LXNpZ25hdHVyZQ';

/** 2025-04-14T22:13:56.573Z, when every event arrives. */
const TIME_EPOCH = 1744668836573;

interface EventParts {
  /** As they are in the token; the event holds them as API Gateway hands them on. Without them, a public route's event. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Set on routes that ask for scopes: all scopes of the token. */
  readonly scopes?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An event as API Gateway sends it, format 2.0: what is absent is left out, `scopes` alone may be null. */
export function eventOf(routeKey: string, parts: EventParts = {}): RequestEvent {
  const { claims, scopes = null, body, isBase64Encoded = false, headers } = parts;
  const [method = '', path = ''] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {
      accept: '*/*',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      host: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      'user-agent': 'PostmanRuntime/7.56.1',
      'x-amzn-trace-id': 'Root=1-6a9299d8-49fa1ebe4ba1ae342ee07e3a',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      accountId: '111122223333',
      apiId: 'a1b2c3d4e5',
      ...(claims && { authorizer: { jwt: { claims: asApiGatewayWrites(claims), scopes: scopes && [...scopes] } } }),
      domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: 'PostmanRuntime/7.56.1' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '14/Apr/2025:22:13:56 +0000',
      timeEpoch: TIME_EPOCH,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded,
  };
}

/** Lambda's context, as far as the function reads it. */
export const context = {
  awsRequestId: '5f1c7e0e-1111-4222-8333-444455556666',
  functionName: 'business',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:business',
  memoryLimitInMB: '256',
} as Context;

function asApiGatewayWrites(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const present = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, goText(value)]));
}

/** Go's default format: `[a b]`, `map[k:v]` with sorted keys, everything else plain. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${members.map(([name, member]) => `${name}:${goText(member)}`).join(' ')}]`;
}
