import * as v from 'valibot';

/**
 * The value of the variable `MIRROR`, which the stack sets, as the schema says.
 *
 * @throws Error where it is not so: a fault of the stack
 */
export function settings<S extends v.GenericSchema>(schema: S): v.InferOutput<S> {
  const { MIRROR = '' } = process.env;
  try {
    return v.parse(schema, JSON.parse(MIRROR));
  } catch (cause) {
    const got = MIRROR === '' ? 'nothing' : `JSON that is not right: ${(cause as Error).message}`;
    throw new Error(`MIRROR — got ${got} — expected the settings that the stack gives — deploy it again`, { cause });
  }
}
