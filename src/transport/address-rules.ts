import { BlockList, isIP, SocketAddress } from 'node:net';
import { bitsOf, hexadecimal, parseId } from '../common/index.js';

/** Ranges of addresses, by family: a `BlockList` takes an IPv4 address for an IPv6 one of ::ffff:0:0/96. */
export interface AddressRanges {
  ipv4: BlockList;
  ipv6: BlockList;
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

const GLOBAL_UNICAST_IPV6 = parseCidrs('2000::/3');

/**
 * Returns whether a connection to `ip` may be opened. `allowed` exempts ranges from the block. An
 * IPv4-mapped IPv6 address is judged by its IPv4 address. In IPv6, only 2000::/3 without its special
 * blocks is open. A text that is not an address is refused.
 */
export function addressVerdict(ip: string, allowed: AddressRanges): AddressVerdict {
  if (isIP(ip) === 0) return { allowed: false, range: 'not-an-address' };
  const address = normalForm(ip);
  if (contains(allowed, address)) return { allowed: true };
  const blocked = address.family === 'ipv4' ? BLOCKED_IPV4 : BLOCKED_IPV6;
  const hit = blocked.find(({ addresses }) => contains(addresses, address));
  if (hit) return { allowed: false, range: hit.range };
  if (address.family === 'ipv6' && !contains(GLOBAL_UNICAST_IPV6, address)) {
    return { allowed: false, range: 'outside-global-unicast' };
  }
  return { allowed: true };
}

/** Reads a comma-separated list of ranges or single addresses; throws an Error naming a wrong entry. */
export function parseCidrs(text: string): AddressRanges {
  const ranges = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const entry of text.split(',')) {
    if (entry.trim() !== '') addRange(ranges, entry.trim());
  }
  return ranges;
}

/** The ranges that are exempt from the block on private addresses: for everyone, and by tenant (UUID) with those. */
export interface ExemptRanges {
  allowedCidrs: AddressRanges;
  tenantCidrs: ReadonlyMap<string, AddressRanges>;
}

/** Reads entries such as `10.0.0.0/8`, or `10.0.0.0/8@ten_…` for one tenant. */
export function exemptRanges(entries: readonly string[]): ExemptRanges {
  const shared = entries.filter((entry) => !entry.includes('@'));
  const own = new Map<string, string[]>();
  for (const entry of entries) {
    const [range = '', name] = entry.split('@');
    const tenant = name === undefined ? undefined : parseId('tenant', name);
    if (tenant !== undefined) own.set(tenant, [...(own.get(tenant) ?? []), range]);
  }
  return {
    allowedCidrs: parseCidrs(shared.join(',')),
    tenantCidrs: new Map(
      [...own].map(([tenant, ranges]) => [tenant, parseCidrs([...shared, ...ranges].join(','))]),
    ),
  };
}

function addRange(ranges: AddressRanges, text: string): void {
  const slash = text.indexOf('/');
  const written = slash === -1 ? text : text.slice(0, slash);
  if (isIP(written) === 0 || written.includes('%')) {
    throw new Error(`"${text}" is no address range: write it like 10.0.0.0/8 or fd00::/8.`);
  }
  const address = normalForm(written);
  if (address.family === 'ipv4' && isIP(written) === 6) {
    throw new Error(`"${text}" is an IPv4-mapped range: write it as IPv4.`);
  }
  const bits = bitsOf(written);
  const prefixText = slash === -1 ? String(bits.length) : text.slice(slash + 1);
  const prefix = Number(prefixText);
  if (!/^\d{1,3}$/.test(prefixText) || prefix > bits.length) {
    throw new Error(`"${text}" has no prefix length between 0 and ${bits.length}.`);
  }
  if (bits.includes('1', prefix)) {
    throw new Error(
      `"${text}" has address bits behind its prefix of ${prefix}: which range is meant?`,
    );
  }
  ranges[address.family].addSubnet(address, prefix);
}

function contains(ranges: AddressRanges, address: SocketAddress): boolean {
  return ranges[address.family].check(address);
}

function table(
  rows: [cidr: string, range: string][],
): { addresses: AddressRanges; range: string }[] {
  return rows.map(([cidr, range]) => ({ addresses: parseCidrs(cidr), range }));
}

/** The address that valid text means, without a zone: the IPv4 for an IPv4-mapped IPv6 address. */
function normalForm(ip: string): SocketAddress {
  if (isIP(ip) === 4) return new SocketAddress({ address: ip });
  const address = hexadecimal(ip);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address) ?? [];
  if (high === undefined || low === undefined)
    return new SocketAddress({ address, family: 'ipv6' });
  const bytes = [high, low].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return new SocketAddress({ address: bytes.join('.') });
}
