/** A value of a template that is known only once it is deployed, or not at all. The message names it. */
export class Unresolvable extends Error {
  override readonly name = 'Unresolvable';
}

/** The values that a template takes from beyond itself. */
export interface Surroundings {
  /** The physical id of a resource to which the template gives none. */
  physicalId(logicalId: string): string;
  /**
   * The value that the parent of a nested stack gives this parameter; undefined when it gives none.
   *
   * @throws Unresolvable
   */
  parameter(name: string): unknown;
  /**
   * The value that another stack exports under this name.
   *
   * @throws Unresolvable
   */
  importValue(exportName: string): unknown;
  /**
   * The value of another stack's output.
   *
   * @throws Unresolvable
   */
  stackOutput(wanted: StackOutput): unknown;
  /**
   * A value that a stack of another region hands over by the CDK's own custom resources (`crossRegionReferences`).
   *
   * @throws Unresolvable
   */
  crossRegionExport(name: string): unknown;
  /**
   * The value of a nested stack's output, by the logical id of the nested stack.
   *
   * @throws Unresolvable
   */
  nestedOutput(logicalId: string, outputName: string): unknown;
}

/** The arguments of `Fn::GetStackOutput`. */
export interface StackOutput {
  readonly stackName: string;
  readonly outputName: string;
  /** @default - the region of the stack that asks */
  readonly region?: string;
  /** The role by which the output is read; its account is the one of the stack. @default - the account of the stack that asks */
  readonly roleArn?: string;
}

/** The surroundings of a template that stands alone. */
export const ALONE: Surroundings = {
  physicalId: (logicalId) => logicalId,
  parameter: () => undefined,
  importValue: (exportName) => {
    throw new Unresolvable(`no stack of the assembly exports ${JSON.stringify(exportName)}`);
  },
  stackOutput: ({ stackName, outputName }) => {
    throw new Unresolvable(
      `no stack of the assembly is named ${JSON.stringify(stackName)}, whose ${outputName} is asked for`,
    );
  },
  crossRegionExport: (name) => {
    throw new Unresolvable(`no stack of the assembly hands over ${JSON.stringify(name)}`);
  },
  nestedOutput: (logicalId) => {
    throw new Unresolvable(`the assembly has no nested stack ${logicalId}`);
  },
};
