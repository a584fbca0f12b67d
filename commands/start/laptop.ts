import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentFetcher, createIssuerKeys, createJwtAuthorizer, discoveryUrl } from '../../local/authorizer';
import { type ApiModel, type Gateway, keep, type RequestRecord, readAssembly, startGateway } from '../../local/gateway';
import { type Issuer, startIssuer } from '../../local/issuer';
import { CommandError } from '../kit/command';
import { configOf, contextOf } from '../project/config-flags';
import { apiScopes } from '../project/routes';
import { synthesize } from '../project/synthesize';
import { isLoopback, readCertificates } from '../wso2/connection';
import { silenceAdvice } from '../wso2/places';
import { readFunctionEnv } from './function-env';
import type { LocalOptions } from './start-options';

/** A running laptop: the gateway, and the issuer where it is the embedded one. */
export interface Laptop {
  readonly model: ApiModel;
  readonly gateway: Gateway;
  /** The issuer whose tokens are accepted; undefined where no route has a JWT authorizer that is understood. */
  readonly trusted?: string;
  /** The stand-in for WSO2 IS. There is none where nobody would ask for its tokens. */
  readonly issuer?: Issuer;
  /** What a client of the issuer has to trust besides the public roots, as a PEM file. */
  readonly caFile?: string;
  /** The names of the environment variables that all functions have besides those of the template. */
  readonly variableNames: readonly string[];
  /**
   * Synthesizes again and serves the result; the embedded issuer learns of new client ids and scopes. What is served stays
   * as it was where that fails.
   */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Whom the laptop tells what happens. */
export interface LaptopListeners {
  readonly onProgress: (what: string) => void;
  readonly onRequest: (record: RequestRecord) => void;
  readonly onFunctionLog: (text: string) => void;
}

/**
 * Starts everything that {@link LocalOptions} ask for.
 *
 * @throws Error in words for people, with nothing left running
 */
export async function startLaptop(options: LocalOptions, listeners: LaptopListeners): Promise<Laptop> {
  const { onProgress, onRequest, onFunctionLog } = listeners;
  const variables = options.functionEnv === undefined ? {} : readFunctionEnv(options.functionEnv);
  const kept = keep(join(tmpdir(), `http-api-laptop-${randomUUID()}`));
  const work = kept.path;
  mkdirSync(work, { mode: 0o700 });
  const closers: (() => Promise<void> | void)[] = [kept.clear];
  const close = async () => {
    for (const closer of closers.reverse()) {
      await closer();
    }
  };

  let generation = 0;
  async function assemble(): Promise<ApiModel> {
    if (options.assembly !== undefined) {
      return readAssembly(options.assembly, options);
    }
    generation += 1;
    const outdir = join(work, String(generation));
    await synthesize(contextOf(options.context), outdir);
    rmSync(join(work, String(generation - 2)), { recursive: true, force: true });
    return readAssembly(outdir, options);
  }

  try {
    const ca = options.ca === undefined ? undefined : readCertificates(options.ca);
    // The configuration is checked before anything is started, and tells the issuer all it needs while synthesis runs.
    const given =
      options.assembly === undefined
        ? trustOfConfig(options.context)
        : trustOfModel(readAssembly(options.assembly, options));
    onProgress(
      options.assembly === undefined ? `synthesizing ${configOf(options.context).name}` : `reading ${options.assembly}`,
    );
    const assembled = assemble();
    const [issuer, model] = await settled(
      options.issuer === 'embedded' && given ? startEmbedded(given, options, closers) : undefined,
      assembled,
    );

    const fetchDocument = createDocumentFetcher(issuer ? { ca: issuer.caPem, lead: issuer.lead } : { ca });
    if (!issuer && given) {
      await assertReachable(given.issuer, fetchDocument);
    }
    const keys = new Map<string, ReturnType<typeof createIssuerKeys>>();
    const keysOf = (name: string) => {
      const source = keys.get(name) ?? createIssuerKeys({ issuer: name, fetchDocument, now: Date.now });
      keys.set(name, source);
      return source;
    };

    const gateway = await listening(options.port, {
      model,
      createAuthorizer: (authorizer) =>
        createJwtAuthorizer(authorizer, { keys: keysOf(authorizer.issuer), now: Date.now }),
      allowHosts: options.allowHosts,
      functionVariables: variables,
      onRequest,
      onLog: ({ text }) => onFunctionLog(text),
    });
    closers.push(() => gateway.close());

    const caFile = issuer ? join(work, 'issuer-ca.pem') : options.ca;
    if (issuer && caFile) {
      writeFileSync(caFile, issuer.caPem);
    }
    return {
      model,
      gateway,
      issuer,
      caFile,
      variableNames: Object.keys(variables).sort(),
      trusted: given?.issuer,
      close,
      async reload() {
        const next = await assemble();
        const trust = trustOfModel(next);
        if (trust && options.issuer === 'embedded' && trust.issuer !== issuer?.issuer) {
          const expected = issuer ? `${issuer.issuer}, as whom the stand-in was started` : 'none, as at the start';
          const fix = 'start npm start again';
          throw new CommandError([{ what: 'the issuer', got: trust.issuer, expected, fix }]);
        }
        if (trust) {
          issuer?.learn(trust);
        }
        gateway.replace(next);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(port: number, props: Parameters<typeof startGateway>[0]): Promise<Gateway> {
  try {
    return await startGateway({ ...props, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw cause;
    }
    const what = `port ${port} of 127.0.0.1 for the gateway`;
    const fix = 'stop what listens there, or choose another with --port';
    throw new CommandError([{ what, got: 'a port in use', expected: 'a free port', fix }], { cause });
  }
}

async function startEmbedded(
  trust: Trust,
  options: LocalOptions,
  closers: (() => Promise<void> | void)[],
): Promise<Issuer> {
  const url = new URL(trust.issuer);
  const issuer = await startIssuer({
    ...trust,
    port: options.issuerPort ?? (isLoopback(url) && url.port !== '' ? Number(url.port) : 9443),
  });
  closers.push(() => issuer.close());
  return issuer;
}

/** Waits for both, so that neither is left running when the other fails. */
async function settled<A, B>(first: Promise<A> | A, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected') {
    throw a.reason;
  }
  if (b.status === 'rejected') {
    throw b.reason;
  }
  return [a.value, b.value];
}

async function assertReachable(issuer: string, fetchDocument: ReturnType<typeof createDocumentFetcher>): Promise<void> {
  const result = await fetchDocument(discoveryUrl(issuer));
  if (!result.ok) {
    // Whoever asks for the external issuer does not want the stand-in.
    const { expected, fix } = silenceAdvice(result.code ?? '', { url: issuer, laptopOnly: false });
    const orElse = `${fix}; or leave out --issuer external`;
    throw new CommandError([{ what: issuer, got: result.reason, expected, fix: orElse }]);
  }
}

/** What the issuer must know before there is a template: whose tokens, for which clients and scopes. */
export interface Trust {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
}

/** What the configuration says of it: known before there is a template. */
export function trustOfConfig(context: readonly string[]): Trust {
  const config = configOf(context);
  return { issuer: config.environment.issuer, audiences: config.environment.clientIds, scopes: apiScopes(config) };
}

/** What a template says of it; undefined when no route has a JWT authorizer that is understood. */
export function trustOfModel({ routes: served }: ApiModel): Trust | undefined {
  const jwt = served.flatMap(({ authorization }) => (authorization.kind === 'jwt' ? [authorization] : []));
  const [first] = jwt;
  if (first === undefined) {
    return undefined;
  }
  const { issuer } = first.authorizer;
  const own = jwt.filter(({ authorizer }) => authorizer.issuer === issuer);
  return {
    issuer,
    audiences: [...new Set(own.flatMap(({ authorizer }) => authorizer.audience))],
    scopes: [...new Set(own.flatMap(({ scopes }) => scopes))],
  };
}
