import { ADVICE } from '../../../commands/advice/advice';
import type { Failure } from '../../../commands/advice/explanation';
import { OUR_APP } from '../../../commands/advice/judged-app';
import { tokenFacts } from '../../../commands/advice/token-facts';
import type { Check, FailureCode } from '../../../local/authorizer/decision';

export const ISSUER = 'https://is.example.com/oauth2/token';

/** An unsigned token: what advice is given depends on what it says only. */
export function token(claims: object, header: object = {}): string {
  const segments = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...segments, ''].join('.');
}

/** The steps about a failure, a line each. */
export function advice(
  code: FailureCode,
  given: string,
  more: Partial<Failure> & Partial<Pick<Check, 'found' | 'expected'>> = {},
): string {
  const { found = 'x', expected = 'y', ...context } = more;
  const failure: Failure = {
    check: { name: 'token', result: 'fail', found, expected, code },
    token: tokenFacts(given),
    trusted: { issuer: ISSUER, clientIds: ['mine'] },
    isLaptop: false,
    app: OUR_APP,
    environments: {},
    scopes: ['quotes:write'],
    at: 0,
    ...context,
  };
  return ADVICE[code](failure).join('\n');
}
