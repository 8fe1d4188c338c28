import { BlockList, isIP } from 'node:net';

/** Networks that are not the public internet (IANA special-purpose registries), with the metadata addresses of clouds among them. */
const PRIVATE: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
];

const list = new BlockList();
for (const [network, bits, family] of PRIVATE) list.addSubnet(network, bits, family);
/** Of IPv6 only global unicast is public; what wraps an IPv4 address (NAT64, 6to4, Teredo) and documentation are not. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
const wrapped = new BlockList();
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  wrapped.addSubnet(network, bits, 'ipv6');

/** Whether an IP address may be called by a service that takes addresses from its users. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !list.check(address, 'ipv4');
    case 6:
      return global.check(address, 'ipv6') && !wrapped.check(address, 'ipv6');
    default:
      return false;
  }
}
