import type { HttpRequest, HttpResponse } from './http-message';
import type { CorsModel } from './model';

/** The CORS behaviour of API Gateway itself. */
export interface CorsRules {
  /** True where a request asks for permission to send another one. Any other OPTIONS request is routed like the rest. */
  isPreflight(request: HttpRequest): boolean;
  /** The answer to a preflight. From an origin that is not allowed, it allows nothing. */
  answerPreflight(request: HttpRequest): HttpResponse;
  /** Puts what the browser needs on a response, in place of any CORS headers of the function. */
  apply(request: HttpRequest, response: HttpResponse): HttpResponse;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function createCorsRules(cors: CorsModel): CorsRules {
  const anyOrigin = cors.allowOrigins.includes('*');
  const exposed = cors.exposeHeaders.join(',');
  const forPreflight = [
    ...header('access-control-allow-methods', cors.allowMethods.join(',')),
    ...header('access-control-allow-headers', cors.allowHeaders.join(',')),
    ...header('access-control-max-age', cors.maxAge === undefined ? '' : String(cors.maxAge)),
  ];

  /** Empty when the request has no origin, or one that is not allowed. */
  function forOrigin({ headers: { origin } }: HttpRequest): readonly string[] {
    if (origin === undefined || !isAllowed(origin)) {
      return [];
    }
    return [
      'access-control-allow-origin',
      anyOrigin ? '*' : origin,
      ...(anyOrigin ? [] : ['vary', 'origin']),
      ...(cors.allowCredentials ? ['access-control-allow-credentials', 'true'] : []),
    ];
  }

  function isAllowed(origin: string): boolean {
    return cors.allowOrigins.some(
      (allowed) =>
        allowed === '*' ||
        allowed === origin ||
        ((allowed === 'https://*' || allowed === 'http://*') && origin.startsWith(allowed.slice(0, -1))),
    );
  }

  return {
    isPreflight: ({ method, headers }) =>
      method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers,
    answerPreflight(request) {
      const allowed = forOrigin(request);
      return { status: 204, headers: allowed.length > 0 ? [...allowed, ...forPreflight] : [], body: '' };
    },
    apply(request, response) {
      const allowed = forOrigin(request);
      const headers = [...withoutCors(response.headers), ...allowed];
      return {
        ...response,
        headers: allowed.length > 0 ? [...headers, ...header('access-control-expose-headers', exposed)] : headers,
      };
    },
  };
}

function header(name: string, value: string): readonly string[] {
  return value === '' ? [] : [name, value];
}

function withoutCors(headers: readonly string[]): string[] {
  const rest: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string;
    if (!name.startsWith('access-control-')) {
      rest.push(name, headers[index + 1] as string);
    }
  }
  return rest;
}
