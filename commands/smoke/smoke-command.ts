import { setTimeout } from 'node:timers/promises';
import { type Fault, show } from '../../lib/check/fault';
import {
  asciiJson,
  type Command,
  CommandError,
  type CommandIo,
  type Flags,
  type FlagValues,
  JSON_FLAG,
} from '../kit/command';
import { warn } from '../kit/execute';
import { columns, shownUrl } from '../kit/text';
import { configOf } from '../project/config-flags';
import { CONFIG_FLAGS } from '../project/context-flags';
import { OPERATIONS } from '../project/operations';
import { apiScopes } from '../project/routes';
import { CA_FLAG, CLIENT_CERTIFICATE_FLAGS, isSafe, readCertificates, readClientCertificate } from '../wso2/connection';
import { CLIENT_FLAG } from '../wso2/issuer-client';
import { readLaptopFile } from '../wso2/laptop-file';
import { tokenWarnings } from '../wso2/token-warnings';
import { caseTokens } from './case-tokens';
import { runCases, type SmokeResult } from './run-cases';
import { createSender } from './send-case';

/** The flags of `npm run smoke`. */
const SMOKE_FLAGS = {
  ...CONFIG_FLAGS,
  url: { type: 'string', value: 'URL', describe: 'the deployment (default: what npm start serves)' },
  ...CLIENT_FLAG,
  wait: { type: 'string', value: 'N', default: '60', describe: 'seconds to wait for a route that is not there yet' },
  ...CLIENT_CERTIFICATE_FLAGS,
  ...CA_FLAG,
  ...JSON_FLAG,
} as const satisfies Flags;

/** `npm run smoke`: whether a deployment guards every route as the configuration has it. */
export const smokeCommand: Command<typeof SMOKE_FLAGS> = {
  name: 'npm run smoke',
  summary:
    'Calls every route of a deployment without a token and with good and bad ones, and holds what the function answers against the description of the API. All requests are without a body, and a path parameter is smoke-test; the valid token is WSO2_TOKEN, or asked for as npm run token does, and the expired one is WSO2_EXPIRED_TOKEN.',
  flags: SMOKE_FLAGS,
  async run(given, io) {
    const config = configOf(given.flags.context);
    const { issuer, laptopOnly, identitySource } = config.environment;
    const options = smokeOptions(given, laptopOnly ? readLaptopFile(io.root, issuer)?.url : undefined, io.env);
    const clientCertificate = readClientCertificate(given.flags);
    const tokens = await caseTokens(config, { ...given.flags, clientCertificate }, io);
    warn('token' in tokens.valid ? tokenWarnings(tokens.valid.token ?? '', apiScopes(config)) : [], io);

    const send = createSender({
      ...options,
      identitySource,
      ...(clientCertificate && {
        connection: { ca: given.flags.ca && readCertificates(given.flags.ca), clientCertificate },
      }),
      now: io.now,
      sleep: async (ms) => void (await setTimeout(ms)),
      onWait: () => io.err(`a route is not there yet; waiting up to ${options.waitMs / 1000} s`),
    });
    const results = await runCases(config.routes, tokens, send, OPERATIONS);
    const result = { url: options.url, environment: config.name, results };
    io.out(given.flags.json ? asciiJson(result) : smokeTable(results).join('\n'));
    return results.some(({ result }) => result === 'FAIL') ? 1 : 0;
  },
};

/** The options of `npm run smoke`. */
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
function smokeOptions(
  { flags: { url: given, wait, 'client-cert': certFile } }: FlagValues<typeof SMOKE_FLAGS>,
  running: string | undefined,
  env: CommandIo['env'],
): SmokeOptions {
  const url = given ?? running;
  const faults: Fault[] = [];
  if (!isSafe(url)) {
    const expected = 'an https URL, or an http one on this machine, without query';
    const fix = 'write --url with the Url that npm run deploy printed, or run npm start';
    faults.push({ what: '--url', got: shownUrl(url), expected, fix });
  }
  if (certFile !== undefined && url?.startsWith('http:')) {
    const expected = 'it with an https URL: nothing asks for a certificate over http';
    faults.push({ what: '--client-cert', got: `it with ${shownUrl(url)}`, expected, fix: 'leave it out' });
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

/** The results for people: a row for each, what was expected where it was not got, and a count. */
function smokeTable(results: readonly SmokeResult[]): string[] {
  const rows = results.map(({ route, token, result, expected, got }) => [
    (result === 'skipped' ? 'skip' : result).padEnd(4),
    route,
    token === 'none' ? 'no token' : token === 'no scope' ? 'token without the scope' : `${token} token`,
    outcome({ token, result, expected, got }),
  ]);
  const count = (wanted: SmokeResult['result']) => results.filter(({ result }) => result === wanted).length;
  return [...columns(rows), `${count('ok')} ok, ${count('FAIL')} failed, ${count('skipped')} skipped`];
}

function outcome({ token, result, expected, got }: Pick<SmokeResult, 'token' | 'result' | 'expected' | 'got'>): string {
  if (result === 'FAIL') {
    return `expected ${expected} — got ${got}`;
  }
  // It looks like a failure, and shows that the token has passed.
  return token === 'valid' && got.startsWith('4') ? `${got} from the function: no body was sent` : got;
}
