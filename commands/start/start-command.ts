import { keep } from '../../local/gateway';
import { NAMED_TOKENS, type TokenName } from '../../local/issuer';
import type { Command } from '../kit/command';
import { laptopFilePath, writeLaptopFile } from '../wso2/laptop-file';
import { banner, baseUrl, requestLine } from './describe';
import { type Laptop, startLaptop } from './laptop';
import { LOCAL_FLAGS, localOptions } from './start-options';
import { plainFault, watchFolders } from './watch';

/** `npm start`: the whole flow on this machine. */
export const startCommand: Command<typeof LOCAL_FLAGS> = {
  name: 'npm start',
  summary:
    'Runs the whole flow on this machine: the synthesized template, the bundled function, tokens really verified.',
  flags: LOCAL_FLAGS,
  retired: { env: 'write -c env=NAME' },
  async run(given, { out, root }) {
    const options = localOptions(given);
    let stop = async () => {};
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => void stop().finally(() => process.exit(0)));
    }
    const say = options.json ? () => {} : out;
    const laptop = await startLaptop(options, {
      onProgress: (what) => say(`${what} …`),
      onRequest: (record) => say(requestLine(record)),
      // Indented, so that the lines of requests stand out.
      onFunctionLog: (text) => say(text.trimEnd().replace(/^/gm, '  ')),
    });
    const file = keep(laptopFilePath(root, process.pid));
    introduce(laptop, root);
    const unwatch =
      options.watch && options.assembly === undefined
        ? watchFolders(root, ['lambda', 'config', 'lib'], async () => {
            await reload(laptop, say);
            introduce(laptop, root);
          })
        : () => {};
    stop = async () => {
      unwatch();
      await file.clear();
      await laptop.close();
    };
    // Last: whoever waits for it may end us at once.
    out(options.json ? JSON.stringify(facts(laptop)) : banner(laptop));
    return 0;
  },
};

/** Tells the other commands of the embedded issuer. */
function introduce({ issuer, gateway, model }: Laptop, root: string): void {
  if (!issuer) {
    return;
  }
  const { lead, caPem: ca, directory } = issuer;
  const clients = directory.clients.map(({ id, secret }) => ({ id, secret }));
  writeLaptopFile(root, {
    pid: process.pid,
    url: baseUrl(model, gateway.url),
    issuer: issuer.issuer,
    ca,
    lead,
    clients,
  });
}

/** What `--json` prints. */
function facts({ gateway, trusted, caFile, model, issuer }: Laptop): object {
  const names = Object.keys(NAMED_TOKENS) as TokenName[];
  return {
    url: baseUrl(model, gateway.url),
    issuer: trusted,
    caFile,
    routes: model.routes.map(({ routeKey }) => routeKey),
    notEmulated: model.notEmulated,
    tokens: issuer && Object.fromEntries(names.map((name) => [name, issuer.token(name)])),
  };
}

async function reload(laptop: Laptop, say: (text: string) => void): Promise<void> {
  try {
    await laptop.reload();
    say('reloaded');
  } catch (error) {
    say(`not reloaded, the last good version goes on: ${plainFault((error as Error).message)}`);
  }
}
