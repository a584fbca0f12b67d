import type { Decision } from '../authorizer';
import { hostNameOf } from '../host-names';
import { type Answer, type RequestFacts, refuse, refuseAsNotEmulated } from './answer';
import type { HttpRequest } from './http-message';
import { invokeRoute, type RequestContext } from './invoke-route';
import { parseRequestTarget, type RequestTarget } from './request-target';
import type { ServedApi, ServedRoute } from './served-api';

/** The request line and all header values, in bytes. */
const MAX_HEADER_BYTES = 10_240;

/** Takes a request through the steps that API Gateway takes it through, up to the first that answers it. */
export async function answerRequest(api: ServedApi, request: HttpRequest, context: RequestContext): Promise<Answer> {
  const asSent: RequestFacts = { path: request.target.split('?', 1)[0] ?? '' };
  if (request.version !== '1.1' && request.version !== '1.0') {
    return refuse(asSent, 400, 'Bad Request', `HTTP/${request.version} is neither HTTP/1.0 nor HTTP/1.1`);
  }
  const { host = '' } = request.headers;
  if (!api.isOwnHost(host)) {
    return refuseHost(asSent, hostNameOf(host));
  }
  if (request.headerBytes > MAX_HEADER_BYTES) {
    const reason = `request line and header values take ${request.headerBytes} bytes, ${MAX_HEADER_BYTES} are allowed`;
    return refuse(asSent, 431, 'Request Header Fields Too Large', reason);
  }
  if (request.bodyTooLong) {
    return refuse(asSent, 413, 'Request Entity Too Large', 'the body is longer than 10 MB');
  }
  if (api.model.blocked) {
    return refuseAsNotEmulated(asSent, api.model.blocked.reason);
  }
  const target = parseRequestTarget(request.target);
  if (!target) {
    return refuse(asSent, 400, 'Bad Request', 'the request target is not a path in percent-encoded UTF-8');
  }
  return answerPath(api, request, target, context);
}

/** @param name - undefined where there is no Host header, one that is no host name, or several, which are joined */
function refuseHost(facts: RequestFacts, name: string | undefined): Answer {
  if (name === undefined) {
    return refuse(facts, 400, 'Bad Request', 'the request does not have one Host header with a host name');
  }
  const reason = `the Host ${name} is neither this machine nor a custom domain of the API; if your own tunnel or container asks so, start with --allow-host ${name}`;
  return refuse(facts, 403, 'Forbidden', reason);
}

async function answerPath(
  api: ServedApi,
  request: HttpRequest,
  target: RequestTarget,
  context: RequestContext,
): Promise<Answer> {
  const { found, match } = select(api, request, target.path);
  const unclear = disagreement(api, request, target, match?.route);
  if (unclear !== undefined) {
    return refuseAsNotEmulated({ path: target.path }, unclear);
  }
  if (!found) {
    return refuse({ path: target.path }, 404, 'Not Found', 'no stage is served at this path');
  }
  if (found.kind === 'not emulated') {
    return refuseAsNotEmulated({ path: target.path }, found.reason);
  }
  const { stage } = found;
  const preflight = api.cors?.isPreflight(request) ? api.cors.answerPreflight(request) : undefined;
  if (preflight && (!match || match.route.authorization.kind === 'none')) {
    return { path: target.path, stage, response: preflight, isPreflight: true };
  }
  if (!match) {
    const reason = `no route matches ${request.method} ${found.path}`;
    return refuse({ path: target.path, stage }, 404, 'Not Found', reason);
  }
  const { route, pathParameters } = match;
  const facts: RequestFacts = { path: target.path, stage, routeKey: route.routeKey };
  if (route.authorization.kind === 'not emulated') {
    return refuseAsNotEmulated(facts, route.authorization.reason);
  }
  const asked = performance.now();
  const decision = await authorize(route.authorization, request, target);
  const decided = decision ? { ...facts, decision, authorizerMs: performance.now() - asked } : facts;
  if (decision && !decision.allowed) {
    return refuseToken(decided, decision);
  }
  if (preflight) {
    // The route takes OPTIONS requests and wants a token for them; browsers send none.
    return { ...decided, response: preflight, isPreflight: true };
  }
  const seen = { ...target, path: found.rawPath };
  const admitted = { request, target: seen, stage, route, pathParameters, caller: decision };
  return invokeRoute(api.model, admitted, decided, context);
}

/** The stage and the route of a decoded path, as far as there are any. */
function select(api: ServedApi, { method, headers }: HttpRequest, path: string) {
  const found = api.stageOf({ method, host: headers['host'] ?? '', path });
  return { found, match: found?.kind === 'stage' ? found.stage.router(method, found.path) : undefined };
}

/**
 * Why it is not known which route API Gateway selects: of the path as the function sees it, decoded twice, the route is
 * another one than of the path decoded once. A guess could serve a protected path by an open route.
 */
function disagreement(
  api: ServedApi,
  request: HttpRequest,
  { path, pathDecodedOnce }: RequestTarget,
  route: ServedRoute | undefined,
): string | undefined {
  if (path === pathDecodedOnce) {
    return undefined;
  }
  const other = select(api, request, pathDecodedOnce).match?.route;
  const name = (of: ServedRoute | undefined) => of?.routeKey ?? 'no route';
  return other === route
    ? undefined
    : `the path is encoded twice: decoded once it has ${name(other)}, decoded again ${name(route)}, and which of them API Gateway selects is not known`;
}

/** Undefined where the route needs no token. */
function authorize(
  authorization: Exclude<ServedRoute['authorization'], { kind: 'not emulated' }>,
  { headers }: HttpRequest,
  { query = {} }: RequestTarget,
): Decision | Promise<Decision> | undefined {
  return authorization.kind === 'jwt'
    ? authorization.authorizer.authorize({ headers, query }, authorization.scopes)
    : undefined;
}

function refuseToken(facts: RequestFacts, { refusal, failed }: Extract<Decision, { allowed: false }>): Answer {
  const { status, body, wwwAuthenticate } = refusal;
  const challenge = wwwAuthenticate === undefined ? [] : ['www-authenticate', wwwAuthenticate];
  return {
    ...facts,
    response: { status, headers: ['content-type', 'application/json', ...challenge], body },
    errorMessage: status === 401 ? 'Unauthorized' : 'Forbidden',
    reason: `${failed.name}: found ${failed.found}, expected ${failed.expected}`,
  };
}
