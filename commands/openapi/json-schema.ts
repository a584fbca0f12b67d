import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (2020-12) of a schema that the function validates with. Rules that are functions are not in it, but for what the
 * schema's metadata says of them: what passes the function passes it, and not always the other way round. What a part expects, which
 * is what a refusal says, is its description where it has no other.
 *
 * @param open true lets objects have members that are not described, as clients should take an answer: one that is made today then
 * takes tomorrow's
 * @throws Error for a kind of schema that JSON Schema cannot say
 */
export function jsonSchemaOf(schema: v.GenericSchema, { open }: { readonly open: boolean }): JsonSchema {
  const { $schema: _, ...jsonSchema } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    errorMode: 'throw',
    ignoreActions: ['check', 'raw_check'],
    overrideSchema({ valibotSchema, jsonSchema: made }) {
      const { type, message } = valibotSchema as { readonly type: string; readonly message?: unknown };
      if (type.includes('object')) {
        const { additionalProperties: _closed, ...rest } = made;
        return open ? rest : { ...rest, additionalProperties: false };
      }
      if (type === 'literal') {
        return { type: typeof made.const as 'string' | 'number' | 'boolean', ...made };
      }
      // An enumeration says what it expects by itself.
      return typeof message === 'string' && type !== 'picklist' && made.description === undefined
        ? { ...made, description: message }
        : undefined;
    },
  });
  return jsonSchema;
}
