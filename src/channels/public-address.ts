/**
 * Whether an IP address belongs to the public internet. Everything else (private, loopback, link-local, carrier NAT, metadata services,
 * documentation, multicast, reserved) is closed to what users may make this machine call.
 * IPv6 is closed but for global unicast; addresses that carry an IPv4 address are judged by that one.
 * Sources: IANA special-purpose address registries (RFC 6890), RFC 6052 (NAT64), RFC 4291; 168.63.129.16 is Azure's wire server.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const CLOSED_V4 = list('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
const GLOBAL_UNICAST_V6 = list('ipv6', ['2000::/3']);
/** Inside global unicast, yet not places to call: IETF protocols with Teredo, documentation, 6to4, AS112. */
const CLOSED_V6 = list('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']);

/** False for what is no address at all. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !CLOSED_V4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  const words = wordsOf(address);
  const carried = carriedV4(words);
  if (carried !== null) return isPublicAddress(carried);
  const plain = words.map((word) => word.toString(16)).join(':');
  return GLOBAL_UNICAST_V6.check(plain, 'ipv6') && !CLOSED_V6.check(plain, 'ipv6');
}

/** The IPv4 address inside ::ffff:0:0/96 (mapped) or 64:ff9b::/96 (NAT64), dotted; null for other addresses. */
export function carriedV4(words: readonly number[]): string | null {
  const prefix = words
    .slice(0, 6)
    .map((word) => word.toString(16))
    .join(':');
  if (prefix !== '0:0:0:0:0:ffff' && prefix !== '64:ff9b:0:0:0:0') return null;
  const [high = 0, low = 0] = words.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight 16-bit words of a valid IPv6 address, in any of its spellings. */
export function wordsOf(address: string): readonly number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (dotted !== null) {
    const [a = 0, b = 0, c = 0, d = 0] = dotted.slice(2).map(Number);
    return wordsOf(`${dotted[1] ?? ''}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
  }
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((word) => parseInt(word, 16));
}

function list(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const found = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/');
    found.addSubnet(network, Number(bits), family);
  }
  return found;
}
