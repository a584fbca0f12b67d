import type { Advice } from '../check/fault';
import type { Cors } from './types';

type CorsFault = Advice & { readonly path: PropertyKey[] };

const WILDCARD_ORIGINS = ['*', 'https://*', 'http://*'];

/**
 * The faults of a CORS configuration. Each of these would deploy, and then browsers would refuse it, or CloudFormation
 * would refuse to deploy it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function corsFaults({ allowOrigins, allowMethods = [], allowHeaders = [], ...rest }: Cors): CorsFault[] {
  const { exposeHeaders = [], allowCredentials = false } = rest;
  const faults = allowOrigins.flatMap((origin, index) => {
    const advice = originFault(origin);
    return advice === undefined ? [] : [{ path: ['allowOrigins', index], ...advice }];
  });
  const wildcards = Object.entries({ allowOrigins, allowMethods, allowHeaders, exposeHeaders } as const).filter(
    ([, values]) => (values as readonly string[]).some((value) => value.includes('*')),
  );
  if (allowCredentials) {
    for (const [name] of wildcards) {
      faults.push({
        path: [name],
        expected: 'no wildcard beside allowCredentials, browsers refuse the two together',
        fix: 'name each of them, or remove allowCredentials: a token in a header does not need it',
      });
    }
  }
  return faults;
}

function originFault(origin: string): Advice | undefined {
  if (WILDCARD_ORIGINS.includes(origin)) {
    return undefined;
  }
  if (origin.includes('*')) {
    const expected = 'an origin in full, API Gateway knows no wildcard within a name';
    return { expected, fix: 'name each of them' };
  }
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    const expected = `an origin such as https://app.example.com, or one of ${WILDCARD_ORIGINS.join(', ')}`;
    return { expected, fix: 'copy it from the address bar of the page, up to the first single slash' };
  }
  return url.origin === origin
    ? undefined
    : { expected: 'the origin as browsers send it', fix: `write ${JSON.stringify(url.origin)}` };
}
