import type { Target } from '../model';
import { readFunction } from './read-function';
import { readInvokers } from './read-invokers';
import { type ApiInStacks, findResource, type Resource } from './stack';

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
  /^(?:arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/)?((arn:[^:]+:lambda:[^:]+:\d+:function:([^:/]+))(?::([^:/]+))?)(?:\/invocations)?$/;

/**
 * The target of a route's requests.
 *
 * @throws NotEmulatedError when that is anything but a Lambda function of the assembly, payload format 2.0
 */
export function readTarget(place: ApiInStacks, route: Resource): Target {
  const target = route.string('Target');
  if (target === undefined) {
    throw route.notEmulated('Target: there is none');
  }
  const [, integrationId] = /^integrations\/([^/]+)$/.exec(target) ?? [];
  if (integrationId === undefined) {
    throw route.notEmulated(`Target: ${JSON.stringify(target)} is not "integrations/ID"`);
  }
  const integration = findResource(place.stacks, route, integrationId, 'AWS::ApiGatewayV2::Integration');
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
  const [, arn, unqualified, name, qualifier] = FUNCTION_URI.exec(uri) ?? [];
  if (arn === undefined || unqualified === undefined || name === undefined) {
    throw integration.notEmulated(`IntegrationUri: ${JSON.stringify(uri)} is not the ARN of a Lambda function`);
  }
  const invoked = { arn, unqualified, name, qualifier };
  return {
    kind: 'function',
    function: readFunction(place.stacks, integration, invoked),
    timeoutMs: integration.number('TimeoutInMillis') ?? DEFAULT_TIMEOUT_MS,
    invokers: readInvokers(place, invoked),
  };
}
