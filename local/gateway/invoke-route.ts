import type { Decision } from '../authorizer';
import { type Answer, type RequestFacts, refuse, refuseAsNotEmulated } from './answer';
import { eventJson } from './event';
import type { Invocation } from './function/function-pool';
import type { HttpRequest } from './http-message';
import { createTraceId } from './ids';
import type { ApiModel } from './model';
import type { RequestTarget } from './request-target';
import { MalformedResult, readResult } from './response';
import type { ServedRoute, ServedStage } from './served-api';

export interface RequestContext {
  readonly requestId: string;
  /** When the request arrived, in milliseconds since 1970. */
  readonly time: number;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** A request that may have its route's function. */
export interface AdmittedRequest {
  readonly request: HttpRequest;
  readonly target: RequestTarget;
  readonly stage: ServedStage;
  readonly route: ServedRoute;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** Undefined on a route without an authorizer. */
  readonly caller: Extract<Decision, { allowed: true }> | undefined;
}

/** The largest event that Lambda takes, in bytes. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html */
const NOT_PERMITTED =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.";

/** Throttles, invokes the route's function, and reads what it returned. */
export async function invokeRoute(
  api: ApiModel,
  { request, target, stage, route, pathParameters, caller }: AdmittedRequest,
  facts: RequestFacts,
  { requestId, time, now }: RequestContext,
): Promise<Answer> {
  if (route.takeToken && !route.takeToken()) {
    return refuse(facts, 429, 'Too Many Requests', 'the stage or the route is throttled');
  }
  if (route.target.kind === 'not emulated') {
    return refuseAsNotEmulated(facts, route.target.reason);
  }
  const { pool, timeoutMs, isPermitted } = route.target;
  if (!isPermitted(request.method)) {
    const integration = {
      latency: 0,
      serviceStatus: 403,
      status: undefined,
      requestId: undefined,
      error: NOT_PERMITTED,
    };
    const reason =
      'the template has no AWS::Lambda::Permission that lets API Gateway invoke the function for this route';
    return refuse({ ...facts, integration }, 500, 'Internal Server Error', reason);
  }
  const traceId = request.headers['x-amzn-trace-id'] ?? createTraceId(time);
  const { routeKey } = route;
  const event = eventJson({ request, target, api, stage, routeKey, pathParameters, caller, requestId, traceId, time });
  // A character takes three bytes at most.
  if (event.length > MAX_EVENT_BYTES / 3 && Buffer.byteLength(event) > MAX_EVENT_BYTES) {
    return refuse(facts, 413, 'Request Entity Too Large', 'the event is longer than the 6 MB that Lambda takes');
  }
  const invokedAt = now();
  const hasLeft = request.hasLeft ?? (() => false);
  const invocation = await pool.invoke(event, traceId, { waitMs: timeoutMs, hasLeft });
  return answerInvocation({ ...facts, event }, invocation, now() - invokedAt, timeoutMs);
}

function answerInvocation(facts: RequestFacts, invocation: Invocation, latency: number, timeoutMs: number): Answer {
  const { requestId } = invocation;
  const integration = { latency, serviceStatus: 200, status: undefined, requestId, error: undefined };
  switch (invocation.kind) {
    case 'no answer in time': {
      const reason = `the function did not answer within the integration's ${timeoutMs} ms`;
      const timedOut = { ...integration, serviceStatus: undefined, error: reason };
      return refuse({ ...facts, integration: timedOut }, 503, 'Service Unavailable', reason);
    }
    case 'not begun': {
      const reason = 'the client left before the function began';
      return refuse(
        { ...facts, integration: { ...integration, serviceStatus: undefined } },
        503,
        'Service Unavailable',
        reason,
      );
    }
    case 'failed': {
      const { errorType, errorMessage } = invocation;
      const failed = { ...integration, error: errorMessage };
      const reason = `${errorType}: ${errorMessage}`;
      return refuse({ ...facts, integration: failed }, 500, 'Internal Server Error', reason);
    }
    case 'result':
      try {
        const response = readResult(invocation.json);
        return { ...facts, integration: { ...integration, status: response.status }, response };
      } catch (error) {
        if (!(error instanceof MalformedResult)) {
          throw error;
        }
        const malformed = { ...integration, error: error.message };
        return refuse({ ...facts, integration: malformed }, 500, 'Internal Server Error', error.message);
      }
  }
}
