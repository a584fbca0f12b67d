import { type Check, parseIdentitySource, printable } from '../../local/authorizer';
import type { ApiModel, NotEmulated, RequestRecord, Route } from '../../local/gateway';
import type { Issuer } from '../../local/issuer';
import { withoutTokens } from '../kit/redact';
import type { Laptop } from './laptop';

/** Why a request that is let in to this route is answered 501, if it is. */
function notServed({ blocked }: ApiModel, { authorization, target }: Route): NotEmulated | undefined {
  return blocked ?? [authorization, target].find((part) => part.kind === 'not emulated');
}

/** Who may call a route, in the words of `config/routes.ts`. */
function whoMayCall(model: ApiModel, route: Route): string {
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

/** The routes as a table. */
function routeTable(model: ApiModel): string {
  const { routes } = model;
  if (routes.length === 0) {
    return '  no routes';
  }
  const width = Math.max(...routes.map(({ routeKey }) => routeKey.length));
  return routes.map((route) => `  ${route.routeKey.padEnd(width)}  ${whoMayCall(model, route)}`).join('\n');
}

/** The check that refused a request, for the terminal. */
function whyRefused({ name, found, expected }: Check): string {
  return `${name}: found ${found}, expected ${expected}`;
}

/** How much of a path, or of a reason, is shown, in characters. */
const MAX_SHOWN = 2000;

/** The line of a request: what was asked, the route where its key says more, the status, and why where it was refused. */
export function requestLine({ method, path, routeKey, status, decision, reason }: RequestRecord): string {
  const asked = `${method} ${path}`;
  const why = decision && !decision.allowed ? whyRefused(decision.failed) : reason;
  return (
    [asked, routeKey === asked ? undefined : routeKey, status, why]
      .filter((part) => part !== undefined)
      // Any page that is open in a browser can ask for a path that would steer the terminal, and anybody by mistake for one
      // with a token in it.
      .map((part) => printable(withoutTokens(String(part)), MAX_SHOWN))
      .join('  ')
  );
}

/** The URL below which routes are served: that of the stage `$default`, or else of the first one. */
export function baseUrl({ stages }: ApiModel, url: string): string {
  const [first] = stages;
  return !first || stages.some(({ name }) => name === '$default') ? url : `${url}/${first.name}`;
}

/** Where the API is served: at each stage, and at the custom domains that are mapped to one. */
function places({ name, stages, mappings, blocked }: ApiModel, url: string): string[] {
  if (blocked) {
    return [`${url} answers 501 to every request for ${name}`];
  }
  const [first, ...others] = stages.map((stage) => (stage.name === '$default' ? url : `${url}/${stage.name}`));
  const domains = mappings.flatMap(({ domainName, key, stage }) => {
    const host = domainName.replace('*', 'any');
    return typeof stage === 'string' ? [`  also as https://${host}/${key}: curl -H 'Host: ${host}' ${url}/${key}`] : [];
  });
  return first === undefined
    ? [`${url} serves nothing of ${name}, of which no stage is served: every request is answered 404`]
    : [`${first} serves ${name}`, ...others.map((other) => `  also at ${other}`), ...domains];
}

/** What `npm start` prints when everything runs. */
export function banner({ model, gateway, issuer, trusted, caFile = '', variableNames }: Laptop): string {
  const tokenSource = (): string[] => {
    if (issuer) {
      return [tokenRequest(issuer, caFile), ''];
    }
    return trusted === undefined
      ? ['no route takes a JWT here: no issuer is started']
      : [`put tokens of ${trusted} into VALID, EXPIRED and NO_SCOPE`];
  };
  const tokens = issuer && {
    VALID: issuer.token('valid'),
    EXPIRED: issuer.token('expired'),
    NO_SCOPE: issuer.token('noScope'),
  };
  return [
    '',
    ...places(model, gateway.url),
    routeTable(model),
    ...model.notEmulated.map((reason) => `  not emulated: ${reason}`),
    ...(variableNames.length > 0 ? [`  functions have besides: ${variableNames.join(', ')}, from --function-env`] : []),
    '',
    ...tokenSource(),
    ...(tokens ? ['# tokens: paste these lines into another terminal'] : []),
    ...Object.entries(tokens ?? {}).map(([name, token]) => `${name}=${token}`),
    '',
    ...examples(model, gateway.url).map(({ what, command, status }) => `${command}   # ${what}: ${status}`),
    '',
  ].join('\n');
}

/** How to get a fresh token from the embedded issuer, as one does from WSO2 IS. */
function tokenRequest({ issuer, lead, directory }: Issuer, caFile: string): string {
  const [client] = directory.clients;
  const { hostname, port } = new URL(issuer);
  const named = Number(port || 443);
  // On another port than its URL's, which --issuer-port gives, localhost is not where it listens either.
  const there = hostname === 'localhost' && named === lead.port;
  const way = there ? '' : `--connect-to ${hostname}:${named}:${lead.host}:${lead.port} `;
  const scope = client?.scopes.length ? ` -d scope='${client.scopes.join(' ')}'` : '';
  return `curl -s --cacert ${caFile} ${way}-u ${client?.id}:${client?.secret} -d grant_type=client_credentials${scope} ${issuer}   # a fresh token`;
}

/** A call of the article, and what it will be answered. */
interface Example {
  readonly what: string;
  readonly command: string;
  readonly status: number;
}

/**
 * The article's calls for this API: no token, a valid one, an expired one, and one without the scope.
 *
 * They name the tokens as shell variables, so that a line stays short enough to read and to copy.
 */
function examples(model: ApiModel, url: string): Example[] {
  if (model.stages.length === 0) {
    return [];
  }
  const jwt = model.routes.filter(({ authorization }) => authorization.kind === 'jwt');
  const scopesOf = ({ authorization }: Route) => (authorization.kind === 'jwt' ? authorization.scopes : []);
  const open = jwt.find((route) => scopesOf(route).length === 0) ?? jwt[0];
  const free = model.routes.find((route) => route.authorization.kind === 'none' && !notServed(model, route));
  const scoped = jwt.find((route) => scopesOf(route).length > 0);
  const base = baseUrl(model, url);
  const call = (route: Route, token?: string) => {
    const [method = '', path = '/'] = route.routeKey.split(' ');
    const to = `${base}${path.replace(/\{[^}]*\}/g, '1')}`;
    const as = ['GET', 'ANY', '$default'].includes(method) ? '' : ` -X ${method}`;
    const { authorization } = route;
    const asked = token !== undefined && authorization.kind === 'jwt';
    return `curl -i${as} ${asked ? presented(authorization.authorizer.identitySource, token, to) : to}`;
  };
  // An API that is not served asks for no token.
  const refused = (status: number) => (model.blocked ? 501 : status);
  return [
    ...(open
      ? [
          { what: 'no token', command: call(open), status: refused(401) },
          { what: 'a valid token', command: call(open, 'VALID'), status: notServed(model, open) ? 501 : 200 },
          { what: 'an expired token', command: call(open, 'EXPIRED'), status: refused(401) },
        ]
      : free
        ? [{ what: 'a route that needs no token', command: call(free), status: 200 }]
        : []),
    ...(scoped ? [{ what: 'a token without the scope', command: call(scoped, 'NO_SCOPE'), status: refused(403) }] : []),
  ];
}

/** The rest of a `curl` line that gives the token of this shell variable where the authorizer looks for it. */
function presented(identitySource: string, token: string, to: string): string {
  const { kind, name } = parseIdentitySource(identitySource);
  return kind === 'header'
    ? `-H "${name === 'authorization' ? 'Authorization' : name}: Bearer $${token}" ${to}`
    : `"${to}?${encodeURIComponent(name)}=$${token}"`;
}
