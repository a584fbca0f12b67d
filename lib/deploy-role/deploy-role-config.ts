import { ConfigurationError, type Fault, show } from '../check/fault';
import { type EnvironmentSource, fromOf } from '../config/choose-environment';
import type { Environment } from '../config/environment';
import { nameFaults } from '../config/names';
import { previewFaults } from '../config/preview-faults';
import { PREVIEWS } from '../config/previews';

/** The roles of one account: the repository that may deploy, and the environments that it may deploy. */
export interface DeployRoleConfig {
  /** The name of the project. */
  readonly project: string;
  /** The GitHub repository as its tokens name it: `OWNER@ID/REPO@ID`, or `OWNER/REPO` where they have no ids. */
  readonly repository: string;
  /** The environments that it may deploy. At least one. */
  readonly environments: readonly DeployTarget[];
  /** The account that the environments name; undefined where none does. */
  readonly account?: string;
  /** GitHub's OIDC provider in that account; undefined where it is to be made. */
  readonly providerArn?: string;
}

/** An environment to deploy to. */
export interface DeployTarget {
  /** As in `config/environments.ts`, and on GitHub; `previews` for all previews. */
  readonly name: string;
  /** The environment that they are previews of. @default - they are none */
  readonly previewsOf?: string | undefined;
  /** @default - that of the stack with the roles */
  readonly region?: string;
  /** Of the `cdk bootstrap` that deploys it. @default - that of the app */
  readonly bootstrapQualifier?: string;
}

/** The `-c` keys of `npm run deploy-role`. */
export const DEPLOY_ROLE_KEYS = ['repository', 'environments', 'providerArn'] as const;

/** No character that IAM or GitHub takes for more than itself: `*`, `?`, `:`. */
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(?:@\d+\/[\w.-]{1,100}@\d+|\/[\w.-]{1,100})$/;

const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;

/**
 * Reads what `npm run deploy-role` was given with `-c`.
 *
 * @param project, environments, previews those of `config/environments.ts`
 * @throws ConfigurationError with every fault there is
 */
export function resolveDeployRole({
  project,
  environments,
  previews,
  context,
}: EnvironmentSource & {
  readonly project: string;
  readonly context: Readonly<Record<string, unknown>>;
}): DeployRoleConfig {
  const [repository, names, providerArn] = DEPLOY_ROLE_KEYS.map((key) => context[key]);
  const faults: Fault[] = [
    ...nameFaults(project, Object.keys(environments)),
    ...previewFaults({ environments, previews }),
  ];
  const fault = (key: (typeof DEPLOY_ROLE_KEYS)[number], got: unknown, expected: string, fix: string) =>
    faults.push({ what: `-c ${key}`, got: show(got), expected, fix });

  if (!isText(repository, REPOSITORY)) {
    const expected = 'OWNER@ID/REPO@ID, or OWNER/REPO for a repository whose tokens have no ids';
    fault(
      'repository',
      repository,
      expected,
      'write it as the sub of its tokens has it: docs/delivery.md says how to ask',
    );
  }
  if (providerArn !== undefined && !isText(providerArn, PROVIDER)) {
    const expected = 'arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com';
    fault('providerArn', providerArn, expected, 'ask for it with: aws iam list-open-id-connect-providers');
  }

  const given = typeof names === 'string' && names !== '' ? names.split(',') : [];
  const from = fromOf({ environments, previews });
  const targets: Readonly<Record<string, Environment>> = {
    ...environments,
    ...(previews !== undefined && from !== undefined && { [PREVIEWS]: { ...from, ...previews } }),
  };
  const deployable = Object.keys(targets).filter((name) => !targets[name]?.laptopOnly);
  const unknown = given.filter((name) => !deployable.includes(name));
  if (given.length === 0 || unknown.length > 0) {
    const expected = `some of ${deployable.join(',')}`;
    fault(
      'environments',
      given.length === 0 ? names : unknown.join(','),
      expected,
      'name those that this account holds',
    );
  }
  if (new Set(given).size < given.length) {
    fault('environments', names, 'each environment once', 'remove the repetition');
  }
  const accounts = [...new Set(given.flatMap((name) => targets[name]?.account ?? []))];
  if (accounts.length > 1) {
    fault(
      'environments',
      names,
      'environments of one account',
      `run it once for each of the accounts ${accounts.join(' and ')}`,
    );
  }
  const holder = providerArn === undefined ? undefined : String(providerArn).split(':')[4];
  if (accounts.length === 1 && isText(providerArn, PROVIDER) && holder !== accounts[0]) {
    fault(
      'providerArn',
      providerArn,
      `the provider in the account ${accounts[0]}`,
      'give that one, or none to make it',
    );
  }

  const openedByPreviews = given.filter(
    (name) =>
      given.includes(PREVIEWS) &&
      targets[name]?.terminationProtection &&
      name !== PREVIEWS &&
      isSamePlace(targets[name], targets[PREVIEWS]),
  );
  if (openedByPreviews.length > 0) {
    fault(
      'environments',
      names,
      `${PREVIEWS} under another bootstrap than ${openedByPreviews.join(' and ')}, which whoever has written a pull request could deploy with it`,
      `give ${PREVIEWS} a bootstrapQualifier of its own, as docs/delivery.md says`,
    );
  }

  if (faults.length > 0 || !isText(repository)) {
    throw new ConfigurationError(faults);
  }
  return {
    project,
    repository,
    environments: given.map((name) => ({
      name,
      previewsOf: name === PREVIEWS ? previews?.from : undefined,
      region: targets[name]?.region,
      bootstrapQualifier: targets[name]?.bootstrapQualifier,
    })),
    account: accounts[0],
    providerArn: isText(providerArn) ? providerArn : undefined,
  };
}

/** True where two environments of one account are deployed by the same bootstrap, as far as their regions are known. */
function isSamePlace(one: Environment | undefined, other: Environment | undefined): boolean {
  return one?.region === other?.region && one?.bootstrapQualifier === other?.bootstrapQualifier;
}

function isText(value: unknown, pattern = /(?:)/): value is string {
  return typeof value === 'string' && pattern.test(value);
}
