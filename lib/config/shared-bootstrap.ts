import type { Environment } from './environment';

/** The members that decide which roles of `cdk bootstrap` deploy an environment. */
type Place = Pick<Environment, 'account' | 'region' | 'bootstrapQualifier'>;

/**
 * The other environments that the roles which deploy one can deploy as well: those in the same account and region, under
 * the same bootstrap. What only the caller's profile would tell is not known here, and counts as another place.
 *
 * @param environments those of `config/environments.ts`
 * @param name one of them
 */
export function sharedBootstrap(environments: Readonly<Record<string, Place>>, name: string): string[] {
  const own = placeOf(environments[name]);
  return Object.keys(environments).filter(
    (other) => other !== name && own !== undefined && placeOf(environments[other]) === own,
  );
}

function placeOf({ account, region, bootstrapQualifier = '' }: Place = {}): string | undefined {
  return account === undefined || region === undefined ? undefined : `${account} ${region} ${bootstrapQualifier}`;
}
