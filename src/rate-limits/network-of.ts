import { isIPv6 } from 'node:net';
import { bitsOf } from '../common/index.js';

/** One household or server has as many bits of an IPv6 address for itself. */
const IPV6_NETWORK_BITS = 64;
const MAPPED = /^::ffff:([\d.]+)$/i;

/**
 * Returns what stands for one client in limits by address: an IPv4 address, also where it is mapped to
 * IPv6, or the network of an IPv6 address.
 *
 * @example
 * networkOf('::ffff:192.0.2.1'); // '192.0.2.1'
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  return bitsOf(address).slice(0, IPV6_NETWORK_BITS);
}
