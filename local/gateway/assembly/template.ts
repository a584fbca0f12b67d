/** A CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  /** The macros that CloudFormation runs over it. */
  readonly Transform?: unknown;
}

export interface TemplateResource {
  readonly Type: string;
  /** The name of a condition of the template. */
  readonly Condition?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A value that a stack gives to others. */
export interface TemplateOutput {
  readonly Condition?: string;
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
}

/** The account and region that a stack is deployed to. */
export interface StackEnvironment {
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
}

/** Stands for an account that is left to the deployment. */
export const UNKNOWN_ACCOUNT = '000000000000';

/** A member of that name, and not what every object inherits: names of a template are anybody's. */
export function ownMember<T>(holder: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return holder !== undefined && Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** True where a value of a template is an object, and not null or a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
