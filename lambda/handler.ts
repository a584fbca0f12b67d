import { answering, forCaller, type Handlers } from './answering';
import { health } from './health';
import { jsonBody } from './json-body';
import { me } from './me';
import { quotes } from './quotes';

/**
 * The code of the function `quotes`: API Gateway has matched the request to a route already. A route without code, code without a
 * route, or an answer that `lambda/operations` does not describe, does not compile.
 */
export const handler = answering({
  'GET /health': health,
  'GET /me': forCaller(me),
  'POST /quotes': forCaller((caller, event, context) =>
    quotes(jsonBody(event), {
      // Unique already, and it leads from a quote to the lines of the log.
      id: context.awsRequestId,
      issuedTo: caller.clientId,
      now: new Date(event.requestContext.timeEpoch),
    }),
  ),
} satisfies Handlers<'quotes'>);
