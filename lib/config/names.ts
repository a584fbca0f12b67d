import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Fault, show } from '../check/fault';
import type { Config } from './environment';
import type { Domain } from './features';

/** The name of an environment's stack, which all else is called after. */
export function stackNameOf({ project, name }: Pick<Config, 'project' | 'name'>): string {
  return `${project}-${name}`;
}

/** The address of an API at its custom domain: `https://`, the name, and the mapping key where there is one; without a slash at the end. */
export function domainUrl({ name, mappingKey }: Pick<Domain, 'name' | 'mappingKey'>): string {
  return `https://${name}${mappingKey === undefined ? '' : `/${mappingKey}`}`;
}

/** The end of the name of a mirror's stack, behind that of its environment's. */
const MIRROR = '-mirror';

/** The name of the stack with an environment's mirror. */
export function mirrorStackNameOf(config: Pick<Config, 'project' | 'name'>): string {
  return `${stackNameOf(config)}${MIRROR}`;
}

/** The name, behind that of the project, of the stack with the roles that deploy. */
export const DEPLOY_ROLE = 'deploy-role';

/** The tag of a stack by which a deployment knows whose it is. */
export const REPOSITORY_TAG = 'repository';

/** The place where the CDK runs, as far as it decides on a stack. */
export interface BuildContext {
  /** The account of the caller, for a stack whose configuration names none. @default - the one that deploys */
  readonly account?: string | undefined;
  /** The region of the caller, for a stack whose configuration names none. @default - the one that is deployed to */
  readonly region?: string | undefined;
  /** The repository of the checkout: `github.com/OWNER/REPO`. @default - none, and the stack does not say */
  readonly repository?: string | undefined;
}

/** The description that CloudFormation shows of an environment's stack. */
export function stackDescription(issuer: string): string {
  return `HTTP API behind tokens of ${issuer}`;
}

/** The description that CloudFormation shows of a mirror's stack. */
export function mirrorDescription(issuer: string): string {
  return `Mirror of ${issuer}`;
}

/** In characters; API Gateway takes as many for the name of an API, which is called like its stack. */
const LONGEST_STACK_NAME = 128;

/**
 * The faults of the names that stacks, and the roles that deploy them, are called after.
 *
 * @param names of the environments
 */
export function nameFaults(project: string, names: readonly string[]): Fault[] {
  const fault = (what: string, got: string, expected: string, fix: string) => ({
    what: `config/environments.ts: ${what}`,
    got: show(got),
    expected,
    fix,
  });
  const bare = (name: string) => name.replaceAll('-', '');
  return [
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(project)
      ? []
      : [fault('project', project, 'lower-case letters, digits and single hyphens, a letter first', 'rename it')]),
    ...names.flatMap((name, index) => {
      const environment = 'the name of an environment';
      const earlier = names.slice(0, index).find((other) => bare(other) === bare(name));
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
        const expected = 'lower-case letters, digits and single hyphens, because stack and roles are called after it';
        return [fault(environment, name, expected, 'rename it')];
      }
      if (bare(name) === bare(DEPLOY_ROLE)) {
        const expected = `another than that of the stack with the roles, ${stackNameOf({ project, name: DEPLOY_ROLE })}`;
        return [fault(environment, name, expected, 'rename it')];
      }
      if (earlier !== undefined) {
        const expected = `one that differs from ${show(earlier)} by more than hyphens, which the names of outputs cannot hold`;
        return [fault(environment, name, expected, 'rename one of them')];
      }
      if (name.endsWith(MIRROR) && names.includes(name.slice(0, -MIRROR.length))) {
        const expected = `another than that of a stack with a mirror, ${stackNameOf({ project, name })}`;
        return [fault(environment, name, expected, 'rename it')];
      }
      const { length } = stackNameOf({ project, name });
      return length > LONGEST_STACK_NAME
        ? [fault(environment, name, `at most ${LONGEST_STACK_NAME} characters together with ${project}-`, 'shorten it')]
        : [];
    }),
  ];
}

/** A name with hyphens as a construct id: `DailyReport` for `daily-report`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The namespace of the metrics that a stack makes: one for each stack, so that two environments may share an account. */
export function metricNamespace(scope: Construct): string {
  return Stack.of(scope).stackName;
}
