import { isIP } from 'node:net';

const DNS_PORT = 53;

/** Takes a name server's `ip`, `ip:port` or `[ipv6]:port` apart. */
export function parseServer(server: string): { address: string; port: number } {
  if (isIP(server) !== 0) return { address: server, port: DNS_PORT };
  const [, v6, v4, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(server) ?? [];
  return { address: v6 ?? v4 ?? server, port: port === undefined ? DNS_PORT : Number(port) };
}
