import type { JwtAuthorizer, JwtAuthorizerModel } from '../authorizer';
import { type Answer, refuse } from './answer';
import { answerRequest } from './answer-request';
import { startDebugServer } from './function/debug-server';
import type { FunctionLog } from './function/function-pool';
import { createSpare } from './function/spare-environment';
import type { HttpRequest } from './http-message';
import { createRequestId } from './ids';
import type { ApiModel } from './model';
import { type RequestRecord, recordRequest } from './request-record';
import { type ServedApi, serveApi } from './served-api';
import { type IdentifiedResponse, startServer } from './server';

export type { RequestRecord };

export interface GatewayProps {
  /** The API to serve, as `readAssembly` read it. */
  readonly model: ApiModel;

  /** Makes an authorizer; called once for each of the template's. Where it throws, its routes are answered 501. */
  readonly createAuthorizer: (model: JwtAuthorizerModel) => JwtAuthorizer;

  /**
   * The port to listen on, on 127.0.0.1.
   *
   * @default - any free one
   */
  readonly port?: number;

  /**
   * Host names to answer to besides `localhost`, the loopback addresses and the API's custom domains: those under which a
   * tunnel or another container asks. `*.example.com` is every name directly below it.
   *
   * @default - none
   */
  readonly allowHosts?: readonly string[];

  /**
   * The most environments at a time of each function for which the template reserves no concurrency; invocations
   * beyond that wait. At least 1.
   *
   * @default 32
   */
  readonly maxEnvironments?: number;

  /**
   * Environment variables of every function, besides those of the template, which they replace.
   *
   * @default - none
   */
  readonly functionVariables?: Readonly<Record<string, string>>;

  /**
   * The current time, in milliseconds since 1970.
   *
   * @default Date.now
   */
  readonly now?: () => number;

  /**
   * Told of each request as it is answered. Must not throw.
   *
   * @default - nobody is told
   */
  readonly onRequest?: (record: RequestRecord) => void;

  /**
   * Told what the functions print. Must not throw.
   *
   * @default - nobody is told
   */
  readonly onLog?: (log: FunctionLog) => void;

  /**
   * The port where debuggers attach to the functions, on 127.0.0.1; 0 for any free one. Timeouts then wait as long as a
   * breakpoint holds, and each function has one environment.
   *
   * @default - functions cannot be debugged
   */
  readonly debugPort?: number;

  /**
   * True if a process is kept ready for the code of the next model, so that it answers sooner. Only for a model with one
   * function, and where debuggers do not attach.
   *
   * @default false
   */
  readonly keepsSpare?: boolean;
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The address where debuggers attach; undefined where they cannot. */
  readonly debugPort?: number;
  /** Serves another model from the next request on. Requests that arrived before are answered from the one before. */
  replace(model: ApiModel): void;
  /** Takes no more requests, ends all connections and functions. */
  close(): Promise<void>;
}

/** An API with the requests that are being answered from it. */
interface Generation {
  readonly api: ServedApi;
  pending: number;
}

/**
 * Serves an HTTP API as API Gateway would, on a port of its own.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export async function startGateway(props: GatewayProps): Promise<Gateway> {
  const { createAuthorizer, port = 0, maxEnvironments = 32, now = Date.now, onRequest, onLog = () => {} } = props;
  const { allowHosts = [], functionVariables: variables = {} } = props;
  const debugServer = props.debugPort === undefined ? undefined : await startDebugServer(props.debugPort);
  const spare = props.keepsSpare && !debugServer ? createSpare(variables) : undefined;
  const serve = (model: ApiModel): Generation => ({
    api: serveApi(model, {
      ...{ createAuthorizer, maxEnvironments, variables, now, onLog, allowHosts, debugServer },
      spare: functionIds(model).size === 1 ? spare : undefined,
    }),
    pending: 0,
  });
  let current = serve(props.model);
  const generations = new Set([current]);

  async function handle(request: HttpRequest): Promise<IdentifiedResponse> {
    const generation = current;
    const { api } = generation;
    const requestId = createRequestId();
    const time = now();
    generation.pending++;
    try {
      const answer = await answerRequest(api, request, { requestId, time, now }).catch(
        (error: unknown): Answer => refuse({ path: '' }, 500, 'Internal Server Error', `the gateway failed: ${error}`),
      );
      const response = api.cors && !answer.isPreflight ? api.cors.apply(request, answer.response) : answer.response;
      onRequest?.(recordRequest(api.model, request, answer, { requestId, time, durationMs: now() - time }));
      return { ...response, requestId };
    } finally {
      generation.pending--;
      closeWhenDone(generation);
    }
  }

  /** Ends the functions of a replaced model once the last request that it has to answer is answered. */
  function closeWhenDone(generation: Generation): void {
    if (generation !== current && generation.pending === 0) {
      generations.delete(generation);
      void generation.api.close();
    }
  }

  const server = await startServer({ handle, port }).catch(async (error: unknown) => {
    await Promise.all([current.api.close(), spare?.close(), debugServer?.close()]);
    throw error;
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    debugPort: debugServer?.port,
    replace(model) {
      const previous = current;
      current = serve(model);
      generations.add(current);
      closeWhenDone(previous);
    },
    async close() {
      await server.close();
      await Promise.all([...generations].map(({ api }) => api.close()));
      await spare?.close();
      await debugServer?.close();
    },
  };
}

/** The functions that routes invoke. */
function functionIds({ routes }: ApiModel): ReadonlySet<string> {
  return new Set(routes.flatMap(({ target }) => (target.kind === 'function' ? [target.function.id] : [])));
}
