/**
 * The operator's exceptions to "public addresses and https only": targets on the own network (`WEBHOOK_ALLOW`).
 * Entries: `host`, `host:port`, `192.168.1.20`, `192.168.1.20:8080`, `[fd00::1]:8080`, `192.168.1.0/24`, `fd00::/8`.
 * A host name is matched as written in the URL and allows whatever it resolves to; `*` patterns do not exist on purpose.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';
import { err, ok, type Result } from '../kernel/result.ts';
import { carriedV4, wordsOf } from './public-address.ts';

export interface AllowList {
  /** `host` as in a URL, without brackets. */
  host(host: string, port: number): boolean;
  address(address: string, port: number): boolean;
  /** Whether whole networks are allowed, so that a name may turn out to lie in one. */
  readonly hasNetworks: boolean;
}

export const ALLOW_NOTHING: AllowList = { host: () => false, address: () => false, hasNetworks: false };

/** The error quotes the entry that cannot be understood. */
export function parseAllowList(entries: readonly string[]): Result<AllowList, string> {
  const hosts = new Set<string>();
  const subnets = new BlockList();
  let hasNetworks = false;
  for (const raw of entries) {
    const entry = raw.trim().toLowerCase();
    if (entry === '') continue;
    const subnet = /^([^/]+)\/(\d{1,3})$/.exec(entry);
    if (subnet !== null) {
      const [, network = '', bits = ''] = subnet;
      const version = isIP(network);
      if (version === 0 || Number(bits) > (version === 4 ? 32 : 128))
        return err(`"${raw}" is no network: write it like 192.168.1.0/24`);
      subnets.addSubnet(network, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
      hasNetworks = true;
      continue;
    }
    const target = parseTarget(entry);
    if (target === null)
      return err(`"${raw}" is no host, host:port or network: write it like nas.local:8080 or 192.168.1.0/24`);
    hosts.add(target);
  }
  const host = (name: string, port: number): boolean => {
    const key = name.toLowerCase();
    return hosts.has(key) || hosts.has(`${key} ${port}`);
  };
  return ok({
    host,
    hasNetworks,
    address: (address, port) => {
      if (host(address, port)) return true;
      if (isIPv4(address)) return subnets.check(address, 'ipv4');
      if (isIP(address) !== 6) return false;
      const carried = carriedV4(wordsOf(address));
      return subnets.check(address, 'ipv6') || (carried !== null && subnets.check(carried, 'ipv4'));
    },
  });
}

/** `host` or `host port`, in the spelling of a parsed URL; null when it is neither. */
function parseTarget(entry: string): string | null {
  const host = isIP(entry) === 6 ? `[${entry}]` : entry;
  if (/[\s/@?#\\*]/.test(host)) return null;
  const port = /^(?:\[.*\]|[^:]*):(\d{1,5})$/.exec(host)?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return null;
  if (!URL.canParse(`http://${host}`)) return null;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  return port === undefined ? name : `${name} ${Number(port)}`;
}
