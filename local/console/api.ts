import { ConsoleFault, type ConsoleHost } from './host';
import { readExplainWish, readFaultWish, readLoginEnd, readLoginWish, readSendWish, readTokenWish } from './wishes';

/** A request below `/api/`, which the guard has let pass. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: Buffer;
  /** Of the console as the browser names it. */
  readonly origin: string;
}

/**
 * Answers the requests of the page, as protocol.ts has them.
 *
 * @returns answers with what is sent as JSON; rejects as the host does
 */
export function createApi(host: ConsoleHost): (request: ApiRequest) => Promise<unknown> {
  const { log, login } = host;
  const routes: Readonly<Record<string, ((request: ApiRequest) => unknown) | undefined>> = {
    'GET /api/overview': () => host.overview(),
    'GET /api/log': log && (() => ({ entries: log.entries() })),
    'POST /api/token': host.makeToken && (({ body }) => host.makeToken?.(readTokenWish(body))),
    'POST /api/login': login && (({ body, origin }) => login.begin(readLoginWish(body), origin)),
    'POST /api/login/end': login && (({ body }) => login.end(readLoginEnd(body))),
    'POST /api/explain': ({ body }) => host.explain(readExplainWish(body).token),
    'POST /api/send': ({ body }) => host.send(readSendWish(body)),
    'POST /api/fault':
      host.causeFault &&
      (async ({ body }) => {
        await host.causeFault?.(readFaultWish(body));
        return host.overview();
      }),
  };

  async function detailOf(path: string): Promise<unknown> {
    const detail = await log?.detail(decoded(path.slice(DETAIL.length)));
    if (!detail) {
      throw new ConsoleFault('The log holds this request no more.', { status: 404 });
    }
    return detail;
  }

  return async (request) => {
    const { method, path } = request;
    if (method === 'GET' && path.startsWith(DETAIL)) {
      return detailOf(path);
    }
    const route = Object.hasOwn(routes, `${method} ${path}`) ? routes[`${method} ${path}`] : undefined;
    if (!route) {
      throw new ConsoleFault(`The console has no ${method} ${path} here.`, { status: 404 });
    }
    return route(request);
  };
}

const DETAIL = '/api/log/';

/** A part of a path as it was meant: the ids of requests end with `=`. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
