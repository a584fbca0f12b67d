import type { Advice } from '../check/fault';
import type { Cors, Throttle } from './types';

/** The parts of an API, as far as they have to agree. */
export interface ApiParts {
  readonly routes: readonly { readonly method: string; readonly throttle?: Throttle | undefined }[];
  readonly throttle: Throttle;
  readonly identitySource: string;
  readonly cors?: Pick<Cors, 'allowHeaders'> | undefined;
}

/** The faults between parts of an API each of which is right by itself. */
export function apiFaults({ routes, throttle, identitySource, cors }: ApiParts): (Advice & { path: PropertyKey[] })[] {
  return [
    ...routes.flatMap((route, index) => throttleFaults(route, throttle, ['routes', index, 'throttle'])),
    ...(cors === undefined ? [] : [...optionsFaults(routes), ...tokenHeaderFaults(cors, identitySource)]),
  ];
}

function throttleFaults({ throttle: own }: ApiParts['routes'][number], stage: Throttle, path: PropertyKey[]) {
  return (['rateLimit', 'burstLimit'] as const)
    .filter((limit) => own !== undefined && own[limit] > stage[limit])
    .map((limit) => ({
      path: [...path, limit],
      expected: `at most the stage's ${stage[limit]}, which holds for all routes together`,
      fix: `lower it, or raise throttle.${limit}`,
    }));
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
function optionsFaults(routes: ApiParts['routes']) {
  return routes.flatMap(({ method }, index) =>
    method === 'OPTIONS'
      ? [
          {
            path: ['routes', index, 'method'],
            expected: 'no OPTIONS route beside cors, API Gateway answers preflights itself',
            fix: 'remove the route, or remove cors and answer preflights in its function',
          },
        ]
      : [],
  );
}

/** @see https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
function tokenHeaderFaults({ allowHeaders }: Pick<Cors, 'allowHeaders'>, identitySource: string) {
  const header = tokenHeader(identitySource);
  return header === undefined ||
    allowHeaders === undefined ||
    allowHeaders.some((name) => name.toLowerCase() === header)
    ? []
    : [
        {
          path: ['cors', 'allowHeaders'],
          expected: `${header} among them, or no page can send a token (browsers do not count it in "*")`,
          fix: `add "${header}"`,
        },
      ];
}

/** The header that carries the token, in lower case; undefined where the query string does. */
export function tokenHeader(identitySource: string): string | undefined {
  return /^\$request\.header\.(.+)$/.exec(identitySource)?.[1]?.toLowerCase();
}
