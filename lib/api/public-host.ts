import { BlockList, isIP } from 'node:net';

/** The address ranges that do not lead to a host on the internet. */
const NOT_PUBLIC = [
  ['loopback', '127.0.0.0', 8],
  ['loopback', '::1', 128],
  ['private', '10.0.0.0', 8],
  ['private', '172.16.0.0', 12],
  ['private', '192.168.0.0', 16],
  ['private', '100.64.0.0', 10],
  ['private', 'fc00::', 7],
  ['link-local', '169.254.0.0', 16],
  ['link-local', 'fe80::', 10],
  ['unspecified', '0.0.0.0', 8],
  ['unspecified', '::', 128],
  ['multicast', '224.0.0.0', 4],
  ['multicast', 'ff00::', 8],
  ['reserved', '198.18.0.0', 15],
  ['reserved', '240.0.0.0', 4],
] as const;

/** Names that only a private network, or one machine, knows. */
const PRIVATE_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;

const ranges = NOT_PUBLIC.map(([kind, network, prefix]) => {
  const list = new BlockList();
  list.addSubnet(network, prefix, family(network));
  return { kind, list };
});

/**
 * Says why a host cannot be reached from the internet, as far as its name or address tells, or nothing when it may be.
 *
 * @param host the host of a URL: a name in lower case, an IPv4 address, or an IPv6 address with or without brackets
 */
export function whyNotPublic(host: string): string | undefined {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) {
    const kind = ranges.find(({ list }) => list.check(address, family(address)))?.kind;
    return kind && `${kind} address`;
  }
  const name = address.replace(/\.$/, '');
  if (PRIVATE_NAME.test(name)) {
    return name === 'localhost' || name.endsWith('.localhost') ? 'loopback name' : 'private name';
  }
  return name.includes('.') ? undefined : 'name without a domain';
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
