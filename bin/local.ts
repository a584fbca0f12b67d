import { join } from 'node:path';
import { NAMED_TOKENS, type TokenName } from '../local/issuer/named-tokens';
import { banner, whyRefused } from './local/describe';
import { type Laptop, startLaptop } from './local/laptop';
import { readOptions } from './local/options';
import { watchFolders } from './local/watch';

const ROOT = join(__dirname, '..');

/** `npm start -- [flags]`: the whole flow on this machine. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  let stop = async () => {};
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(0)));
  }
  const say = options.json ? () => {} : (text: string) => console.log(text);

  const laptop = await startLaptop(options, {
    onProgress: (what) => say(`${what} …`),
    onRequest: ({ method, path, routeKey, status, decision, reason }) => {
      const why = decision && !decision.allowed ? whyRefused(decision.failed) : reason;
      say(`${method} ${path}  ${routeKey ?? 'no route'}  ${status}${why === undefined ? '' : `  ${why}`}`);
    },
    onFunctionLog: (text) => say(text.trimEnd()),
  });
  const unwatch =
    options.watch && options.assembly === undefined
      ? watchFolders(ROOT, ['lambda', 'config', 'lib'], () => reload(laptop, say))
      : () => {};
  stop = async () => {
    unwatch();
    await laptop.close();
  };

  // Last: whoever waits for it may end us at once.
  console.log(options.json ? JSON.stringify(facts(laptop)) : banner(laptop));
}

/** What `--json` prints. */
function facts({ gateway, trusted, caFile, model, issuer }: Laptop): object {
  const names = Object.keys(NAMED_TOKENS) as TokenName[];
  return {
    url: gateway.url,
    issuer: trusted,
    caFile,
    routes: model.routes.map(({ routeKey }) => routeKey),
    tokens: issuer && Object.fromEntries(names.map((name) => [name, issuer.token(name)])),
  };
}

async function reload(laptop: Laptop, say: (text: string) => void): Promise<void> {
  try {
    await laptop.reload();
    say('reloaded');
  } catch (error) {
    say(`not reloaded, the last good version goes on: ${(error as Error).message}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
