/** A JWT, or what is left of one that was cut off: its header begins with `{"`, which is `eyJ` in base64url. */
const JWT = /(?<![\w-])-{0,2}eyJ[\w-]{10,}(\.[\w-]*)*/g;

/** A text without the JWTs in it, whole or cut off: a token may have been given in the place of anything. */
export function withoutTokens(text: string): string {
  return text.replace(JWT, '(a token, not shown)');
}
