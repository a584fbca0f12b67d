import { type Fault, show } from '../../lib/config/fault';
import { CommandError } from '../support/command-error';
import { CONFIG_FLAGS } from '../support/config-flags';
import type { Flags, FlagValues } from '../support/flags';
import { CA_FLAG } from '../support/issuer-connection';

/** What `npm run smoke -- …` takes. */
export const SMOKE_FLAGS = {
  url: { type: 'string', value: 'URL', describe: 'the deployment (default: what npm start serves)' },
  ...CONFIG_FLAGS,
  client: { type: 'string', value: 'ID', describe: 'the client id to ask for tokens (default: the first)' },
  wait: { type: 'string', value: 'N', default: '60', describe: 'seconds to wait for a route that is not there yet' },
  json: { type: 'boolean', describe: 'print the results as one JSON value' },
  ...CA_FLAG,
} as const satisfies Flags;

/** What `npm run smoke` was asked for. */
export interface SmokeOptions {
  /** The URL of the deployment, without a slash at the end. */
  readonly url: string;
  /** In milliseconds. */
  readonly waitMs: number;
}

/**
 * Makes options of the flags.
 *
 * @param running where `npm start` serves the environment; undefined when it does not run
 * @throws CommandError with every fault: no URL, one that is none, one that tokens must not be sent to, a wait that is none
 */
export function smokeOptions(
  { flags: { url: given, wait } }: FlagValues<typeof SMOKE_FLAGS>,
  running: string | undefined,
): SmokeOptions {
  const url = given ?? running;
  const faults: Fault[] = [];
  if (url === undefined || !isSafe(url)) {
    const expected = 'an https URL, or an http one on this machine, without query';
    const fix = 'write --url with the Url that npm run deploy printed, or run npm start';
    faults.push({ what: '--url', got: show(url), expected, fix });
  }
  if (!/^\d{1,4}$/.test(wait)) {
    faults.push({ what: '--wait', got: show(wait), expected: 'seconds from 0 to 9999', fix: 'write --wait 60' });
  }
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return { url: (url ?? '').replace(/\/+$/, ''), waitMs: Number(wait) * 1000 };
}

/** Whether tokens can be sent there without others reading them. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && !(search || hash || username || password);
}
