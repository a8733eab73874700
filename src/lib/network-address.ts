// What kind of network an IP address belongs to. https://www.iana.org/assignments/iana-ipv4-special-registry and the same
// for IPv6.
import { BlockList, isIPv6 } from 'node:net';

/** `link_local` is where clouds keep the credentials of a machine (169.254.169.254). */
export type NetworkKind = 'public' | 'private' | 'link_local';

const linkLocal = listOf(['169.254.0.0/16', 'fe80::/10']);
const notPublic = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  'fc00::/7',
  'ff00::/8',
]);

/** Of an address in numbers, not a name. IPv4 inside of IPv6 counts as what it is (BlockList looks through it). */
export function networkKind(address: string): NetworkKind {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (linkLocal.check(address, family)) return 'link_local';
  return notPublic.check(address, family) ? 'private' : 'public';
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}
