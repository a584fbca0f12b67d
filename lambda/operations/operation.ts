import type * as v from 'valibot';
import type { ErrorCode } from '../http-error';

/** All that callers are told of a route besides who may call it: what goes in, what comes out, and examples of both. */
export interface Operation {
  /** The name of the call in generated clients: camelCase, and no other route's. */
  readonly id: string;
  /** The group that it is listed in: a heading, with other routes' of the same name. */
  readonly tag: string;
  /** The line that lists show. */
  readonly summary: string;
  /** More, in Markdown. @default nothing */
  readonly description?: string;
  /**
   * The parameters of the path, by their names in it, and those of the query, which are all others. A parameter of the path that is
   * not here is described by its name alone.
   *
   * @default none
   */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** The body of the request, which is JSON. @default none is read */
  readonly body?: Content;
  /** The body of a 200, which is JSON. */
  readonly answer: Content;
  /**
   * The codes that it refuses a request with, besides those that it has anyhow: of the token where it wants one, of the body where
   * it has one.
   *
   * @default none
   */
  readonly faults?: readonly ErrorCode[];
}

/** A parameter of the path or the query. */
export interface Parameter {
  readonly description: string;
  /** A value to try. */
  readonly example: string;
  /** True where a query must have it. A parameter of the path is there always. @default false */
  readonly required?: boolean;
}

/** A JSON body: the schema that it is held against, and examples that pass it. */
export interface Content<S extends v.GenericSchema = v.GenericSchema> {
  /** The name of the schema in generated clients: PascalCase, and no other schema's. */
  readonly name: string;
  readonly description: string;
  readonly schema: S;
  /** By a name each, the first of which is the one to try. */
  readonly examples: Readonly<Record<string, v.InferInput<S>>>;
}

/** A {@link Content} whose examples the compiler holds against the schema. */
export function content<S extends v.GenericSchema>(given: Content<S>): Content<S> {
  return given;
}
