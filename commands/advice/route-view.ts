import type { RouteView } from '../../local/console';
import { exampleBody } from '../project/operations';
import type { JudgedRoute } from './explain-answer';

/**
 * A route as the console lists it.
 *
 * @param isDescribed - false where another app is served, whose routes `lambda/operations` does not know
 */
export function routeView({ routeKey, authorizer, scopes, reason }: JudgedRoute, isDescribed: boolean): RouteView {
  const example = isDescribed ? exampleBody(routeKey) : undefined;
  return {
    routeKey,
    access:
      authorizer === undefined
        ? { kind: 'public', reason }
        : scopes.length > 0
          ? { kind: 'scopes', anyOf: scopes }
          : { kind: 'any token', reason },
    isCodeMissing: false,
    exampleBody: example && JSON.stringify(example, null, 2),
  };
}
