import type { Command } from '../support/command';
import { CONFIG_FLAGS, configOf } from '../support/config-flags';
import type { Flags } from '../support/flags';
import { CA_FLAG, connectionTo } from '../support/issuer-connection';
import { preflightTable } from './preflight-table';
import { type PreflightWorld, PUBLIC_WORLD } from './preflight-world';
import { runPreflight } from './run-preflight';

const PREFLIGHT_FLAGS = {
  ...CONFIG_FLAGS,
  ...CA_FLAG,
  json: { type: 'boolean', describe: 'print the report as one JSON value' },
} as const satisfies Flags;

/** `npm run preflight`: whether API Gateway will accept the issuer of an environment, asked before CloudFormation is. */
export function createPreflightCommand(world: PreflightWorld = PUBLIC_WORLD): Command<typeof PREFLIGHT_FLAGS> {
  return {
    name: 'npm run preflight',
    summary:
      'Tells whether API Gateway will accept the issuer and its keys, and if not, what to change. With --ca it looks behind a certificate that is not public, which fails all the same.',
    flags: PREFLIGHT_FLAGS,
    async run({ flags }, io) {
      const config = configOf(flags.context);
      const { issuer, laptopOnly } = config.environment;
      const report = await runPreflight({
        issuer,
        laptopOnly,
        connection: connectionTo(config, flags.ca, io),
        world,
        now: io.now(),
      });
      for (const line of flags.json ? [JSON.stringify(report)] : preflightTable(report)) {
        io.out(line);
      }
      return report.ok ? 0 : 1;
    },
  };
}
