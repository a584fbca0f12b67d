/** True where a `Host` header means this server. */
export type HostRule = (host: string) => boolean;

/** A name or an IPv4 address, or an IPv6 address in brackets; with a port or without. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*\.?)(?::\d{1,5})?$/i;

/**
 * The host name in a `Host` header: lower-cased, without the port, an IP address in its usual form.
 *
 * @returns undefined when it is none
 */
export function hostNameOf(host: string): string | undefined {
  return HOST.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

/**
 * The hosts that a server on this machine answers to: `localhost`, the loopback addresses, and names that it is given.
 *
 * A page of a website that lets its name lead to this machine (DNS rebinding) is of one origin with the server, whatever
 * it listens to. Only the name that the browser asks for gives the page away.
 *
 * @param names - further host names, without a port; `*.example.com` is every name directly below it
 */
export function createHostRule(names: readonly string[]): HostRule {
  const known = new Set(names.map((name) => name.toLowerCase()));
  // Those who ask mostly ask by one name, and to read it takes a good part of what else a request takes.
  let last = { host: '', isOwn: false };
  return (host) => {
    if (host !== last.host) {
      const name = hostNameOf(host);
      const isOwn =
        name !== undefined && (isLoopbackName(name) || known.has(name) || known.has(name.replace(/^[^.]+/, '*')));
      last = { host, isOwn };
    }
    return last.isOwn;
  };
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
