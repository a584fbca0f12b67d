import { show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { readAuthorities } from '../../lib/config/mirror-ca';
import { mirrorStackNameOf } from '../../lib/config/names';
import { type FetchDocument, printable } from '../../local/authorizer';
import {
  type AddressRule,
  createS3Store,
  createSourceFetch,
  isPrivateAddress,
  type MirrorRun,
  type MirrorStore,
  type NamedKey,
  publishMirror,
  type SourceTrust,
} from '../../mirror';
import { asciiJson, type Command, CommandError, type Flags, JSON_FLAG } from '../kit/command';
import { columns } from '../kit/text';
import { PROFILE_FLAG } from '../project/aws';
import { configOf, refusePlaceholders } from '../project/config-flags';
import { CONFIG_FLAGS } from '../project/context-flags';

const NAME = 'npm run mirror';

/** The flags of `npm run mirror -- …`. */
const MIRROR_FLAGS = {
  ...CONFIG_FLAGS,
  ...PROFILE_FLAG,
  bucket: { type: 'string', value: 'NAME', describe: "the bucket: the output MirrorBucket of the mirror's stack" },
  'dry-run': { type: 'boolean', describe: 'say what would change, and write nothing' },
  ...JSON_FLAG,
} as const satisfies Flags;

/** The two ports of a run, so that tests can be the world. */
export interface MirrorWorld {
  readonly source: (trust: SourceTrust) => FetchDocument;
  readonly isInside: AddressRule;
  readonly store: (bucket: string, aws: { readonly region?: string; readonly profile?: string }) => MirrorStore;
}

const WORLD: MirrorWorld = {
  source: createSourceFetch,
  isInside: isPrivateAddress,
  store: createS3Store,
};

/**
 * `npm run mirror`: one run of the mirror from a machine in the network of WSO2 IS, for a cron job where no function can be. Does
 * what the function does, with credentials that may read and write the two documents.
 */
export function createMirrorCommand(world: MirrorWorld = WORLD): Command<typeof MIRROR_FLAGS> {
  return {
    name: NAME,
    summary:
      'Publishes discovery and keys of a WSO2 IS that the internet cannot reach, once, from a machine that can: for cron. Refuses what is not right, and then leaves what is published.',
    flags: MIRROR_FLAGS,
    async run({ flags }, io) {
      const config = configOf(flags.context);
      refusePlaceholders(config, flags.context, ['issuer']);
      const { issuer, region, issuerMirror: mirror } = config.environment;
      const { bucket, profile } = flags;
      if (mirror === undefined || bucket === undefined) {
        throw new CommandError(faultsOf(config, bucket));
      }
      const aws = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
      const run = await publishMirror({
        issuer,
        kids: mirror.kids,
        fetchDocument: world.source({ ca: mirror.ca === undefined ? undefined : readAuthorities(mirror.ca) }),
        isInside: world.isInside,
        store: world.store(bucket, aws),
        dryRun: flags['dry-run'],
      });
      const report = { issuer, bucket, dryRun: flags['dry-run'], ...run };
      io.out(flags.json ? asciiJson(report) : reportText(report).join('\n'));
      return 0;
    },
  };
}

function faultsOf(config: Config, bucket: string | undefined) {
  const { environment, name } = config;
  return [
    ...(environment.issuerMirror === undefined
      ? [
          {
            what: '-c env',
            got: `${show(name)}, whose issuer has no mirror`,
            expected: 'an environment with issuerMirror',
            fix: 'choose another, or describe its mirror in config/environments.ts',
          },
        ]
      : []),
    ...(bucket === undefined
      ? [
          {
            what: '--bucket',
            got: 'nothing',
            expected: 'the bucket of the mirror',
            fix: `write --bucket NAME, the output MirrorBucket of the stack ${mirrorStackNameOf(config)}`,
          },
        ]
      : []),
  ];
}

interface Report extends MirrorRun {
  readonly issuer: string;
  readonly bucket: string;
  readonly dryRun: boolean;
}

function reportText({ issuer, bucket, dryRun, written, changes, keys, leftOut }: Report): string[] {
  const rows = (word: string, named: readonly NamedKey[]) =>
    named.map(({ kid, thumbprint }) => [word, printable(kid), `thumbprint ${thumbprint}`]);
  const verb = dryRun ? 'would write' : 'wrote';
  return [
    ...columns([
      ...rows(dryRun ? 'would add' : 'added', changes.added),
      ...rows(dryRun ? 'would remove' : 'removed', changes.removed),
    ]),
    ...leftOut.map(({ kid, reason }) => `left out: ${printable(kid ?? 'no kid')}: ${reason}`),
    written.length === 0
      ? `s3://${bucket} has what WSO2 IS says, ${count(keys)} of ${issuer}: nothing to write`
      : `${verb} ${written.join(' and ')} to s3://${bucket}, ${count(keys)} of ${issuer}`,
  ];
}

function count(keys: number): string {
  return keys === 1 ? '1 key' : `${keys} keys`;
}
