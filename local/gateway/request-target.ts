/** The target of a request. */
export interface RequestTarget {
  /** Percent-decoded twice, with the stage: what the function sees. */
  readonly path: string;
  /** Percent-decoded once. Which of the two API Gateway selects routes by is not established. */
  readonly pathDecodedOnce: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Percent-decoded; the values of a repeated parameter are joined with a comma. Undefined when there is none. */
  readonly query: Readonly<Record<string, string>> | undefined;
}

const PRINTABLE = /^\/[\x21-\x7e]*$/;

/**
 * Takes a request target apart. The path is decoded twice, as API Gateway was recorded to do: `%252F` is a slash,
 * `%2525` a percent sign, and a path that is malformed when it is decoded again, such as `/100%25`, is refused with 400.
 *
 * @returns undefined when it is not a path, or its percent-encoding is malformed
 * @see https://github.com/hotsock/voker/blob/a1c00bf491e026f81917cc2edfdaca03eabc7518/vokerhttp/testdata/ingress-paths.json
 */
export function parseRequestTarget(target: string): RequestTarget | undefined {
  if (!PRINTABLE.test(target)) {
    return undefined;
  }
  const mark = target.indexOf('?');
  // A question mark that was encoded once ends the path; one that was encoded twice stays in it.
  const pathDecodedOnce = decode(mark < 0 ? target : target.slice(0, mark))?.split('?', 1)[0];
  const path = pathDecodedOnce === undefined ? undefined : decode(pathDecodedOnce);
  if (path === undefined || pathDecodedOnce === undefined) {
    return undefined;
  }
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return { path, pathDecodedOnce, rawQuery, query: rawQuery === '' ? undefined : parseQuery(rawQuery) };
}

function decode(encoded: string): string | undefined {
  if (!encoded.includes('%')) {
    return encoded;
  }
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** The parameters of a query, percent-decoded; the values of a repeated one are joined with a comma. */
export function parseQuery(rawQuery: string): Readonly<Record<string, string>> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  return query;
}
