import type { Environment } from './environment';
import type { FunctionConfig } from './function';
import { isPreviewName, type Previews, previewOf, unshared } from './previews';

/** The environments that there are. */
export interface EnvironmentSource {
  /** Those of `config/environments.ts`. */
  readonly environments: Readonly<Record<string, Environment>>;
  /** The previews, there. @default - none */
  readonly previews?: Previews | undefined;
}

/** The environment that a configuration is made of: one of `config/environments.ts`, or a preview of one. */
export interface ChosenEnvironment {
  readonly name: string;
  readonly base: Environment;
  readonly functions: readonly FunctionConfig[];
  /** The environment that it is a preview of. @default - it is no preview */
  readonly previewOf?: string;
  /** Other environments that whoever may deploy this one may deploy as well, but for that which it is a preview of. */
  readonly sharesBootstrapWith: readonly string[];
  /** The name, in `config/environments.ts`, of what holds this member. */
  readonly writtenIn: (path: readonly PropertyKey[]) => string;
}

/**
 * The environment of a name.
 *
 * @returns undefined where there is none
 */
export function chooseEnvironment(
  name: unknown,
  { environments, previews, functions }: EnvironmentSource & { readonly functions: readonly FunctionConfig[] },
): ChosenEnvironment | undefined {
  if (typeof name === 'string' && Object.hasOwn(environments, name)) {
    const base = environments[name];
    const sharesBootstrapWith = sharedBootstrap(environments, name);
    return base && { name, base, functions, sharesBootstrapWith, writtenIn: () => name };
  }
  const from = isPreviewName(name) ? fromOf({ environments, previews }) : undefined;
  if (!isPreviewName(name) || previews === undefined || from === undefined) {
    return undefined;
  }
  const base = previewOf(name, from, previews);
  const { [previews.from]: _from, ...others } = environments;
  return {
    name,
    base,
    functions: functions.map(unshared),
    previewOf: previews.from,
    sharesBootstrapWith: sharedBootstrap({ ...others, [name]: base }, name),
    writtenIn: ([member]) => (member !== undefined && member in previews ? 'previews' : previews.from),
  };
}

/** The environment that previews are copies of; undefined where there is none, or no previews. */
export function fromOf({ environments, previews }: EnvironmentSource): Environment | undefined {
  return previews !== undefined && Object.hasOwn(environments, previews.from) ? environments[previews.from] : undefined;
}

/** The members that decide which roles of `cdk bootstrap` deploy an environment. */
type Place = Pick<Environment, 'account' | 'region' | 'bootstrapQualifier'>;

/**
 * The other environments that the roles which deploy one can deploy as well: those in the same account and region, under
 * the same bootstrap. What only the caller's profile would tell is not known here, and counts as another place.
 *
 * @param environments those of `config/environments.ts`
 * @param name one of them
 */
function sharedBootstrap(environments: Readonly<Record<string, Place>>, name: string): string[] {
  const own = placeOf(environments[name]);
  return Object.keys(environments).filter(
    (other) => other !== name && own !== undefined && placeOf(environments[other]) === own,
  );
}

function placeOf({ account, region, bootstrapQualifier = '' }: Place = {}): string | undefined {
  return account === undefined || region === undefined ? undefined : `${account} ${region} ${bootstrapQualifier}`;
}
