/** What a request asks for. */
export interface RequestTarget {
  /** Percent-decoded, with the stage. Routes are matched on it and the function sees it, so that the two cannot differ. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Percent-decoded; the values of a repeated parameter are joined with a comma. Undefined when there is none. */
  readonly query: Readonly<Record<string, string>> | undefined;
}

const PRINTABLE = /^\/[\x21-\x7e]*$/;

/**
 * Takes a request target apart.
 *
 * @returns undefined when it is not a path, or its percent-encoding is malformed; what API Gateway does is not
 *   established
 */
export function parseRequestTarget(target: string): RequestTarget | undefined {
  if (!PRINTABLE.test(target)) {
    return undefined;
  }
  const mark = target.indexOf('?');
  const path = decodePath(mark < 0 ? target : target.slice(0, mark));
  if (path === undefined) {
    return undefined;
  }
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return { path, rawQuery, query: rawQuery === '' ? undefined : parseQuery(rawQuery) };
}

/** An encoded question mark ends the path, as it does on AWS. */
function decodePath(encoded: string): string | undefined {
  if (!encoded.includes('%')) {
    return encoded;
  }
  try {
    const [path] = decodeURIComponent(encoded).split('?', 1);
    return path;
  } catch {
    return undefined;
  }
}

function parseQuery(rawQuery: string): Readonly<Record<string, string>> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  return query;
}
