import { isIP } from 'node:net';

/** A range of addresses: `bytes` is its first address (4 or 16 bytes), `prefix` its length in bits. */
export interface Cidr {
  text: string;
  bytes: readonly number[];
  prefix: number;
}

/** `range` is the name of the special-purpose range that an address was refused for. */
export type AddressVerdict = { allowed: true } | { allowed: false; range: string };

// IANA IPv4 Special-Purpose Address Registry, multicast and Azure's virtual host address.
const BLOCKED_IPV4 = table([
  ['0.0.0.0/8', 'this-network'],
  ['10.0.0.0/8', 'private-use'],
  ['100.64.0.0/10', 'shared-address-space'],
  ['127.0.0.0/8', 'loopback'],
  ['168.63.129.16/32', 'azure-virtual-host'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private-use'],
  ['192.0.0.0/24', 'ietf-protocol-assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'as112'],
  ['192.52.193.0/24', 'amt'],
  ['192.88.99.0/24', '6to4-relay'],
  ['192.168.0.0/16', 'private-use'],
  ['192.175.48.0/24', 'as112'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['240.0.0.0/4', 'reserved'],
]);

// IANA IPv6 Special-Purpose Address Registry; the narrower range stands before the wider one.
const BLOCKED_IPV6 = table([
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::/96', 'ipv4-compatible'],
  ['64:ff9b::/96', 'nat64'],
  ['64:ff9b:1::/48', 'nat64'],
  ['100::/64', 'discard-only'],
  ['100:0:0:1::/64', 'dummy-prefix'],
  ['2001::/32', 'teredo'],
  ['2001:2::/48', 'benchmarking'],
  ['2001:10::/28', 'orchid'],
  ['2001:20::/28', 'orchid'],
  ['2001::/23', 'ietf-protocol-assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['2620:4f:8000::/48', 'as112'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'segment-routing'],
  ['fc00::/7', 'unique-local'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
]);

const GLOBAL_UNICAST_IPV6 = parseCidr('2000::/3');

/**
 * Returns whether a connection to `ip` may be opened. `allowed` exempts ranges from the block. An
 * IPv4-mapped IPv6 address is judged by its IPv4 address. In IPv6, only 2000::/3 without its special
 * blocks is open. A text that is not an address is refused.
 */
export function addressVerdict(ip: string, allowed: readonly Cidr[]): AddressVerdict {
  if (isIP(ip) === 0) return { allowed: false, range: 'not-an-address' };
  const bytes = bytesOf(ip);
  if (allowed.some((cidr) => contains(cidr, bytes))) return { allowed: true };
  const blocked = bytes.length === 4 ? BLOCKED_IPV4 : BLOCKED_IPV6;
  const hit = blocked.find(({ cidr }) => contains(cidr, bytes));
  if (hit) return { allowed: false, range: hit.range };
  if (bytes.length === 16 && !contains(GLOBAL_UNICAST_IPV6, bytes)) {
    return { allowed: false, range: 'outside-global-unicast' };
  }
  return { allowed: true };
}

/** Reads a comma-separated list of ranges or single addresses; throws an Error naming a wrong entry. */
export function parseCidrs(text: string): Cidr[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseCidr);
}

/** Reads one range or single address; throws an Error that names it when it is neither. */
export function parseCidr(text: string): Cidr {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const family = isIP(address);
  if (family === 0 || address.includes('%')) {
    throw new Error(`"${text}" is no address range: write it like 10.0.0.0/8 or fd00::/8.`);
  }
  const bytes = bytesOf(address);
  if (family === 6 && bytes.length === 4) {
    throw new Error(`"${text}" is an IPv4-mapped range: write it as IPv4.`);
  }
  const bits = bytes.length * 8;
  const prefixText = slash === -1 ? String(bits) : text.slice(slash + 1);
  const prefix = Number(prefixText);
  if (!/^\d{1,3}$/.test(prefixText) || prefix > bits) {
    throw new Error(`"${text}" has no prefix length between 0 and ${bits}.`);
  }
  if (bytes.some((byte, index) => (byte & ~maskOf(prefix, index) & 0xff) !== 0)) {
    throw new Error(
      `"${text}" has address bits behind its prefix of ${prefix}: which range is meant?`,
    );
  }
  return { text, bytes, prefix };
}

function table(rows: [cidr: string, range: string][]): { cidr: Cidr; range: string }[] {
  return rows.map(([cidr, range]) => ({ cidr: parseCidr(cidr), range }));
}

/** The bytes of valid address text; those of the IPv4 for an IPv4-mapped IPv6 address. */
function bytesOf(ip: string): number[] {
  if (isIP(ip) === 4) return ip.split('.').map(Number);
  const [head = '', tail = ''] = ip.replace(/%.*/, '').split('::');
  const before = groupBytes(head);
  const after = groupBytes(tail);
  const bytes = [...before, ...Array<number>(16 - before.length - after.length).fill(0), ...after];
  const isMapped = bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff));
  return isMapped ? bytes.slice(12) : bytes;
}

function groupBytes(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function contains(cidr: Cidr, bytes: readonly number[]): boolean {
  return (
    cidr.bytes.length === bytes.length &&
    cidr.bytes.every(
      (byte, index) => ((byte ^ (bytes[index] ?? 0)) & maskOf(cidr.prefix, index)) === 0,
    )
  );
}

function maskOf(prefix: number, byteIndex: number): number {
  const bits = Math.min(8, Math.max(0, prefix - byteIndex * 8));
  return (0xff << (8 - bits)) & 0xff;
}
