import { type Content, type Operation, REFUSALS, STATUS_OF } from '../../lambda/operations';
import type { Route, Throttle } from '../../lib/api/types';
import { GATEWAY_BODIES, type GatewayStatus, gatewayStatuses } from '../project/gateway-answers';
import { codesOf } from '../project/operations';

const REF = '#/components';

/** The schemas that a route's responses point to by name. */
const GATEWAY_SCHEMAS: Readonly<Record<GatewayStatus, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

const WHEN: Readonly<Record<number, string>> = {
  400: 'The request is not understood',
  401: 'There is no token, or it is not valid. API Gateway refuses it, and the function does not run',
  403: 'The token does not allow it',
  404: 'There is no such thing',
  413: 'The body is too large',
  415: 'The body is of another type',
  500: 'The function failed',
  503: 'The function took too long',
};

const REQUEST_ID = { 'apigw-requestid': { $ref: `${REF}/headers/RequestId` } };

/** The Responses Object of a route: the function's answers, and those of API Gateway as far as they are established. */
export function responsesOf(route: Route, operation: Operation, throttle: Throttle): Readonly<Record<string, object>> {
  const hasBody = route.method !== 'HEAD';
  const codes = codesOf(route, operation);
  const gateway = gatewayStatuses(route.access);
  const statuses = [...new Set([...codes.map((code) => STATUS_OF[code]), ...gateway])].sort((a, b) => a - b);
  const { rateLimit, burstLimit } = throttle;
  const refusals = statuses.map((status) => {
    const own = gateway.find((one) => one === status);
    const examples = {
      ...(own && { 'API Gateway': { value: GATEWAY_BODIES[own] } }),
      ...Object.fromEntries(
        codes.filter((code) => STATUS_OF[code] === status).map((code) => [code, { value: refusal(code) }]),
      ),
      ...(status === 500 && { internal_error: { value: INTERNAL_ERROR } }),
    };
    const schemas = [
      ...(own ? [{ $ref: `${REF}/schemas/${GATEWAY_SCHEMAS[own]}` }] : []),
      ...(own === undefined || Object.keys(examples).length > 1 ? [{ $ref: `${REF}/schemas/Fault` }] : []),
    ];
    return [
      status,
      {
        description: WHEN[status] ?? 'The request is refused',
        headers: { ...REQUEST_ID, ...(status === 401 && { 'www-authenticate': { $ref: `${REF}/headers/Challenge` } }) },
        ...(hasBody && json(schemas.length === 1 ? schemas[0] : { anyOf: schemas }, examples)),
      },
    ];
  });
  const limit = `All callers together make more than ${rateLimit} requests a second (at once: ${burstLimit})`;
  return {
    200: {
      description: operation.answer.description,
      headers: REQUEST_ID,
      ...(hasBody && contentOf(operation.answer)),
    },
    ...Object.fromEntries(refusals),
    // The body is not established.
    429: { description: `${limit}. API Gateway refuses it, and the function does not run` },
  };
}

/** The members of a Request Body Object, or of a Response Object, that say what a body is. */
export function contentOf({ name, examples }: Content): object {
  return json(
    { $ref: `${REF}/schemas/${name}` },
    Object.fromEntries(Object.entries(examples).map(([key, value]) => [key, { value }])),
  );
}

function json(schema: object | undefined, examples: object): object {
  return { content: { 'application/json': { schema, examples } } };
}

const REQUEST_ID_EXAMPLE = 'JKJaXmPLvHcESHA=';
const INTERNAL_ERROR = { message: 'Internal Server Error', code: 'internal_error', requestId: REQUEST_ID_EXAMPLE };

function refusal(code: keyof typeof REFUSALS): object {
  const { message, faults } = REFUSALS[code];
  return { message, code, ...(faults && { faults }), requestId: REQUEST_ID_EXAMPLE };
}

/** The Header Objects and schemas that the responses of these routes point to, besides those of their answers. */
export function sharedParts(routes: readonly Route[]): { readonly headers: object; readonly schemas: object } {
  const statuses = [...new Set(routes.flatMap(({ access }) => gatewayStatuses(access)))].sort((a, b) => a - b);
  return {
    headers: {
      RequestId: {
        description: "API Gateway's id of the request, which is in the access log",
        schema: { type: 'string' },
        example: REQUEST_ID_EXAMPLE,
      },
      ...(statuses.includes(401) && {
        Challenge: {
          description: '`Bearer` where there is no token; else what is wrong with it',
          schema: { type: 'string' },
          example: 'Bearer scope="" error="invalid_token" error_description="the token has expired"',
        },
      }),
    },
    schemas: Object.fromEntries(statuses.map((status) => [GATEWAY_SCHEMAS[status], gatewayBody(status)])),
  };
}

function gatewayBody(status: GatewayStatus): object {
  return {
    type: 'object',
    description: `API Gateway's own answer ${status}`,
    properties: { message: { type: 'string', const: GATEWAY_BODIES[status].message } },
    required: ['message'],
  };
}
