import { isIP } from 'node:net';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import { RequestFilteringHttpAgent } from 'request-filtering-agent';
import { expect, it } from 'vitest';
import { addressVerdict, parseCidrs } from '../../../src/transport/index.js';

const ADDRESSES = `
  0.0.0.0 1.1.1.1 8.8.8.8 9.9.9.9 10.0.0.1 11.0.0.1 100.64.0.1 100.128.0.1 127.0.0.1
  128.0.0.1 168.63.129.16 169.254.169.254 172.15.0.1 172.16.0.1 172.31.255.254
  172.32.0.1 192.0.0.1 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1
  192.175.48.1 198.18.0.1 198.20.0.1 198.51.100.1 203.0.113.1 203.0.114.1 224.0.0.1
  240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 64:ff9b::1
  64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002::1
  2001:4860:4860::8888 2606:4700::1111 2620:4f:8000::1 3fff::1 4000::1 5f00::1 fc00::1
  fd00:ec2::254 fe80::1 fec0::1 ff02::1
`
  .trim()
  .split(/\s+/);

/** What the agent says of a name that resolves to `ip`; the socket is gone before it could connect. */
function refusedByAgent(ip: string): Promise<boolean> {
  const agent = new RequestFilteringHttpAgent() as unknown as {
    createConnection(options: TcpNetConnectOpts): Socket;
  };
  return new Promise((resolve) => {
    const socket = agent.createConnection({
      host: 'receiver.example',
      port: 9,
      autoSelectFamily: false,
      lookup: (_host, _options, callback) => {
        setImmediate(() => {
          socket.destroy();
          callback(null, ip, isIP(ip));
        });
      },
    });
    socket.on('error', () => {});
    socket.on('lookup', (error: Error | null) => resolve(error !== null));
  });
}

it('refuses what request-filtering-agent refuses, and what that one is known to miss', async () => {
  const refusedByUs = ADDRESSES.filter((ip) => !addressVerdict(ip, parseCidrs('')).allowed);
  const refusedByThem: string[] = [];
  for (const ip of ADDRESSES) if (await refusedByAgent(ip)) refusedByThem.push(ip);

  expect(refusedByThem.length).toBeGreaterThan(25);
  // Of mapped addresses they refuse all, we those whose IPv4 is refused.
  expect(refusedByThem.filter((ip) => !refusedByUs.includes(ip))).toEqual(['::ffff:8.8.8.8']);
  expect(refusedByUs.filter((ip) => !refusedByThem.includes(ip))).toEqual([
    '168.63.129.16',
    '::7f00:1',
    '4000::1',
  ]);
});
