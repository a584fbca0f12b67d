import { z } from 'zod';
import { ConsoleFault } from './host';
import type { ExplainWish, FaultWish, LoginEnd, LoginWish, SendWish, TokenWish } from './protocol';

const text = z.string();
const texts = z.array(text);

/** A year, in seconds: beyond it nobody watches. */
const MAX_LIFETIME = 365 * 86_400;
/** A hundred years, in milliseconds. */
const MAX_OFFSET_MS = 100 * 365 * 86_400_000;

const TOKEN_WISH: z.ZodType<TokenWish> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('named'), name: text }),
  z.strictObject({
    kind: z.literal('minted'),
    clientId: text,
    username: text.optional(),
    scopes: texts,
    release: text,
    lifetime: z.number().int().min(1).max(MAX_LIFETIME),
  }),
]);

const SEND_WISH: z.ZodType<SendWish> = z.strictObject({
  method: text.regex(
    /^(?!CONNECT$)[A-Z]{1,20}$/,
    'expected a method in capitals, and not CONNECT, which is for proxies',
  ),
  target: text.regex(/^\/[\x21-\x7e]*$/, 'expected a path that begins with a slash, percent-encoded'),
  headers: z.array(z.tuple([text, text])),
  token: text.optional(),
  body: text.optional(),
});

const FAULT_WISH: z.ZodType<FaultWish> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rotate keys'), keepOld: z.boolean() }),
  z.strictObject({ kind: z.enum(['stop issuer', 'start issuer']) }),
  z.strictObject({ kind: z.literal('clock'), offsetMs: z.number().int().min(-MAX_OFFSET_MS).max(MAX_OFFSET_MS) }),
  z.strictObject({ kind: z.literal('throttle'), on: z.boolean() }),
]);

export const readTokenWish = reader(TOKEN_WISH);
export const readSendWish = reader(SEND_WISH);
export const readFaultWish = reader(FAULT_WISH);
export const readExplainWish = reader<ExplainWish>(z.strictObject({ token: text }));
export const readLoginWish = reader<LoginWish>(z.strictObject({ clientId: text, scopes: texts }));
export const readLoginEnd = reader<LoginEnd>(z.strictObject({ state: text, code: text }));

/** @throws ConsoleFault with every fault, none of which repeats a value: it may be a token */
function reader<T>(schema: z.ZodType<T>): (body: Buffer) => T {
  return (body) => {
    const read = schema.safeParse(jsonOf(body));
    if (!read.success) {
      const faults = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
      throw new ConsoleFault(faults.join('\n'), { status: 400 });
    }
    return read.data;
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new ConsoleFault('The body is no JSON.', { status: 400, cause });
  }
}
