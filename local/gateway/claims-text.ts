import { type Claims, ExactNumber, type Json } from '../authorizer';

/**
 * Claims as API Gateway hands them on: every value a string, in the notation of Go. Claims that are null are left out.
 *
 * Elements that hold spaces are as ambiguous here as they are there: `["a b"]` and `["a", "b"]`
 * are both `[a b]`.
 */
export function claimsText(claims: Claims): Readonly<Record<string, string>> {
  const texts: Record<string, string> = Object.create(null);
  for (const name of Object.keys(claims)) {
    const text = claimText(claims[name]);
    if (text !== undefined) {
      texts[name] = text;
    }
  }
  return texts;
}

/** One claim; undefined when there is none, or it is null. */
export function claimText(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : goText(value);
}

/** A value as Go's `%v` writes it: `[a b]`, `map[k:v]`, `<nil>`. */
function goText(value: Json): string {
  if (value === null) {
    return '<nil>';
  }
  if (typeof value !== 'object' || value instanceof ExactNumber) {
    return String(value);
  }
  if (isList(value)) {
    return `[${value.map(goText).join(' ')}]`;
  }
  const members = Object.keys(value)
    .sort()
    .map((name) => `${name}:${goText(value[name] ?? null)}`);
  return `map[${members.join(' ')}]`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
