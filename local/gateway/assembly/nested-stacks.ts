import { FaultError } from '../../fault';
import { readTemplate, type StackArtifact } from './cloud-assembly';
import { readOrReason } from './not-emulated';
import type { Resource } from './stack';

/**
 * A nested stack (`AWS::CloudFormation::Stack`).
 *
 * @param parent - the stack that it stands in
 * @throws FaultError when its template is not in the assembly
 */
export function readNestedStack(parent: StackArtifact, resource: Resource): StackArtifact {
  const url = readOrReason(() => resource.string('TemplateURL') ?? '');
  const asset = typeof url === 'string' ? parent.assets.get(url.slice(url.lastIndexOf('/') + 1)) : undefined;
  if (!asset) {
    throw new FaultError({
      what: `${resource.location}: TemplateURL`,
      got: typeof url === 'string' ? JSON.stringify(url) : url.reason.replace(`${resource.location}: `, ''),
      expected: 'a template among the assets of the assembly',
      fix: "nest it as the CDK's NestedStack; routes that are left out could let their requests through to a weaker one",
    });
  }
  const { environment } = parent;
  return {
    ...parent,
    name: resource.location,
    template: readTemplate(asset.path),
    environment: { ...environment, stackName: `${environment.stackName}-${resource.id}` },
  };
}
