import { type Check, fail, pass } from './decision';
import { printable } from './printable';
import type { JsonObject } from './strict-json';

/**
 * The signing methods accepted, with node's names of their hashes. API Gateway documents "only RSA-based algorithms";
 * whether that takes in RSASSA-PSS is not established, so PS256 and its like are refused.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const RSA_HASHES: ReadonlyMap<string, string> = new Map([
  ['RS256', 'sha256'],
  ['RS384', 'sha384'],
  ['RS512', 'sha512'],
]);

const EXPECTED = [...RSA_HASHES.keys()].join(', ');
/** Longer than any registered name; a made-up one need not fill the response header. */
const MAX_NAME_LENGTH = 32;

/** Checks that the token's signing method is accepted, whatever its signature. */
export function checkAlgorithm(header: JsonObject): Check {
  const algorithm = header['alg'];
  if (typeof algorithm !== 'string' || algorithm === '') {
    return fail('algorithm', 'no-algorithm', 'no alg in the header', EXPECTED);
  }
  return RSA_HASHES.has(algorithm)
    ? pass('algorithm', algorithm, EXPECTED)
    : fail('algorithm', 'algorithm', printable(algorithm, MAX_NAME_LENGTH), EXPECTED);
}
