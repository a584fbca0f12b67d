import { project } from '../../config/environments';
import { REPOSITORY_TAG, stackNameOf } from '../../lib/config/names';
import { ANY_PREVIEW, isPreviewName, PREVIEW_TAG } from '../../lib/config/previews';
import { asciiJson, bothGiven, type Command, CommandError, type Flags, JSON_FLAG } from '../kit/command';
import { columns } from '../kit/text';
import { type AwsCaller, PROFILE_FLAG } from '../project/aws';
import { configOf } from '../project/config-flags';
import { apiTarget, type ListedStack, type StackTarget } from '../project/deployed-stack';

const PREVIEWS_FLAGS = {
  ...PROFILE_FLAG,
  names: { type: 'boolean', describe: 'print their names alone, a line each' },
  ...JSON_FLAG,
} as const satisfies Flags;

/** The world outside, so that tests can be the world. */
export interface PreviewsWorld {
  /** Lists the stacks of the place that a stack is deployed to. */
  readonly list: (target: StackTarget, caller: AwsCaller) => Promise<readonly ListedStack[]>;
  /** The repository that this is a checkout of; undefined where git does not say. */
  readonly repository: (root: string) => string | undefined;
}

/** A preview that is deployed. */
interface DeployedPreview {
  readonly name: string;
  readonly stack: string;
  readonly status: string;
  /** ISO 8601. Null where CloudFormation does not say. */
  readonly changed: string | null;
}

/** `npm run previews`: the previews of this repository that are deployed. */
export function createPreviewsCommand(world: PreviewsWorld): Command<typeof PREVIEWS_FLAGS> {
  return {
    name: 'npm run previews',
    summary:
      'Lists the previews of this repository that are deployed, with their state and the time of the last change.',
    flags: PREVIEWS_FLAGS,
    async run({ flags }, io) {
      if (flags.json && flags.names) {
        throw new CommandError([bothGiven('--json', '--names')]);
      }
      // Of any preview: all of them are deployed to one place, by one role.
      const target = apiTarget(configOf([`env=${ANY_PREVIEW}`]));
      const caller = { profile: flags.profile, env: io.env };
      const previews = previewsAmong(await world.list(target, caller), world.repository(io.root));
      if (flags.json) {
        io.out(asciiJson({ previews }));
      } else if (flags.names && previews.length > 0) {
        io.out(previews.map(({ name }) => name).join('\n'));
      } else if (previews.length > 0) {
        const rows = previews.map(({ name, status, changed, stack: of }) => [name, of, status, changed ?? '']);
        io.out(columns([['preview', 'stack', 'state', 'last change'], ...rows]).join('\n'));
      } else {
        io.err('no preview is deployed');
      }
      return 0;
    },
  };
}

/**
 * The previews among stacks: by their tag and their name, and of this repository, by its tag, or of none.
 *
 * @param repository undefined where it is not known: then those of none only
 */
function previewsAmong(stacks: readonly ListedStack[], repository: string | undefined): DeployedPreview[] {
  return stacks.flatMap(({ stackName, status, tags, changed }) => {
    const name = tags[PREVIEW_TAG];
    const of = tags[REPOSITORY_TAG];
    const isOurs = of === undefined || of.toLowerCase() === repository?.toLowerCase();
    return isPreviewName(name) && stackName === stackNameOf({ project, name }) && isOurs
      ? [{ name, stack: stackName, status, changed: changed?.toISOString() ?? null }]
      : [];
  });
}
