import { AssemblyError } from './assembly-error';
import { readTemplate } from './cloud-assembly';
import { readOrReason } from './not-emulated';
import { openStack, type Resource, type Stack } from './stack';
import { isRecord, type Template } from './template';

/**
 * A stack, and the stacks nested in it (`AWS::CloudFormation::Stack`), at any depth. Of what a parent gives its nested
 * stack as parameters, plain values are known; the others only once it is deployed.
 *
 * @throws AssemblyError when a nested template is not in the assembly: it may hold routes of an API that is
 */
export function withNestedStacks(stack: Stack): Stack[] {
  const nested = stack.resourcesOf('AWS::CloudFormation::Stack').map((resource) => openNested(stack, resource));
  return [stack, ...nested.flatMap(withNestedStacks)];
}

function openNested({ artifact }: Stack, resource: Resource): Stack {
  const url = readOrReason(() => resource.string('TemplateURL') ?? '');
  const asset = typeof url === 'string' ? artifact.assets.get(url.slice(url.lastIndexOf('/') + 1)) : undefined;
  if (!asset) {
    throw new AssemblyError({
      what: `${resource.location}: TemplateURL`,
      got: typeof url === 'string' ? JSON.stringify(url) : url.reason.replace(`${resource.location}: `, ''),
      expected: 'a template among the assets of the assembly',
      fix: "nest it as the CDK's NestedStack; routes that are left out could let their requests through to a weaker one",
    });
  }
  const template = readTemplate(asset.path);
  const given = artifact.template.Resources[resource.id]?.Properties?.['Parameters'];
  return openStack({ ...artifact, name: resource.location, template: withGiven(template, given) });
}

/** What the parent gives counts, and not the default: it is left open where it is not a plain value. */
function withGiven(template: Template, given: unknown): Template {
  const values = isRecord(given) ? given : {};
  const isOpen = Object.keys(values).some((key) => key.startsWith('Fn::'));
  const parameters = Object.entries(template.Parameters ?? {}).map(([name, { Default: own, ...rest }]) => {
    const value = isOpen ? values : Object.hasOwn(values, name) ? values[name] : own;
    return [name, typeof value === 'object' ? rest : { ...rest, Default: value }];
  });
  return { ...template, Parameters: Object.fromEntries(parameters) };
}
