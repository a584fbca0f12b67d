import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDocumentFetcher,
  createIssuerKeys,
  createJwtAuthorizer,
  discoveryUrl,
  type KeySource,
} from '../../local/authorizer';
import {
  type ApiModel,
  type FunctionLog,
  type Gateway,
  keep,
  type RequestRecord,
  readAssembly,
  startGateway,
} from '../../local/gateway';
import { type Issuer, startIssuer } from '../../local/issuer';
import { CommandError } from '../kit/command';
import { ROOT } from '../kit/execute';
import { configOf } from '../project/config-flags';
import { contextOf } from '../project/context-flags';
import { assertFree, listenError } from '../project/ports';
import { beginSynthesis, type Synthesis } from '../project/synthesize';
import { readCertificates } from '../wso2/connection';
import { silenceAdvice } from '../wso2/places';
import { baseUrl } from './api-text';
import { type Bundler, createBundler } from './function-bundle';
import { readFunctionEnv } from './function-env';
import { createFaults, type LaptopFaults } from './laptop-faults';
import { bundledEntries, withBundles } from './served-bundle';
import type { LocalOptions } from './start-options';
import { writeTokenFile } from './token-file';
import { type Trust, trustOfConfig, trustOfModel } from './trust';
import { gatewayPort, issuerPort, wantedPorts } from './wanted-ports';

/** A running laptop: the gateway, and the issuer where it is the stand-in. */
export interface Laptop {
  /** The API that is served now. */
  readonly model: ApiModel;
  readonly gateway: Gateway;
  /** The issuer whose tokens are accepted; undefined where no route has a JWT authorizer that is understood. */
  readonly trusted?: string;
  /** The stand-in for WSO2 IS. There is none where nobody would ask for its tokens. */
  readonly issuer?: Issuer;
  /** The certificates that a client of the issuer has to trust besides the public roots, as a PEM file. */
  readonly caFile?: string;
  /** The names of the environment variables that all functions have besides those of the template. */
  readonly variableNames: readonly string[];
  /** A file of shell assignments with tokens of the stand-in. */
  readonly tokenFile?: string;
  /** True if our own app is served, and not an assembly that was given. */
  readonly isOurs: boolean;
  /** Bundles our functions after an edit. Undefined where another app is served. */
  readonly bundler?: Bundler;
  /** A folder for this run, which only its owner can read, and which goes at the end. */
  readonly work: string;
  /** Reads what an issuer publishes, as the gateway does. */
  readonly fetchDocument: ReturnType<typeof createDocumentFetcher>;
  /** The keys of an issuer, as the gateway holds them. */
  keysOf(issuer: string): KeySource;
  /** The clock of the gateway's decisions, in milliseconds since 1970. */
  now(): number;
  /** Faults that the console has switched on. */
  readonly faults: LaptopFaults;
  /** Synthesizes, or reads the assembly, again. Nothing of it is served yet. */
  assemble(): Promise<ApiModel>;
  /**
   * Serves this from the next request on; the stand-in learns of new client ids and scopes.
   *
   * @throws CommandError where it names another issuer than the one that was started
   */
  serve(model: ApiModel): void;
  close(): Promise<void>;
}

/** Callbacks for progress, requests and logs. */
export interface LaptopListeners {
  readonly onProgress: (what: string) => void;
  readonly onRequest: (record: RequestRecord) => void;
  readonly onFunctionLog: (log: FunctionLog) => void;
}

/** Everything a laptop is started with besides its options. */
export interface LaptopProps {
  /** The folder of the project, where other runs have left word. @default ours */
  readonly root?: string;
  /** The first synthesis, which has begun already. Ends with what is started. @default - it begins when it is due */
  readonly synthesis?: Synthesis;
}

/**
 * Starts everything that {@link LocalOptions} ask for.
 *
 * @throws Error with nothing left running; one that lists its `faults` is for people
 */
