import type { StackArtifact } from './cloud-assembly';
import { createResolver } from './intrinsics';
import { NotEmulatedError } from './not-emulated';
import { isRecord, type TemplateResource } from './template';
import { Unresolvable } from './unresolvable';

/** A stack whose template is read with all references resolved. */
export interface Stack {
  readonly artifact: StackArtifact;
  /** The resources of a type, without those whose condition does not hold. */
  resourcesOf(type: string): readonly Resource[];
  /**
   * A resource by its logical id.
   *
   * @throws NotEmulatedError when the template has none of that id and type
   */
  resource(id: string, type: string): Resource;
}

export interface Resource {
  readonly id: string;
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

export function openStack(artifact: StackArtifact): Stack {
  const { template, environment, name } = artifact;
  const resolver = createResolver(template, environment);

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
    try {
      return condition === undefined || resolver.holds(condition);
    } catch (error) {
      if (error instanceof Unresolvable) {
        // Perhaps. Reading any property of it says why it cannot be told.
        return true;
      }
      throw error;
    }
  }

  return {
    artifact,
    resourcesOf: (type) =>
      Object.entries(template.Resources)
        .filter(([, resource]) => resource.Type === type && exists(resource))
        .map(([id, resource]) => open(id, resource)),
    resource(id, type) {
      const found = template.Resources[id];
      if (!found || found.Type !== type || !exists(found)) {
        throw new NotEmulatedError(`${name}/${id}: the template has no ${type} of this name`);
      }
      return open(id, found);
    },
  };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
