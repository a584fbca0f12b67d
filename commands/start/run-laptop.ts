import { resolve, sep } from 'node:path';
import type { ReloadView } from '../../local/console';
import { type FunctionLog, keep, type RequestRecord } from '../../local/gateway';
import { NAMED_TOKENS, type TokenName } from '../../local/issuer';
import { asciiJson, type CommandIo, faultText } from '../kit/command';
import type { Synthesis } from '../project/synthesize';
import { laptopFilePath, writeLaptopFile } from '../wso2/laptop-file';
import { baseUrl } from './api-text';
import { banner } from './banner';
import { createHeldRequests } from './held-requests';
import { type Laptop, startLaptop } from './laptop';
import { startLaptopConsole } from './laptop-console';
import { coloured, type Paint, plain } from './paint';
import { createReloader } from './reload';
import { createRequestLog } from './request-log';
import { functionsOf } from './served-bundle';
import type { LocalOptions } from './start-options';
import { watchFolders } from './watch';

/**
 * Runs the laptop until a signal ends it, and tells what happens.
 *
 * @param synthesis - has begun already; undefined where an assembly is served
 * @returns the exit code, as soon as everything is ready
 */
export async function runLaptop(
  options: LocalOptions,
  { out, root, progress = () => {}, colours = false }: CommandIo,
  synthesis: Synthesis | undefined,
): Promise<number> {
  let stop = async () => {};
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(0)));
  }
  const { json, verbose } = options;
  const paint = colours ? coloured : plain;
  const log = json ? undefined : createRequestLog({ print: out, paint, verbose });
  const held = options.consolePort === undefined ? undefined : createHeldRequests();
  const tell = json ? () => {} : progress;
  const listeners = {
    onProgress: (what: string) => tell(`${what} …`),
    onRequest: (record: RequestRecord) => {
      held?.request(record);
      log?.request(record);
    },
    onFunctionLog: (line: FunctionLog) => {
      held?.functionLog(line);
      log?.functionLog(line);
    },
  };
  const laptop = await startLaptop(options, listeners, { root, synthesis }).finally(() => tell(undefined));
  const shown = await startLaptopConsole(laptop, held, options).catch(async (error: unknown) => {
    await laptop.close();
    throw error;
  });
  const file = keep(laptopFilePath(root, process.pid));
  introduce(laptop, root);
  const onReload = (reload: ReloadView) => shown?.reloaded(reload);
  const unwatch = options.watch ? watchLaptop(laptop, { root, out, tell, paint, onReload, ...options }) : () => {};
  stop = async () => {
    unwatch();
    await file.clear();
    await shown?.close();
    await laptop.close();
  };
  // Last: whoever waits for it may end us at once.
  const ready = () => asciiJson({ kind: 'ready', console: shown?.url, ...facts(laptop) });
  out(json ? ready() : banner(laptop, shown?.url, paint, options));
  shown?.warmUp();
  return 0;
}

interface WatchedProps {
  readonly root: string;
  readonly out: (line: string) => void;
  /** Shows what is being done for as long as it takes. */
  readonly tell: (what: string | undefined) => void;
  readonly paint: Paint;
  readonly onReload: (reload: ReloadView) => void;
  readonly assembly?: string;
  readonly json: boolean;
}

/**
 * Reloads after each edit, and tells of it.
 *
 * @returns ends that
 */
function watchLaptop(laptop: Laptop, { root, out, tell, paint, onReload, assembly, json }: WatchedProps): () => void {
  const reloader = createReloader({ laptop, bundler: laptop.bundler });
  const onEdit = async (paths: readonly string[], isStillSo: () => Promise<boolean>) => {
    try {
      const lines = (await reloader.reload(paths, isStillSo)) ?? [];
      introduce(laptop, root);
      tell(undefined);
      for (const line of json ? [] : lines) {
        out(paint('cyan', line));
      }
      if (lines.length > 0) {
        onReload({ ok: true, at: Date.now(), lines });
      }
    } catch (error) {
      tell(undefined);
      // A fault of ours is of no use without its stack trace.
      const message = faultText(error) ?? (error instanceof Error ? error.stack : undefined) ?? String(error);
      const { faults } = error as { faults?: unknown };
      onReload({ ok: false, at: Date.now(), message });
      out(
        json
          ? asciiJson({ kind: 'reload failed', paths, message, faults })
          : `${paint('red', 'reload failed; still serving the last good version:')}\n${message}`,
      );
    }
  };
  // What was edited while it started; and the next bundle is made of what this one has read.
  void laptop.bundler?.bundle().catch(() => {});
  const watched = { onBegin: () => tell('reloading …'), onEdit };
  return assembly === undefined
    ? watchFolders({ root, folders: ['lambda', 'config', 'lib'], ...watched })
    : watchFolders({ root: resolve(assembly), folders: ['.'], concerns: partOfAssembly(assembly, laptop), ...watched });
}

/** True if a path within a cloud assembly is that of a template, of the list of them, or in the code of a function. */
function partOfAssembly(assembly: string, laptop: Laptop): (path: string) => boolean {
  return (path) =>
    path === '' ||
    /(^|\/)(manifest|[^/]+\.(template|assets))\.json$/.test(path) ||
    functionsOf(laptop.model).some(({ codeDir }) => `${resolve(assembly, path)}${sep}`.startsWith(codeDir + sep));
}

/** Tells the other commands of the stand-in. */
function introduce({ issuer, gateway, model }: Laptop, root: string): void {
  if (!issuer) {
    return;
  }
  const { connectTo, caPem: ca, directory } = issuer;
  const clients = directory.clients.map(({ id, secret }) => ({ id, secret }));
  writeLaptopFile(root, {
    pid: process.pid,
    url: baseUrl(model, gateway.url),
    issuer: issuer.issuer,
    ca,
    connectTo,
    clients,
  });
}

/** The line that `--json` prints. */
function facts({ gateway, trusted, caFile, tokenFile, model, issuer }: Laptop): object {
  const names = Object.keys(NAMED_TOKENS) as TokenName[];
  return {
    url: baseUrl(model, gateway.url),
    issuer: trusted,
    caFile,
    tokenFile,
    debugPort: gateway.debugPort,
    routes: model.routes.map(({ routeKey }) => routeKey),
    notEmulated: model.notEmulated,
    tokens: issuer && Object.fromEntries(names.map((name) => [name, issuer.token(name)])),
  };
}
