/** The age of a public document, as far as its headers tell. All by the clock of the server. */
export interface DocumentAge {
  /** When the publisher last wrote it, in milliseconds since 1970. It writes on a change only. @default not told */
  readonly written?: number;
  /** The time since then, in seconds. @default not told */
  readonly seconds?: number;
  /** The time for which a cache has had it, in seconds. @default not told */
  readonly cachedSeconds?: number;
}

/**
 * Reads the age of a document. `Date` is when the origin gave it out, `Age` the time for which a cache has had it since (RFC 9110
 * section 6.6.1, RFC 9111 section 5.1), so that both together are now.
 *
 * @param headers of the answer, by names in lower case
 */
export function documentAge(headers: Readonly<Record<string, string>> = {}): DocumentAge {
  const { age = '', date = '', 'last-modified': modified = '' } = headers;
  const cached = /^\d{1,9}$/.test(age) ? Number(age) : undefined;
  const [written, given] = [Date.parse(modified), Date.parse(date)];
  return {
    ...(!Number.isNaN(written) && { written }),
    ...(!Number.isNaN(written) &&
      !Number.isNaN(given) && { seconds: Math.max(0, (given - written) / 1000 + (cached ?? 0)) }),
    ...(cached !== undefined && { cachedSeconds: cached }),
  };
}
