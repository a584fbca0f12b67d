import type { MappingModel } from './model';

/** The mapping and the path of a request to a custom domain. */
export interface MappedPath {
  readonly mapping: MappingModel;
  /** The path without the mapping key. */
  readonly path: string;
}

export interface CustomDomains {
  /** True where a host name is a custom domain of the API. */
  has(hostName: string): boolean;
  /**
   * The mapping that takes a decoded path on a custom domain; undefined when none does.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
   */
  find(hostName: string, path: string): MappedPath | undefined;
  /** The longest mapping key with which a decoded path begins, whatever the host. */
  findAnywhere(path: string): MappedPath | undefined;
}

/**
 * The custom domains of an API. On one with a key of several levels the longest key counts with which the path begins,
 * within a segment too; on others a key is the first segment.
 */
export function createCustomDomains(mappings: readonly MappingModel[]): CustomDomains {
  const longestFirst = [...mappings].sort((left, right) => right.key.length - left.key.length);

  /** A wildcard counts where the name itself is not there. */
  function domainOf(hostName: string): string | undefined {
    const wildcard = hostName.replace(/^[^.]+/, '*');
    return [hostName, wildcard].find((name) => mappings.some(({ domainName }) => domainName === name));
  }

  return {
    has: (hostName) => domainOf(hostName) !== undefined,
    find(hostName, path) {
      const domain = domainOf(hostName);
      const candidates = longestFirst.filter(({ domainName }) => domainName === domain);
      const hasLevels = candidates.some(({ key }) => key.includes('/'));
      const mapping = candidates.find(({ key }) => takes(key, path) || (hasLevels && path.startsWith(`/${key}`)));
      if (mapping && !takes(mapping.key, path)) {
        const reason = `the path begins with the mapping key ${mapping.key} in the middle of a segment; what the API then sees is not known`;
        return { mapping: { ...mapping, stage: { kind: 'not emulated', reason } }, path };
      }
      return mapping && { mapping, path: without(mapping.key, path) };
    },
    findAnywhere(path) {
      const mapping = longestFirst.find(
        ({ key, stage }) => key !== '' && typeof stage === 'string' && takes(key, path),
      );
      return mapping && { mapping, path: without(mapping.key, path) };
    },
  };
}

/** True where a path begins with the segments of a key. */
function takes(key: string, path: string): boolean {
  return key === '' || path === `/${key}` || path.startsWith(`/${key}/`);
}

function without(key: string, path: string): string {
  return key === '' ? path : path.slice(key.length + 1) || '/';
}
