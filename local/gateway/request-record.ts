import type { Decision } from '../authorizer';
import type { Answer } from './answer';
import type { HttpRequest, HttpResponse } from './http-message';
import type { ApiModel } from './model';

/** The record of a request. */
export interface RequestRecord {
  /** The client has it as `apigw-requestid`. */
  readonly requestId: string;
  /** When it arrived, in milliseconds since 1970. */
  readonly time: number;
  readonly method: string;
  /** Decoded, with the stage, without the query. */
  readonly path: string;
  /** Undefined when no stage was found. */
  readonly stage: string | undefined;
  /** Undefined when no route was found. */
  readonly routeKey: string | undefined;
  readonly status: number;
  /** Undefined when no authorizer was asked. */
  readonly decision: Decision | undefined;
  /** Why it is not the function's answer; undefined when it is. */
  readonly reason: string | undefined;
  /** From its arrival to its answer, in milliseconds. */
  readonly durationMs: number;
  /** The function's part of it, in milliseconds; undefined when it was not invoked. */
  readonly integrationMs: number | undefined;
  /** Lambda's id of the invocation; undefined when there was none. */
  readonly invocationId: string | undefined;
  /** Renders the line of the stage's access log; gives undefined when it keeps none. Holds all of the request in memory. */
  readonly accessLog: () => string | undefined;
  /** The time that the authorizer took, keys included, in milliseconds; undefined when none was asked. */
  readonly authorizerMs: number | undefined;
  /** The request as it was sent: its headers, query and body may hold a token. */
  readonly request: Pick<HttpRequest, 'target' | 'headers' | 'body'>;
  /** The event that the function got, as JSON; undefined when it was not invoked. It may hold a token, too. */
  readonly event: string | undefined;
  readonly response: HttpResponse;
}

/** When a request came and went. */
export interface RequestTiming {
  readonly requestId: string;
  readonly time: number;
  readonly durationMs: number;
}

/** Sums a request up. */
export function recordRequest(
  model: ApiModel,
  request: HttpRequest,
  answer: Answer,
  { requestId, time, durationMs }: RequestTiming,
): RequestRecord {
  const { path, stage, routeKey, decision, integration, response, reason } = answer;
  return {
    requestId,
    time,
    method: request.method,
    path,
    stage: stage?.name,
    routeKey,
    status: response.status,
    decision,
    reason,
    durationMs,
    integrationMs: integration?.latency,
    invocationId: integration?.requestId,
    authorizerMs: answer.authorizerMs,
    // Not the request itself, which holds its connection.
    request: { target: request.target, headers: request.headers, body: request.body },
    event: answer.event,
    response,
    accessLog: () =>
      stage?.accessLog?.({
        accountId: model.accountId,
        apiId: model.apiId,
        stage: stage.name,
        requestId,
        time,
        method: request.method,
        path,
        host: request.headers['host'],
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'],
        routeKey,
        status: response.status,
        responseLength: Buffer.byteLength(response.body),
        responseLatency: durationMs,
        claims: decision?.allowed ? decision.claims : undefined,
        authorizerError: decision && !decision.allowed ? decision.refusal.error : undefined,
        errorMessage: answer.errorMessage,
        integration,
      }),
  };
}
