import { parseIdentitySource } from '../../local/authorizer';
import type { ApiModel, RouteModel } from '../../local/gateway';
import { configOf } from '../project/config-flags';
import { baseUrl, notServed, whoMayCall } from './api-text';
import type { Laptop } from './laptop';

import { type Paint, plain } from './paint';
import { missingCode } from './served-bundle';
import type { LocalOptions } from './start-options';

/**
 * The text that `npm start` prints when everything runs: it leaves the URL and the routes on a terminal of 80 columns and 24 rows.
 *
 * @param options whether edits are served, and the values of `-c`. Default: they are; none
 */
export function banner(
  laptop: Laptop,
  consoleUrl: string | undefined = undefined,
  paint: Paint = plain,
  options: Pick<LocalOptions, 'watch' | 'context'> = { watch: true, context: [] },
): string {
  const { model, gateway, variableNames = [] } = laptop;
  const calls = examples(model, gateway.url);
  return [
    // Its secret makes it as long as a line may be: nothing else fits.
    ...(consoleUrl === undefined ? [] : [paint('bold', `console ${consoleUrl}`)]),
    ...places(model, gateway.url).map((line, at) => (at === 0 ? paint('bold', line) : line)),
    ...routeTable(laptop),
    ...model.notEmulated.map((reason) => paint('yellow', `  not emulated: ${reason}`)),
    ...(variableNames.length > 0 ? [`  functions have besides: ${variableNames.join(', ')}, from --function-env`] : []),
    '',
    ...tokenSource(laptop),
    ...calls.flatMap(({ what, command, status }) => [paint('gray', `# ${what}: ${status}`), command]),
    ...(calls.length > 0 ? [''] : []),
    ...nextSteps(laptop, options),
  ].join('\n');
}

/** The URLs of the API: of each stage, and of the custom domains that are mapped to one. */
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

function routeTable({ model, isOurs }: Laptop): string[] {
  const { routes } = model;
  if (routes.length === 0) {
    return ['  no routes'];
  }
  const width = Math.max(...routes.map(({ routeKey }) => routeKey.length));
  return routes.map((route) => {
    const who = (isOurs ? missingCode(model, route.routeKey) : undefined) ?? whoMayCall(model, route);
    return `  ${route.routeKey.padEnd(width)}  ${who}`;
  });
}

function tokenSource({ issuer, trusted, caFile, tokenFile }: Laptop): string[] {
  if (trusted === undefined) {
    return ['no route takes a JWT here: no issuer is started', ''];
  }
  if (!issuer || tokenFile === undefined) {
    return [`put tokens of ${trusted} into VALID, EXPIRED and NO_SCOPE`, ''];
  }
  return [
    `issuer ${issuer.issuer}, a stand-in for WSO2 IS; its CA:`,
    `  ${caFile}`,
    'tokens: in another terminal, load VALID, EXPIRED and NO_SCOPE, then call',
    `. ${tokenFile}`,
  ];
}

function nextSteps(
  { gateway, issuer, isOurs }: Laptop,
  { watch, context }: Pick<LocalOptions, 'watch' | 'context'>,
): string[] {
  // For a laptop's environment they ask the stand-in, for any other the issuer itself.
  const isAsked = issuer !== undefined && isOurs && configOf(context).environment.laptopOnly;
  const chosen = context.map((value) => `-c ${value} `).join('');
  const token = `npm run --silent token${chosen && ` -- ${chosen.trim()}`}`;
  return [
    ...(isAsked ? [`${token} | npm run --silent explain -- ${chosen}-   # why is it refused?`] : []),
    ...(gateway.debugPort === undefined ? [] : [`debuggers attach at 127.0.0.1:${gateway.debugPort}`]),
    `${isOurs && watch ? 'edits of lambda/, config/ and lib/ are served at once; ' : ''}Ctrl-C ends it`,
    '',
  ];
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
  const scopesOf = ({ authorization }: RouteModel) => (authorization.kind === 'jwt' ? authorization.scopes : []);
  const open = jwt.find((route) => scopesOf(route).length === 0) ?? jwt[0];
  const free = model.routes.find((route) => route.authorization.kind === 'none' && !notServed(model, route));
  const scoped = jwt.find((route) => scopesOf(route).length > 0);
  const base = baseUrl(model, url);
  const call = (route: RouteModel, token?: string) => {
    const [method = '', path = '/'] = route.routeKey.split(' ');
    const to = `${base}${path.replace(/\{[^}]*\}/g, '1')}`;
    // Shorter than -X POST, and it fits a line of 80 characters.
    const as = method === 'POST' ? " -d ''" : ['GET', 'ANY', '$default'].includes(method) ? '' : ` -X ${method}`;
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
