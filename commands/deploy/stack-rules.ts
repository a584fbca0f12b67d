import { type Fault, show } from '../../lib/check/fault';
import type { ResolvedEnvironment } from '../../lib/config/environment';
import { REPOSITORY_TAG } from '../../lib/config/names';
import { CommandError } from '../kit/command';
import type { DeployedStack } from '../project/deployed-stack';
import { resourcesOf, type SynthesizedStack } from '../project/template';

/** The values of `--accept`: refusals that somebody who knows may let pass. */
export const ACCEPTABLE = ['new-issuer', 'closed-address', 'other-repository'] as const;

export type Acceptable = (typeof ACCEPTABLE)[number];

/** A reason not to start a deployment. */
export interface Refusal extends Fault {
  /** The value that lets it pass. @default nothing does */
  readonly accept?: Acceptable;
}

/** A stack as it is, and as the deployment would make it. */
export interface Edit {
  readonly deployed: DeployedStack;
  readonly next: SynthesizedStack;
  readonly environment: Pick<ResolvedEnvironment, 'domain'>;
}

/** The reasons why the stack of a mirror must not be deployed. */
export function mirrorRefusals(edit: Pick<Edit, 'deployed' | 'next'>): Refusal[] {
  const { template } = edit.deployed;
  const isMirror = template !== undefined && resourcesOf(template, 'AWS::CloudFront::Distribution').length > 0;
  return stackRefusals(edit, isMirror ? undefined : 'one without a distribution');
}

/** The words for a stack that is none of an environment; undefined where it may be one. */
export function withoutApi({ template }: DeployedStack): string | undefined {
  const isApi = template !== undefined && resourcesOf(template, 'AWS::ApiGatewayV2::Api').length > 0;
  return isApi ? undefined : 'one without an HTTP API';
}

/**
 * The reasons why a stack of any kind must not be deployed over: it takes no change, or is another repository's.
 *
 * @param foreign the words for a stack whose template is not of this project; undefined where it is
 * @param edits further reasons, where the stack is edited
 */
export function stackRefusals(
  edit: Pick<Edit, 'deployed' | 'next'>,
  foreign: string | undefined,
  edits: () => Refusal[] = () => [],
): Refusal[] {
  const stuck = stuckStack(edit);
  if (stuck.length > 0) {
    return stuck;
  }
  // The CDK deletes it and begins anew, so that nothing is edited.
  return edit.deployed.status === 'ROLLBACK_COMPLETE'
    ? otherRepository(edit, undefined)
    : [...otherRepository(edit, foreign), ...edits()];
}

/** @throws CommandError where a refusal is left that was not accepted, with all that are */
export function refuse(refusals: readonly Refusal[], accepted: readonly Acceptable[]): void {
  const left = refusals.filter(({ accept }) => accept === undefined || !accepted.includes(accept));
  if (left.length > 0) {
    throw new CommandError([
      ...left,
      {
        what: NOTHING_DEPLOYED,
        got: 'an edit that was refused',
        expected: 'one that what is deployed can take',
        fix: 'do what stands above',
      },
    ]);
  }
}

export const NOTHING_DEPLOYED = 'nothing was deployed';

const GUIDE = 'docs/operations.md, A stack that is stuck';

/** A stack that takes no change as it is. */
function stuckStack({ deployed, next: { stackName } }: Pick<Edit, 'deployed' | 'next'>): Refusal[] {
  const { status, isProtected } = deployed;
  const refusal = (expected: string, fix: string) => [{ what: `the stack ${stackName}`, got: status, expected, fix }];
  if (status.endsWith('_IN_PROGRESS')) {
    return refusal('no change that is under way', 'wait until CloudFormation is done, and deploy again');
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return refusal(
      'a stack whose last change is over',
      `let CloudFormation finish: aws cloudformation continue-update-rollback --stack-name ${stackName} (${GUIDE})`,
    );
  }
  if (status === 'ROLLBACK_COMPLETE' && isProtected) {
    return refusal(
      'a stack that was created, or one that may be deleted: its creation failed, and its protection from deletion is in the way',
      `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}, and deploy again (${GUIDE})`,
    );
  }
  if (['ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'].includes(status)) {
    return refusal('a stack that takes changes', `delete it (${GUIDE}), and deploy again`);
  }
  return [];
}

/** A stack of the same name that somebody else may rely on. */
export function otherRepository(
  { deployed, next }: Pick<Edit, 'deployed' | 'next'>,
  foreign: string | undefined,
): Refusal[] {
  const what = `the stack ${next.stackName}`;
  const fix =
    'give this project another name (project in config/environments.ts), or, if the stack is yours, add --accept other-repository';
  const [theirs, ours] = [deployed.tags[REPOSITORY_TAG], next.tags[REPOSITORY_TAG]];
  if (theirs !== undefined && theirs.toLowerCase() !== ours?.toLowerCase()) {
    const expected = ours === undefined ? 'one of this clone, whose git has no origin' : `one of ${show(ours)}`;
    return [{ what, got: `one of the repository ${show(theirs)}`, expected, fix, accept: 'other-repository' }];
  }
  return foreign === undefined
    ? []
    : [{ what, got: foreign, expected: 'one of this project', fix, accept: 'other-repository' }];
}
