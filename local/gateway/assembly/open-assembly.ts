import type { StackArtifact } from './cloud-assembly';
import { readNestedStack } from './nested-stacks';
import { openStack, type Resource, type Stack } from './stack';
import { ALONE, type Surroundings, Unresolvable } from './surroundings';
import { isRecord, type StackEnvironment } from './template';

/**
 * Opens stacks and those nested in them (`AWS::CloudFormation::Stack`), at any depth. What one takes from another, by
 * exports, outputs and parameters, is resolved.
 *
 * @param home - the name of the stack whose resources go by their logical ids. Those of the others go by
 *   `STACKNAME-LOGICALID`, so that two stacks of one class are told apart
 * @throws FaultError when a nested template is not in the assembly: it may hold routes of an API that is
 */
export function openAssembly(artifacts: readonly StackArtifact[], home?: string): Stack[] {
  const stacks: Stack[] = [];

  function add(artifact: StackArtifact, parent?: Parent): void {
    const stack = openStack(artifact, surroundingsOf(artifact, parent));
    stacks.push(stack);
    for (const resource of stack.resourcesOf('AWS::CloudFormation::Stack')) {
      add(readNestedStack(artifact, resource), { stack, resource });
    }
  }

  function surroundingsOf(artifact: StackArtifact, parent: Parent | undefined): Surroundings {
    const { environment, name } = artifact;
    return {
      physicalId: (logicalId) => (name === home ? logicalId : `${environment.stackName}-${logicalId}`),
      parameter: (parameter) => (parent ? givenParameter(parent, parameter) : undefined),
      importValue(exportName) {
        const exporters = stacks.filter(
          (stack) => isSamePlace(stack.artifact.environment, environment) && stack.exports().has(exportName),
        );
        // Two stages of an app may both export a name: they are deployed at different times or places.
        const own = exporters.filter((stack) => stack.artifact.folder === artifact.folder);
        const exporter = only(own.length > 0 ? own : exporters, `exports ${JSON.stringify(exportName)}`);
        return exporter ? exporter.output(exporter.exports().get(exportName) ?? '') : ALONE.importValue(exportName);
      },
      stackOutput(wanted) {
        const { stackName, outputName, region = environment.region, roleArn = '' } = wanted;
        const [, accountId = environment.accountId] = /^arn:[^:]+:iam::(\d{12}):role\//.exec(roleArn) ?? [];
        const named = stacks.filter(
          ({ artifact: { environment: other } }) =>
            other.stackName === stackName && isSamePlace(other, { ...other, region, accountId }),
        );
        const stack = only(named, `is named ${JSON.stringify(stackName)}`);
        return stack ? stack.output(outputName) : ALONE.stackOutput(wanted);
      },
      crossRegionExport(exportName) {
        for (const stack of stacks.filter((one) => one.artifact.environment.accountId === environment.accountId)) {
          const values = handedOver(stack, environment.region);
          if (Object.hasOwn(values, exportName)) {
            return stack.resolve(values[exportName]);
          }
        }
        return ALONE.crossRegionExport(exportName);
      },
      nestedOutput(logicalId, outputName) {
        const nested = stacks.find((stack) => stack.artifact.name === `${name}/${logicalId}`);
        return nested ? nested.output(outputName) : ALONE.nestedOutput(logicalId, outputName);
      },
    };
  }

  for (const artifact of artifacts) {
    add(artifact);
  }
  return stacks;
}

/** The stack that a nested one stands in, and the resource that it is there. */
interface Parent {
  readonly stack: Stack;
  readonly resource: Resource;
}

/** The parent's value counts, and not the default. */
function givenParameter({ stack, resource }: Parent, name: string): unknown {
  const given = stack.artifact.template.Resources[resource.id]?.Properties?.['Parameters'];
  if (!isRecord(given) || Object.hasOwn(given, name)) {
    return stack.resolve(isRecord(given) ? given[name] : undefined);
  }
  // As a whole the outcome of a function, an `Fn::If` for one.
  const whole = Object.keys(given).some((key) => key.startsWith('Fn::')) ? stack.resolve(given) : undefined;
  return isRecord(whole) ? whole[name] : undefined;
}

/** The values that a stack writes into another region, by name; not yet resolved. */
function handedOver({ artifact: { template } }: Stack, region: string): Readonly<Record<string, unknown>> {
  const writers = Object.values(template.Resources).flatMap(({ Type: type, Properties: properties }) => {
    const props = type === 'Custom::CrossRegionExportWriter' ? properties?.['WriterProps'] : undefined;
    return isRecord(props) && props['region'] === region && isRecord(props['exports']) ? [props['exports']] : [];
  });
  return Object.assign({}, ...writers);
}

function isSamePlace(one: StackEnvironment, other: StackEnvironment): boolean {
  return one.region === other.region && one.accountId === other.accountId;
}

function only(stacks: readonly Stack[], what: string): Stack | undefined {
  if (stacks.length > 1) {
    const names = stacks.map(({ artifact }) => artifact.name).join(', ');
    throw new Unresolvable(`more than one stack of the assembly ${what}: ${names}`);
  }
  return stacks[0];
}
