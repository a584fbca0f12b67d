import { readOrReason } from './not-emulated';
import { functionArn } from './references';
import type { ApiInStacks, Resource } from './stack';

/** A function as an integration or a permission names it. */
export interface FunctionReference {
  /** Its ARN, with the qualifier. */
  readonly arn: string;
  /** Its ARN, without the qualifier. */
  readonly unqualified: string;
  readonly name: string;
  /** An alias or a version; undefined for the unpublished function. */
  readonly qualifier: string | undefined;
}

const INVOKING = ['lambda:InvokeFunction', 'lambda:*', '*'];
const KNOWN = ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'];

/** A name, a partial ARN or an ARN, each with or without a qualifier. */
const FUNCTION_NAME =
  /^(?=(arn:[^:]+:lambda:[^:]+:\d+:function:[^:]+)?)(?:arn:[^:]+:lambda:[^:]+:\d+:function:|\d{12}:(?:function:)?)?([^:]+)(?::([^:]+))?$/;

/**
 * The source ARNs, with `*` and `?`, for which the function's policy lets API Gateway invoke it. A permission that is not
 * understood grants nothing.
 */
export function readInvokers({ api, stacks }: ApiInStacks, invoked: FunctionReference): string[] {
  const { accountId } = api.artifact.environment;
  const permissions = stacks.flatMap((one) => one.resourcesOf('AWS::Lambda::Permission'));
  return permissions.flatMap((permission) => {
    const source = readOrReason(() => readSource(permission, invoked, accountId));
    return typeof source === 'string' ? [source] : [];
  });
}

/** @throws NotEmulatedError */
function readSource(permission: Resource, invoked: FunctionReference, apiAccount: string): string | undefined {
  permission.refuseOthersThan(KNOWN);
  const [, arn, name = '', qualifier] = FUNCTION_NAME.exec(permission.string('FunctionName') ?? '') ?? [];
  const account = permission.string('SourceAccount');
  const isForApi =
    INVOKING.includes(permission.string('Action') ?? '') &&
    permission.string('Principal') === 'apigateway.amazonaws.com' &&
    (arn ?? functionArn(permission.artifact.environment, name)) === invoked.unqualified &&
    qualifier === invoked.qualifier &&
    (account === undefined || account === apiAccount);
  return isForApi ? (permission.string('SourceArn') ?? '*') : undefined;
}
