import type { Claims } from '../authorizer';
import { claimsText } from './claims-text';
import type { HttpRequest } from './http-message';
import type { RequestTarget } from './request-target';
import { requestTime } from './request-time';

/** The parts of an event. */
export interface EventFacts {
  readonly request: HttpRequest;
  readonly target: RequestTarget;
  readonly api: { readonly accountId: string; readonly apiId: string };
  readonly stage: { readonly name: string; readonly variables: Readonly<Record<string, string>> };
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** Undefined on a route without an authorizer. */
  readonly caller: { readonly claims: Claims; readonly scopes: readonly string[] | null } | undefined;
  readonly requestId: string;
  readonly traceId: string;
  /** When the request arrived, in milliseconds since 1970. */
  readonly time: number;
}

/**
 * The event of payload format 2.0, as JSON. Absent values are omitted.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventJson(facts: EventFacts): string {
  const { request, target, api, stage, routeKey, caller, time } = facts;
  const { headers, cookies } = eventHeaders(facts);
  const { host = '' } = request.headers;
  const isText = request.body !== undefined && isTextType(request.headers['content-type']);
  return JSON.stringify({
    version: '2.0',
    routeKey,
    rawPath: target.path,
    rawQueryString: target.rawQuery,
    cookies,
    headers,
    queryStringParameters: target.query,
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      authorizer: caller && { jwt: { claims: claimsText(caller.claims), scopes: caller.scopes } },
      domainName: host,
      domainPrefix: domainPrefix(host),
      http: {
        method: request.method,
        path: target.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey,
      stage: stage.name,
      time: requestTime(time),
      timeEpoch: time,
    },
    pathParameters: facts.pathParameters,
    stageVariables: isEmpty(stage.variables) ? undefined : stage.variables,
    body: request.body?.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: request.body !== undefined && !isText,
  });
}

/** The first label of a host name. */
export function domainPrefix(host: string): string {
  return /^[^.:]*/.exec(host)?.[0] ?? '';
}

/** They are about the connection to the gateway, which ends there. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

function eventHeaders({ request, traceId }: EventFacts): {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[] | undefined;
} {
  const headers: Record<string, string> = Object.create(null);
  let cookies: readonly string[] | undefined;
  for (const name of Object.keys(request.headers)) {
    const value = request.headers[name] as string;
    if (name === 'cookie') {
      cookies = value.split(';').map((cookie) => cookie.trim());
    } else if (!HOP_BY_HOP.has(name)) {
      headers[name] = value;
    }
  }
  const { 'x-forwarded-for': forwardedFor } = headers;
  headers['x-amzn-trace-id'] = traceId;
  headers['x-forwarded-for'] = forwardedFor === undefined ? request.sourceIp : `${forwardedFor}, ${request.sourceIp}`;
  headers['x-forwarded-port'] = '443';
  headers['x-forwarded-proto'] = 'https';
  // Without a body too, and whatever the method.
  headers['content-length'] = String(request.body?.length ?? 0);
  return { headers, cookies };
}

/** The media types whose bodies API Gateway hands on as text. */
const TEXT_TYPE = /^\s*(?:text\/[^;]*|application\/(?:json|xml|javascript))\s*(?:;|$)/i;

function isTextType(contentType: string | undefined): boolean {
  return contentType !== undefined && TEXT_TYPE.test(contentType);
}

function isEmpty(record: Readonly<Record<string, string>>): boolean {
  return Object.keys(record).length === 0;
}
