import { show } from '../../lib/config/fault';
import { printable } from '../../local/gateway/authorizer/printable';
import { WSO2_PLACES } from '../support/wso2-places';
import type { Failure } from './failure';

/** What to do about a valid token without a scope of the route. */
export function scopeAdvice({ token: { claims, kind }, scopes }: Failure): string[] {
  if (kind === 'ID token') {
    return [
      'This looks like an ID token: it says who signed in, not what is allowed, and has no scopes. Send the access token.',
    ];
  }
  const both = claims['scope'] !== undefined && claims['scp'] !== undefined;
  return [
    ...(both ? ['The token has scope and scp. Which one API Gateway takes is not established: have one only.'] : []),
    ...(!both && typeof claims['scope'] === 'string' && differsInCase(claims['scope'], scopes)
      ? [`Scopes are compared to the letter: ${printable(show(claims['scope']))} is written otherwise.`]
      : []),
    'Ask for the scope in the token request (scope=…): WSO2 IS leaves out, without an error, what it does not grant.',
    `On IS 7, give an API resource the scope (${WSO2_PLACES.apiResources}) and authorize the application to it (${WSO2_PLACES.apiAuthorization}).`,
    claims['aut'] === 'APPLICATION'
      ? 'The token is for the application itself: it needs no role.'
      : 'For a token of a user, a role of the application must have the scope, and the user must have the role.',
    'On 5.x and 6.x any scope that is asked for is granted, unless a scope validator or a scope binding says otherwise.',
  ];
}

function differsInCase(granted: string, scopes: readonly string[]): boolean {
  const lower = granted.toLowerCase().split(' ');
  return scopes.some((scope) => lower.includes(scope.toLowerCase()));
}
