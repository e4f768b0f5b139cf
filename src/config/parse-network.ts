import { isIP, isIPv6 } from 'node:net';
import { bitsOf, hexadecimal } from '../common/index.js';

/** Parses `address/prefix` in CIDR notation (RFC 4632, RFC 4291). */
export function parseCidr(text: string): string {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  const maxPrefix = version === 6 ? 128 : 32;
  if (
    version === 0 ||
    rest.length > 0 ||
    !/^\d{1,3}$/.test(prefix) ||
    Number(prefix) > maxPrefix ||
    address.includes('%')
  ) {
    throw new Error('be a comma-separated list of ranges such as 10.0.0.0/8 or fd00::/8');
  }
  if (version === 6 && hexadecimal(address).startsWith('::ffff:')) {
    throw new Error('be written in IPv4 where a range holds IPv4-mapped addresses');
  }
  if (bitsOf(address).includes('1', Number(prefix))) {
    throw new Error('hold ranges whose address ends with the prefix: 10.0.0.0/8, not 10.0.0.5/8');
  }
  return text;
}

const TENANT = /^ten_[0-9a-f]{32}$/;

/** Parses a range that is exempt from the block on private addresses, `10.0.0.0/8`, or for one tenant `10.0.0.0/8@ten_…`. */
export function parsePrivateRange(text: string): string {
  const [range = '', ...tenants] = text.split('@');
  parseCidr(range);
  if (tenants.every((tenant) => TENANT.test(tenant)) && tenants.length <= 1) return text;
  throw new Error('name the tenant of a range by its id, such as 10.0.0.0/8@ten_…');
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error('be a comma-separated list of ports from 1 to 65535');
  }
  return port;
}

/** Parses the address of a name server: `ip`, `ip:port` or `[ipv6]:port`. */
export function parseDnsServer(text: string): string {
  if (isIP(text) !== 0) return text;
  const split = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d+))?$/.exec(text);
  const [, v6, v4, port] = split ?? [];
  const address = v6 ?? v4 ?? '';
  const addressFits = v6 === undefined ? isIP(address) === 4 : isIPv6(address);
  const portFits = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  if (!addressFits || !portFits) {
    throw new Error('be a comma-separated list of name servers, ip or ip:port ([ipv6]:port)');
  }
  return text;
}

export function parseDatabaseUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw new Error('be a URL such as postgres://user:password@host:5432/database');
  }
  return text;
}

/** Parses the URL of an HTTP service, without login, query and fragment. */
export function parseHttpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!isHttp || url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
    throw new Error('be an http or https URL without user, query and fragment');
  }
  return text;
}

/** Bounded so that a link always fits into messages of limited length. */
const MAX_LENGTH = 500;
const ANY_ADDRESS = new Set(['0.0.0.0', '::']);

/** Parses the base URL of links: http or https, with an optional path. Removes slashes at its end. */
export function parsePublicUrl(text: string): string {
  if (text.length > MAX_LENGTH) throw new Error(`have at most ${MAX_LENGTH} characters`);
  return new URL(parseHttpUrl(text)).href.replace(/\/+$/, '');
}

/** Returns the listening address as a URL for a browser on the same host. */
export function listeningUrl({ HOST, PORT }: { HOST: string; PORT: number }): string {
  const host = ANY_ADDRESS.has(HOST) ? 'localhost' : HOST;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${PORT}`;
}
