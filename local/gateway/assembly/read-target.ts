import type { Target } from '../model';
import { readFunction } from './read-function';
import { readInvokers } from './read-invokers';
import type { Resource, Stack } from './stack';

const KNOWN = [
  'ApiId',
  'Description',
  'IntegrationMethod',
  'IntegrationType',
  'IntegrationUri',
  'PayloadFormatVersion',
  'TimeoutInMillis',
];
const DEFAULT_TIMEOUT_MS = 30_000;

/** A function's ARN, alone or in the form that the REST API of API Gateway invokes it by. */
const FUNCTION_URI =
  /^(?:arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/)?(arn:[^:]+:lambda:[^:]+:\d+:function:([^:/]+)(?::([^:/]+))?)(?:\/invocations)?$/;

/**
 * What a route's requests are handed to.
 *
 * @throws NotEmulatedError when that is anything but a Lambda function of this stack, payload format 2.0
 */
export function readTarget(stack: Stack, route: Resource): Target {
  const target = route.string('Target');
  if (target === undefined) {
    throw route.notEmulated('Target: there is none');
  }
  const [, integrationId] = /^integrations\/([^/]+)$/.exec(target) ?? [];
  if (integrationId === undefined) {
    throw route.notEmulated(`Target: ${JSON.stringify(target)} is not "integrations/ID"`);
  }
  const integration = stack.resource(integrationId, 'AWS::ApiGatewayV2::Integration');
  const type = integration.string('IntegrationType');
  if (type !== 'AWS_PROXY' || integration.propertyNames.includes('IntegrationSubtype')) {
    const subtype = integration.string('IntegrationSubtype');
    throw integration.notEmulated(`IntegrationType ${type}${subtype ? ` (${subtype})` : ''} is not emulated`);
  }
  integration.refuseOthersThan(KNOWN);
  const format = integration.string('PayloadFormatVersion') ?? '1.0';
  if (format !== '2.0') {
    throw integration.notEmulated(`PayloadFormatVersion ${format} is not emulated`);
  }
  const uri = integration.string('IntegrationUri') ?? '';
  const [, arn, name, qualifier] = FUNCTION_URI.exec(uri) ?? [];
  if (arn === undefined || name === undefined) {
    throw integration.notEmulated(`IntegrationUri: ${JSON.stringify(uri)} is not the ARN of a Lambda function`);
  }
  const invoked = { arn, name, qualifier };
  return {
    kind: 'function',
    function: readFunction(stack, integration, invoked),
    timeoutMs: integration.number('TimeoutInMillis') ?? DEFAULT_TIMEOUT_MS,
    invokers: readInvokers(stack, invoked),
  };
}