export async function startLaptop(
  options: LocalOptions,
  listeners: LaptopListeners,
  { root = ROOT, synthesis }: LaptopProps = {},
): Promise<Laptop> {
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

  const isOurs = options.assembly === undefined;
  let bundler: Bundler | undefined;
  let generation = 0;
  let first = synthesis;
  async function assemble(): Promise<ApiModel> {
    if (options.assembly !== undefined) {
      return readAssembly(options.assembly, options);
    }
    generation += 1;
    const outdir = join(work, String(generation));
    const current = first ?? beginSynthesis();
    first = undefined;
    await current.into(contextOf(options.context), outdir);
    rmSync(join(work, String(generation - 2)), { recursive: true, force: true });
    const model = readAssembly(outdir, options);
    const debugged = options.inspect === undefined ? undefined : await bundler?.bundle();
    return debugged ? withBundles(model, join(outdir, 'debugged'), debugged) : model;
  }

  try {
    if (isOurs && (options.watch || options.inspect !== undefined)) {
      bundler = await createBundler({ entries: bundledEntries(), forDebugger: options.inspect !== undefined });
      closers.push(() => bundler?.close());
    }
    const ca = options.ca === undefined ? undefined : readCertificates(options.ca);
    // The configuration is checked before anything is started, and tells the issuer all it needs while synthesis runs.
    const given =
      options.assembly === undefined
        ? trustOfConfig(options.context)
        : trustOfModel(readAssembly(options.assembly, options));
    await assertFree(wantedPorts(options, given?.issuer), root);
    onProgress(
      options.assembly === undefined ? `synthesizing ${configOf(options.context).name}` : `reading ${options.assembly}`,
    );
    const assembled = assemble();
    const [issuer, model] = await settled(
      options.issuer === 'embedded' && given ? startEmbedded(given, options, closers) : undefined,
      assembled,
    );

    const fetchDocument = createDocumentFetcher(issuer ? { ca: issuer.caPem, connectTo: issuer.connectTo } : { ca });
    if (!issuer && given) {
      await assertReachable(given.issuer, fetchDocument);
    }
    const keys = new Map<string, KeySource>();
    const faults = createFaults(() => gateway.replace(faults.applied(served)));
    const now = () => Date.now() + faults.clockOffsetMs;
    const keysOf = (name: string) => {
      const source = keys.get(name) ?? createIssuerKeys({ issuer: name, fetchDocument, now });
      keys.set(name, source);
      return source;
    };

    const gateway = await startGateway({
      model,
      port: options.port,
      debugPort: options.inspect,
      createAuthorizer: (authorizer) => createJwtAuthorizer(authorizer, { keys: keysOf(authorizer.issuer), now }),
      allowHosts: options.allowHosts,
      functionVariables: variables,
      keepsSpare: options.watch,
      onRequest,
      onLog: onFunctionLog,
    }).catch((error: unknown) => {
      throw listenError(error, gatewayPort(options));
    });
    closers.push(() => gateway.close());

    const caFile = issuer ? join(work, 'issuer-ca.pem') : options.ca;
    if (issuer && caFile) {
      writeFileSync(caFile, issuer.caPem);
    }
    let served = model;
    const tokenFile = issuer && caFile ? join(work, 'tokens') : undefined;
    const tokens =
      issuer && caFile && tokenFile
        ? writeTokenFile({ path: tokenFile, issuer, url: () => baseUrl(served, gateway.url), caFile })
        : undefined;
    closers.push(() => tokens?.close());
    return {
      get model() {
        return served;
      },
      gateway,
      issuer,
      caFile,
      variableNames: Object.keys(variables).sort(),
      trusted: given?.issuer,
      close,
      tokenFile,
      isOurs,
      bundler,
      work,
      fetchDocument,
      keysOf,
      now,
      faults,
      assemble,
      serve(next) {
        const trust = trustOfModel(next);
        if (trust && options.issuer === 'embedded' && trust.issuer !== issuer?.issuer) {
          const expected = issuer
            ? `${issuer.issuer}, the issuer that the stand-in was started with`
            : 'none, as at the start';
          throw new CommandError([{ what: 'the issuer', got: trust.issuer, expected, fix: 'start npm start again' }]);
        }
        if (trust) {
          issuer?.learn(trust);
        }
        served = next;
        gateway.replace(faults.applied(next));
        tokens?.renew();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startEmbedded(
  trust: Trust,
  options: LocalOptions,
  closers: (() => Promise<void> | void)[],
): Promise<Issuer> {
  // As WSO2 IS with add_previous_version_kid: the console makes tokens of the shape of older releases, too.
  const issuer = await startIssuer({ ...trust, port: issuerPort(trust.issuer, options), previousKids: true });
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
    throw new CommandError([
      { what: issuer, got: result.reason, expected, fix: `${fix}; or leave out --issuer external` },
    ]);
  }
}
