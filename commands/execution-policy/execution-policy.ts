import { type Fault, show } from '../../lib/check/fault';
import { CommandError } from '../kit/command';
import type { StackTemplate } from '../project/template';
import { ACTIONS, NETWORK_ACTIONS, OWN_ACTIONS } from './actions';

/** The facts that {@link executionPolicy} is made of. */
export interface ExecutionPolicyProps {
  /** The beginning of the names of the stacks, and so of their roles: `orders-`. */
  readonly prefix: string;
  /** The templates that CloudFormation is to deploy. */
  readonly templates: readonly StackTemplate[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** An IAM policy document. */
export interface ExecutionPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/**
 * The policy that lets CloudFormation deploy these templates, and nothing else: for `cdk bootstrap
 * --cloudformation-execution-policies`. It may make and pass roles, and make buckets, below the stacks' own names only, and attach to them only
 * the managed policies that the templates name.
 *
 * @throws CommandError with every type of resource whose actions are not known
 */
export function executionPolicy({ prefix, templates }: ExecutionPolicyProps): ExecutionPolicy {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const types = [
    ...new Set(
      resources.flatMap(({ Type, Properties }) => (Properties?.['VpcConfig'] ? [Type, `${Type}.VpcConfig`] : [Type])),
    ),
  ].sort();
  const unknown = types.filter((type) => !Object.hasOwn(ACTIONS, type));
  if (unknown.length > 0) {
    throw new CommandError(unknown.map(unknownType));
  }
  const hasNetwork = resources.some(({ Properties }) => Properties?.['VpcConfig'] !== undefined);
  const all = [
    ...new Set([...types.flatMap((type) => ACTIONS[type] ?? []), ...(hasNetwork ? NETWORK_ACTIONS : [])]),
  ].sort();
  const own = all.filter((action) => OWN_ACTIONS.has(action));
  const schedulers = types.includes('AWS::Scheduler::Schedule') ? ['scheduler.amazonaws.com'] : [];
  const roles = `arn:*:iam::*:role/${prefix}*`;
  const managed = managedPolicies(templates);
  const attaching = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'];
  const ofRoles = all.filter(
    (action) => action.startsWith('iam:') && action !== 'iam:PassRole' && !attaching.includes(action),
  );
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Resources',
        Effect: 'Allow',
        Action: all.filter((action) => !action.startsWith('iam:') && !OWN_ACTIONS.has(action)),
        Resource: '*',
      },
      ...(own.length > 0
        ? [
            {
              Sid: 'Own',
              Effect: 'Allow',
              Action: own,
              Resource: [`arn:*:s3:::${prefix}*`, `arn:*:lambda:*:*:function:${prefix}*`],
            } as const,
          ]
        : []),
      { Sid: 'Roles', Effect: 'Allow', Action: ofRoles, Resource: roles },
      ...(managed.length > 0
        ? [
            {
              Sid: 'ManagedPolicies',
              Effect: 'Allow',
              Action: attaching,
              Resource: roles,
              Condition: { ArnLike: { 'iam:PolicyARN': managed } },
            } as const,
          ]
        : []),
      {
        Sid: 'PassRoles',
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: roles,
        Condition: {
          StringEquals: { 'iam:PassedToService': ['codedeploy.amazonaws.com', 'lambda.amazonaws.com', ...schedulers] },
        },
      },
      // What the bootstrap keeps: its version, which the template asks for, and the code of the function.
      {
        Sid: 'Bootstrap',
        Effect: 'Allow',
        Action: ['s3:GetObject', 'ssm:GetParameters'],
        Resource: ['arn:*:s3:::cdk-*-assets-*', 'arn:*:ssm:*:*:parameter/cdk-bootstrap/*'],
      },
    ],
  };
}

function unknownType(type: string): Fault {
  return {
    what: 'a resource of the templates',
    got: show(type),
    expected: 'a type whose actions are known',
    fix: 'add what its handlers call to commands/execution-policy/actions.ts',
  };
}

/** The ARNs of the managed policies that roles of the templates have, whatever the partition. */
function managedPolicies(templates: readonly StackTemplate[]): string[] {
  const arns = templates.flatMap(({ Resources }) =>
    Object.values(Resources).flatMap(({ Properties }) => {
      const given: readonly unknown[] = Properties?.['ManagedPolicyArns'] ?? [];
      return given.flatMap((arn) => JSON.stringify(arn).match(/:iam::aws:policy\/[\w/+=,.@-]+/g) ?? []);
    }),
  );
  return [...new Set(arns)].sort().map((arn) => `arn:*${arn}`);
}
