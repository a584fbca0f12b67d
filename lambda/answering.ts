import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { FunctionName } from '../config/functions';
import type { RouteKeyOf } from '../config/routes';
import { type Caller, callerOf } from './caller';
import { HttpError } from './http-error';
import type { AnswerOf } from './operations';
import type { RequestEvent } from './request-event';
import { logger, metrics } from './telemetry';

/** Answers a request with the body of a 200, or throws an {@link HttpError}. */
export type Handler<A extends object = object> = (event: RequestEvent, context: Context) => A | Promise<A>;

/**
 * The code of each route of a function: a route without code, code without a route, or code that answers something else than
 * `lambda/operations` says, does not compile.
 */
export type Handlers<Name extends FunctionName> = {
  readonly [Key in RouteKeyOf<Name>]: Handler<AnswerOf<Key>>;
};

/** `detailedMetrics` of the environment. */
const METRICS_BY_ROUTE = process.env['METRICS_BY_ROUTE'] !== 'false';

/** The result from which API Gateway makes the response, in payload format 2.0. */
interface Reply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The handler of a function with this code for its routes, by their route keys. What goes wrong becomes a response, never a
 * rejection.
 */
export function answering(
  handlers: Readonly<Record<string, Handler>>,
): (event: RequestEvent, context: Context) => Promise<Reply> {
  return async (event, context) => {
    let requestId = context.awsRequestId;
    logger.addContext(context);
    try {
      // API Gateway's own id for the request: the client has it as `apigw-requestid`, and the access log as `requestId`.
      requestId = event.requestContext.requestId;
      logger.appendKeys({ correlation_id: requestId, route: event.routeKey });
      const reply = json(200, await handlerOf(handlers, event.routeKey)(event, context));
      metrics.addMetric('Answered', MetricUnit.Count, 1);
      logger.info('Answered', { status: 200 });
      return reply;
    } catch (error) {
      if (error instanceof HttpError) {
        const { status, code, message, faults } = error;
        metrics.addMetric('Refused', MetricUnit.Count, 1);
        // Neither message nor faults: they quote what the caller sent.
        logger.warn('Refused', { status, code });
        return json(status, { message, code, faults, requestId });
      }
      // Counted for all routes together, too: that is what the alarm looks at.
      metrics.addDimensions({});
      metrics.addMetric('Failed', MetricUnit.Count, 1);
      logger.error('Failed', { status: 500, error });
      return json(500, { message: 'Internal Server Error', code: 'internal_error', requestId });
    } finally {
      metrics.publishStoredMetrics();
      logger.resetKeys();
    }
  };
}

function handlerOf(handlers: Readonly<Record<string, Handler>>, routeKey: string): Handler {
  const found = Object.hasOwn(handlers, routeKey) ? handlers[routeKey] : undefined;
  if (found === undefined) {
    throw new HttpError('not_found', 'Not Found');
  }
  // Only known routes become a dimension: each value of one is a metric of its own, and is paid for.
  if (METRICS_BY_ROUTE) {
    metrics.addDimension('route', routeKey);
  }
  return found;
}

/** A route that only a caller with a token may use. */
export function forCaller<A extends object>(
  route: (caller: Caller, event: RequestEvent, context: Context) => A | Promise<A>,
): Handler<A> {
  return (event, context) => {
    const caller = callerOf(event);
    logger.appendKeys({ subject: caller.subject, client_id: caller.clientId, actor: caller.actor?.subject });
    return route(caller, event, context);
  };
}

function json(statusCode: number, body: object): Reply {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
