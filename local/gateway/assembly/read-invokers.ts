import { readOrReason } from './not-emulated';
import type { Resource, Stack } from './stack';

/** A function as an integration or a permission names it. */
export interface FunctionReference {
  /** Its ARN, with the qualifier. */
  readonly arn: string;
  readonly name: string;
  /** An alias or a version; undefined for the unpublished function. */
  readonly qualifier: string | undefined;
}

const INVOKING = ['lambda:InvokeFunction', 'lambda:*', '*'];
const KNOWN = ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'];

/** A name, a partial ARN or an ARN, each with or without a qualifier. */
const FUNCTION_NAME = /^(?:arn:[^:]+:lambda:[^:]+:\d+:function:|\d{12}:(?:function:)?)?([^:]+)(?::([^:]+))?$/;

/**
 * The source ARNs, with `*` and `?`, for which the function's policy lets API Gateway invoke it. A permission that is not
 * understood grants nothing.
 */
export function readInvokers(stack: Stack, invoked: FunctionReference): string[] {
  return stack.resourcesOf('AWS::Lambda::Permission').flatMap((permission) => {
    const source = readOrReason(() => readSource(stack, permission, invoked));
    return typeof source === 'string' ? [source] : [];
  });
}

/** @throws NotEmulatedError */
function readSource(stack: Stack, permission: Resource, invoked: FunctionReference): string | undefined {
  permission.refuseOthersThan(KNOWN);
  const [, name, qualifier] = FUNCTION_NAME.exec(permission.string('FunctionName') ?? '') ?? [];
  const account = permission.string('SourceAccount');
  const isForApi =
    INVOKING.includes(permission.string('Action') ?? '') &&
    permission.string('Principal') === 'apigateway.amazonaws.com' &&
    name === invoked.name &&
    qualifier === invoked.qualifier &&
    (account === undefined || account === stack.artifact.environment.accountId);
  return isForApi ? (permission.string('SourceArn') ?? '*') : undefined;
}
