import { type Fault, show } from '../../lib/config/fault';
import type { CommandIo } from '../support/command';
import { CommandError } from '../support/command-error';
import { CONFIG_FLAGS } from '../support/config-flags';
import type { Flags, FlagValues } from '../support/flags';
import { isLoopback } from '../support/is-loopback';
import { CA_FLAG } from '../support/issuer-connection';
import { JSON_FLAG } from '../support/json-flag';
import { shownUrl } from '../support/shown-url';
import { CLIENT_FLAG } from '../token/issuer-client';

/** What `npm run smoke -- …` takes. */
export const SMOKE_FLAGS = {
  ...CONFIG_FLAGS,
  url: { type: 'string', value: 'URL', describe: 'the deployment (default: what npm start serves)' },
  ...CLIENT_FLAG,
  wait: { type: 'string', value: 'N', default: '60', describe: 'seconds to wait for a route that is not there yet' },
  ...CA_FLAG,
  ...JSON_FLAG,
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
 * @param env environment variables
 * @throws CommandError with every fault: no URL, one that is none, one that tokens must not be sent to, a wait that is none,
 * certificates that nobody would check
 */
export function smokeOptions(
  { flags: { url: given, wait } }: FlagValues<typeof SMOKE_FLAGS>,
  running: string | undefined,
  env: CommandIo['env'],
): SmokeOptions {
  const url = given ?? running;
  const faults: Fault[] = [];
  if (url === undefined || !isSafe(url)) {
    const expected = 'an https URL, or an http one on this machine, without query';
    const fix = 'write --url with the Url that npm run deploy printed, or run npm start';
    faults.push({ what: '--url', got: shownUrl(url), expected, fix });
  }
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' && url?.startsWith('https:')) {
    const expected = 'certificates to be checked: tokens are sent';
    faults.push({ what: 'NODE_TLS_REJECT_UNAUTHORIZED', got: '"0"', expected, fix: 'unset it' });
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
  const url = new URL(text);
  const { protocol, search, hash, username, password } = url;
  const isPrivate = protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
  return isPrivate && !(search || hash || username || password);
}
