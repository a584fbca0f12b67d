import { faultLine } from '../../lib/check/fault';
import { placeholdersOf } from '../../lib/config/placeholders';
import { asciiJson, type Command, type Flags, JSON_FLAG } from '../kit/command';
import { PROFILE_FLAG, readConcurrency } from '../project/aws';
import { configOf, refusePlaceholders } from '../project/config-flags';
import { CONFIG_FLAGS, contextOf } from '../project/context-flags';
import { CA_FLAG, connectionTo } from '../wso2/connection';
import { type AskConcurrency, checkAccount } from './check-account';
import { type PreflightWorld, PUBLIC_WORLD } from './check-place';
import { behindTarget, MIRROR_FLAGS, mirrorPlace, refuseWithoutMirror } from './mirror-flags';
import { preflightTable } from './preflight-table';
import { reportOf, runPreflight } from './run-preflight';

/** The flags of `npm run preflight -- …`. */
const PREFLIGHT_FLAGS = {
  ...CONFIG_FLAGS,
  ...PROFILE_FLAG,
  ...MIRROR_FLAGS,
  ...CA_FLAG,
  ...JSON_FLAG,
} as const satisfies Flags;

/** `npm run preflight`: whether API Gateway will accept the issuer of an environment, asked before CloudFormation is. */
export function createPreflightCommand(
  world: PreflightWorld = PUBLIC_WORLD,
  ask: AskConcurrency = readConcurrency,
): Command<typeof PREFLIGHT_FLAGS> {
  return {
    name: 'npm run preflight',
    summary:
      'Tells whether API Gateway will accept the issuer and its keys, and if not, what to change; and, where the environment reserves concurrency, whether the AWS account has it. With --ca it looks behind a certificate that is not public, which fails all the same.',
    flags: PREFLIGHT_FLAGS,
    async run({ flags }, io) {
      const config = configOf(flags.context);
      refusePlaceholders(config, flags.context, ['issuer']);
      refuseWithoutMirror(config, flags);
      // The rest of what npm run deploy refuses does not keep API Gateway from the issuer.
      for (const fault of placeholdersOf(config, contextOf(flags.context))) {
        io.err(faultLine(fault));
      }
      const { issuer, laptopOnly } = config.environment;
      const { checks } = await runPreflight({
        issuer,
        laptopOnly,
        connection: connectionTo(config, flags.ca, io),
        world: behindTarget(world, issuer, flags['mirror-target']),
        mirror: mirrorPlace(config.environment, flags.source),
        now: io.now(),
      });
      const account = await checkAccount(config, ask, { profile: flags.profile, env: io.env });
      const report = reportOf(issuer, [...checks, ...account]);
      io.out(flags.json ? asciiJson(report) : preflightTable(report).join('\n'));
      return report.ok ? 0 : 1;
    },
  };
}
