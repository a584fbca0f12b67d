import { type Fault, show } from '../../lib/check/fault';
import type { Config, ResolvedEnvironment } from '../../lib/config/environment';
import { readAuthorities } from '../../lib/config/mirror-ca';
import { createSourceFetch, isPrivateAddress } from '../../mirror';
import { CommandError, type Flags, type FlagValues } from '../kit/command';
import type { MirrorPlace } from './check-mirror';
import type { PreflightWorld } from './check-place';

/** The flags for an issuer with a mirror, whose name has two views, of which a machine sees one. */
export const MIRROR_FLAGS = {
  'mirror-target': {
    type: 'string',
    value: 'NAME',
    describe:
      "of an issuer with a mirror, where the mirror answers: the output MirrorTarget of its stack (default: the issuer's host)",
  },
  source: {
    type: 'string',
    value: 'HOST:PORT',
    describe: "of an issuer with a mirror, where WSO2 IS is reached from here (default: the issuer's host)",
  },
} as const satisfies Flags;

type Given = Pick<FlagValues<typeof MIRROR_FLAGS>['flags'], keyof typeof MIRROR_FLAGS>;

const HOST = /^[\w-]+(\.[\w-]+)*$/;
const HOST_AND_PORT = /^([\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\]):(\d{1,5})$/i;

/**
 * Stops a command that was given flags of a mirror where there is none, or ones that are no host.
 *
 * @throws CommandError with every fault
 */
export function refuseWithoutMirror({ environment, name }: Config, flags: Given): void {
  const faults = (Object.keys(MIRROR_FLAGS) as (keyof Given)[]).flatMap((flag): Fault[] => {
    const value = flags[flag];
    if (value === undefined) {
      return [];
    }
    if (environment.issuerMirror === undefined) {
      const got = `it for ${show(name)}, whose issuer has no mirror`;
      return [{ what: `--${flag}`, got, expected: 'an environment with issuerMirror', fix: 'leave it out' }];
    }
    const isRight =
      flag === 'source' ? HOST_AND_PORT.test(value) && Number(value.split(':').at(-1)) < 65_536 : HOST.test(value);
    const { value: form } = MIRROR_FLAGS[flag];
    return isRight
      ? []
      : [{ what: `--${flag}`, got: show(value), expected: form, fix: `write --${flag} ${form}, without https://` }];
  });
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
}

/** The world in which the issuer's name leads to the mirror, whatever this machine's resolver says. */
export function behindTarget(world: PreflightWorld, issuer: string, target: string | undefined): PreflightWorld {
  return target === undefined
    ? world
    : {
        ...world,
        resolve: () => world.resolve(target),
        connectTo: world.connectTo ?? { origin: new URL(issuer).origin, host: target, port: 443 },
      };
}

/**
 * The mirror of an environment; undefined where it has none.
 *
 * @param source where WSO2 IS is reached from here. Who names it says that it is no mirror, so that any address is taken
 */
export function mirrorPlace(
  { issuer, issuerMirror: mirror }: ResolvedEnvironment,
  source?: string,
): MirrorPlace | undefined {
  if (mirror === undefined) {
    return undefined;
  }
  const [, host = '', port] = HOST_AND_PORT.exec(source ?? '') ?? [];
  const connectTo = source === undefined ? undefined : { origin: new URL(issuer).origin, host, port: Number(port) };
  const ca = mirror.ca === undefined ? undefined : readAuthorities(mirror.ca);
  return {
    kids: mirror.kids,
    source: createSourceFetch({ ca, connectTo }),
    isInside: source === undefined ? isPrivateAddress : () => true,
  };
}
