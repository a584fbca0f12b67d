import type { StackArtifact } from './cloud-assembly';
import { createResolver } from './intrinsics';
import { NotEmulatedError } from './not-emulated';
import { type Surroundings, Unresolvable } from './surroundings';
import { isRecord, ownMember, type TemplateResource } from './template';

/** A stack whose template is read with all references resolved. */
export interface Stack {
  readonly artifact: StackArtifact;
  /** The resources of a type, without those whose condition does not hold. */
  resourcesOf(type: string): readonly Resource[];
  /**
   * A value of the template without intrinsic functions.
   *
   * @throws Unresolvable
   */
  resolve(value: unknown): unknown;
  /** The outputs that it exports, by the names under which it does. */
  exports(): ReadonlyMap<string, string>;
  /**
   * The value of an output.
   *
   * @throws Unresolvable when there is none, too
   */
  output(name: string): unknown;
}

/** An API, and all stacks that were read: its routes, stages and functions may stand in others than itself. */
export interface ApiInStacks {
  readonly api: Resource;
  readonly stacks: readonly Stack[];
}

/** The stacks that may add to an API unseen: those of its own cloud assembly, or nested assembly of a `Stage`. */
export function stacksBeside({ api, stacks }: ApiInStacks): Stack[] {
  return stacks.filter(({ artifact }) => artifact.folder === api.artifact.folder);
}

export interface Resource {
  /** The logical id. */
  readonly id: string;
  /** References to the resource by its id, also from another stack, have this value. */
  readonly physicalId: string;
  /** The stack that the resource stands in. */
  readonly artifact: StackArtifact;
  /** `STACK/LOGICALID`. */
  readonly location: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Those that the template gives, whatever their values. */
  readonly propertyNames: readonly string[];
  /**
   * A property with all references resolved; undefined when there is none.
   *
   * @throws NotEmulatedError when it, or whether the resource exists at all, is known only once it is deployed
   */
  read(property: string): unknown;
  /**
   * A property that is a string.
   *
   * @throws NotEmulatedError when it is anything else
   */
  string(property: string): string | undefined;
  /**
   * A property that is a number.
   *
   * @throws NotEmulatedError when it is anything else
   */
  number(property: string): number | undefined;
  /**
   * A property that is an object; empty when there is none.
   *
   * @throws NotEmulatedError when it is anything else
   */
  record(property: string): Readonly<Record<string, unknown>>;
  /**
   * A member of a property that is an object, whatever else is in there; undefined when there is none.
   *
   * @throws NotEmulatedError when it is known only once it is deployed
   */
  member(property: string, name: string): unknown;
  /**
   * A property that is a list of strings; empty when there is none.
   *
   * @throws NotEmulatedError when it is anything else
   */
  strings(property: string): readonly string[];
  /**
   * Refuses what is not understood, so that no property goes unheeded.
   *
   * @throws NotEmulatedError when the resource has a property that is not among these
   */
  refuseOthersThan(properties: readonly string[]): void;
  /** An error that says where. */
  notEmulated(reason: string): NotEmulatedError;
}

export function openStack(artifact: StackArtifact, surroundings: Surroundings): Stack {
  const { template, environment, name } = artifact;
  const resolver = createResolver(template, environment, surroundings);

  function open(id: string, { Condition: condition, Metadata: metadata, Properties: properties }: TemplateResource) {
    const location = `${name}/${id}`;
    const notEmulated = (reason: string) => new NotEmulatedError(`${location}: ${reason}`);

    function attempt<T>(what: string, resolve: () => T): T {
      try {
        return resolve();
      } catch (error) {
        throw error instanceof Unresolvable ? notEmulated(`${what}: ${error.message}`) : error;
      }
    }

    function read(property: string): unknown {
      if (condition !== undefined) {
        attempt(`Condition ${condition}`, () => resolver.holds(condition));
      }
      return attempt(property, () => resolver.resolve(properties?.[property]));
    }

    function checked<T>(property: string, kind: string, is: (value: unknown) => value is T): T | undefined {
      const value = read(property);
      if (value === undefined || is(value)) {
        return value;
      }
      throw notEmulated(`${property}: ${JSON.stringify(value)} is not ${kind}`);
    }

    const resource: Resource = {
      id,
      physicalId: surroundings.physicalId(id),
      artifact,
      location,
      metadata: metadata ?? {},
      propertyNames: Object.keys(properties ?? {}),
      read,
      string: (property) => checked(property, 'a string', (value) => typeof value === 'string'),
      number: (property) => {
        // CloudFormation takes "10" for 10.
        const value = read(property);
        const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
        if (number === undefined || (typeof number === 'number' && Number.isFinite(number))) {
          return number;
        }
        throw notEmulated(`${property}: ${JSON.stringify(value)} is not a number`);
      },
      record: (property) => checked(property, 'an object', isRecord) ?? {},
      member(property, name) {
        const whole = properties?.[property];
        const isPlain = isRecord(whole) && !Object.keys(whole).some((key) => key.startsWith('Fn::'));
        return isPlain
          ? attempt(`${property}.${name}`, () => resolver.resolve(whole[name]))
          : resource.record(property)[name];
      },
      strings: (property) => checked(property, 'a list of strings', isStrings) ?? [],
      refuseOthersThan(known) {
        const unknown = resource.propertyNames.find((name) => !known.includes(name) && read(name) !== undefined);
        if (unknown !== undefined) {
          throw notEmulated(`${unknown} is not emulated`);
        }
      },
      notEmulated,
    };
    return resource;
  }

  function exists({ Condition: condition }: TemplateResource): boolean {
    // Perhaps. Reading any property of it says why it cannot be told.
    return unlessUnresolvable(() => condition === undefined || resolver.holds(condition)) ?? true;
  }

  return {
    artifact,
    resourcesOf: (type) =>
      Object.entries(template.Resources)
        .filter(([, resource]) => resource.Type === type && exists(resource))
        .map(([id, resource]) => open(id, resource)),
    resolve: resolver.resolve,
    exports: () =>
      new Map(
        Object.entries(template.Outputs ?? {}).flatMap(([output, { Export: exported }]) => {
          const exportName = unlessUnresolvable(() => exported && resolver.resolve(exported.Name));
          return typeof exportName === 'string' ? [[exportName, output] as const] : [];
        }),
      ),
    output(output) {
      const found = ownMember(template.Outputs, output);
      if (!found || (found.Condition !== undefined && !resolver.holds(found.Condition))) {
        throw new Unresolvable(`${name} has no output ${JSON.stringify(output)}`);
      }
      return resolver.resolve(found.Value);
    },
  };
}

/**
 * The resource of a type that goes by this physical id, whichever stack it stands in.
 *
 * @param asker - the resource that refers to it
 * @throws NotEmulatedError when there is none
 */
export function findResource(stacks: readonly Stack[], asker: Resource, physicalId: string, type: string): Resource {
  const found = stacks.flatMap((stack) => stack.resourcesOf(type)).find((one) => one.physicalId === physicalId);
  if (!found) {
    throw new NotEmulatedError(`${asker.artifact.name}/${physicalId}: the assembly has no ${type} of this name`);
  }
  return found;
}

function unlessUnresolvable<T>(resolve: () => T): T | undefined {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof Unresolvable) {
      return undefined;
    }
    throw error;
  }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
