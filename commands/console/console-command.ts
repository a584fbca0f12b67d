import { type Fault, show } from '../../lib/check/fault';
import { startConsole } from '../../local/console';
import { type Command, CommandError, type Flags } from '../kit/command';
import { shownUrl } from '../kit/text';
import { configOf, refusePlaceholders } from '../project/config-flags';
import { CONFIG_FLAGS } from '../project/context-flags';
import { listenError } from '../project/ports';
import { CA_FLAG, connectionTo, isSafe, readCertificates } from '../wso2/connection';
import { createDeploymentHost } from './deployment-host';

/** The flags of `npm run console`. */
const CONSOLE_FLAGS = {
  ...CONFIG_FLAGS,
  url: { type: 'string', value: 'URL', describe: 'the deployment, as npm run deploy printed its Url' },
  'console-port': {
    type: 'string',
    value: 'N',
    default: '3001',
    describe: 'where the console listens; 0 for any free port',
  },
  ...CA_FLAG,
} as const satisfies Flags;

/** `npm run console`: the console of `npm start`, for a deployment. Runs until it is ended. */
export const consoleCommand: Command<typeof CONSOLE_FLAGS> = {
  name: 'npm run console',
  summary:
    'Shows what happens to a token at a deployment: a page whose requests go to the real API through this machine, and whose decisions are explained with the keys of the real issuer.',
  flags: CONSOLE_FLAGS,
  async run({ flags }, io) {
    const config = configOf(flags.context);
    const port = Number(flags['console-port']);
    const faults: Fault[] = [];
    if (!isSafe(flags.url)) {
      const expected = 'an https URL, or an http one on this machine, without query';
      const fix = 'write --url with the Url that npm run deploy printed; npm start serves a console of its own';
      faults.push({ what: '--url', got: shownUrl(flags.url), expected, fix });
    }
    if (!/^\d{1,5}$/.test(flags['console-port']) || port > 65_535) {
      const fix = 'write --console-port 3001, or 0 for any free one';
      faults.push({
        what: '--console-port',
        got: show(flags['console-port']),
        expected: 'a port from 0 to 65535',
        fix,
      });
    }
    if (faults.length > 0) {
      throw new CommandError(faults);
    }
    refusePlaceholders(config, flags.context, ['issuer', 'clientIds']);
    const host = createDeploymentHost({
      config,
      url: (flags.url ?? '').replace(/\/+$/, ''),
      connection: connectionTo(config, flags.ca, io),
      ca: flags.ca === undefined ? undefined : readCertificates(flags.ca),
      now: io.now,
    });
    const served = await startConsole({ host, port }).catch((error: unknown) => {
      throw listenError(error, { port, what: 'the console', flag: '--console-port' });
    });
    io.out(`console ${served.url}`);
    io.out(`for ${config.name}: requests go to ${flags.url}; Ctrl-C ends it`);
    return 0;
  },
};
