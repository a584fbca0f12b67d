import type { ApiModel, NotEmulated, RouteModel } from '../../local/gateway';

/** The URL below which routes are served: that of the stage `$default`, or else of the first one. */
export function baseUrl(model: ApiModel, url: string): string {
  return `${url}${stagePrefix(model)}`;
}

/** The path of the stage whose routes are shown: empty for `$default`. */
export function stagePrefix({ stages }: ApiModel): string {
  const [first] = stages;
  return !first || stages.some(({ name }) => name === '$default') ? '' : `/${first.name}`;
}

/** Why a request that is let in to this route is answered 501, if it is. */
export function notServed({ blocked }: ApiModel, { authorization, target }: RouteModel): NotEmulated | undefined {
  return blocked ?? [authorization, target].find((part) => part.kind === 'not emulated');
}

/** The callers that a route admits, in the words of `config/routes.ts`. */
export function whoMayCall(model: ApiModel, route: RouteModel): string {
  const unserved = notServed(model, route);
  if (unserved) {
    return `nobody, 501: ${unserved.reason}`;
  }
  const { authorization, reason } = route;
  const why = reason === undefined ? '' : `: ${reason}`;
  switch (authorization.kind) {
    case 'none':
      return `anyone${why}`;
    case 'jwt':
      return authorization.scopes.length > 0
        ? `a token with ${authorization.scopes.join(' or ')}`
        : `any valid token${why}`;
    case 'not emulated':
      return `nobody, 501: ${authorization.reason}`;
  }
}

/**
 * The changes from one API to the next, a line each: routes that came, went, or may be called by others.
 *
 * @param missingCode - says that a route has no code yet. Default: it is not ours to know
 */
export function modelChanges(
  before: ApiModel,
  after: ApiModel,
  missingCode: (routeKey: string) => string | undefined = () => undefined,
): string[] {
  if (before === after) {
    return [];
  }
  const told = (model: ApiModel) => new Map(model.routes.map((route) => [route.routeKey, whoMayCall(model, route)]));
  const [old, now] = [told(before), told(after)];
  return [
    ...[...now].flatMap(([key, who]) => {
      if (!old.has(key)) {
        return [`+ ${key}: ${missingCode(key) ?? who}`];
      }
      return old.get(key) === who ? [] : [`~ ${key}: ${who}`];
    }),
    ...[...old.keys()].flatMap((key) => (now.has(key) ? [] : [`- ${key}`])),
  ];
}
