import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { Sender, SendResult } from '../../../src/transport/index.js';
import { createAuthority } from '../../support/certificates.js';
import type { Authority, Certificate } from '../../support/certificates.js';
import { startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { startReceiver } from '../../support/receiver.js';
import type { Answer } from '../../support/receiver.js';

let dns: DnsServer;
let authority: Authority;
let stranger: Authority;
let sender: Sender;

beforeAll(async () => {
  dns = await startDnsServer();
  dns.set('hooks.test', ['127.0.0.1']);
  authority = await createAuthority();
  stranger = await createAuthority('Unknown authority');
  sender = createSender({
    allowedCidrs: parseCidrs('127.0.0.1'),
    names: { dnsServers: [dns.address] },
    extraCa: authority.caPem,
  });
});
afterAll(async () => {
  await sender.close();
  await dns.close();
});

async function sendWith(certificate: Certificate, host = 'hooks.test'): Promise<SendResult> {
  const receiver = await startReceiver({ certificate });
  try {
    const result = await sendTo(`https://${host}:${receiver.port}/hook`);
    expect(receiver.requests).toHaveLength(result.response === null ? 0 : 1);
    return result;
  } finally {
    await receiver.close();
  }
}

function sendTo(url: string, timeoutMs = 5_000): Promise<SendResult> {
  const body = Buffer.from('{}');
  return sender.send({
    tenantId: 'tnt',
    url,
    headers: {},
    body,
    timeoutMs,
    responseBodyLimitBytes: 100,
  });
}

it('delivers over TLS, verified by name or by address', async () => {
  const byName = await sendWith(await authority.issue(['hooks.test']));
  expect(byName).toMatchObject({ error: null, ip: '127.0.0.1' });
  expect(byName.timings.tls_ms).toEqual(expect.any(Number));
  const byAddress = await sendWith(await authority.issue(['127.0.0.1']), '127.0.0.1');
  expect(byAddress.error).toBeNull();
});

it('distinguishes expired, not yet valid, untrusted and wrong certificates', async () => {
  const past = await authority.issue(['hooks.test'], { notAfter: new Date(Date.now() - 1_000) });
  const future = await authority.issue(['hooks.test'], {
    notBefore: new Date(Date.now() + 60_000),
  });
  expect((await sendWith(past)).error?.class).toBe('tls_expired');
  expect((await sendWith(future)).error?.class).toBe('tls_expired');
  expect((await sendWith(await stranger.issue(['hooks.test']))).error?.class).toBe('tls_untrusted');
  expect((await sendWith(await authority.issue(['other.test']))).error?.class).toBe('tls_hostname');
  const byName = await authority.issue(['hooks.test']);
  expect((await sendWith(byName, '127.0.0.1')).error?.class).toBe('tls_hostname');
});

it('shows when the certificate expires, also where it has expired', async () => {
  for (const notAfter of [new Date('2034-01-02T03:04:05Z'), new Date('2024-01-02T03:04:05Z')]) {
    const notBefore = new Date('2023-01-01T00:00:00Z');
    const result = await sendWith(await authority.issue(['hooks.test'], { notBefore, notAfter }));
    expect(result.tlsExpiresAtMs).toBe(notAfter.getTime());
  }
});

it('verifies even where the environment asks not to', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const result = await sendWith(await stranger.issue(['hooks.test']));
  vi.unstubAllEnvs();
  expect(result.error?.class).toBe('tls_untrusted');
});

it('calls a port that speaks no TLS a tls error', async () => {
  const receiver = await startReceiver();
  expect((await sendTo(`https://hooks.test:${receiver.port}/hook`)).error?.class).toBe('tls');
  await receiver.close();
});

it('keeps the deadline through a handshake that never ends', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  const url = `https://hooks.test:${await portOf(server)}/hook`;
  const result = await sendTo(url, 150);
  expect(result.error?.message).toContain('while negotiating TLS');
  expect(result).toMatchObject({ ip: '127.0.0.1', error: { class: 'timeout' } });
  await new Promise((resolve) => server.close(resolve));
});

describe('a TLS alert in the middle of the connection', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf';

  it('is a tls error before the response', async () => {
    const result = await sendThroughAlert(() => {});
    expect(result).toMatchObject({ response: null, error: { class: 'tls' } });
  });

  it('changes nothing once the headers are there', async () => {
    const result = await sendThroughAlert((response) => response.socket?.write(HEAD));
    expect(result).toMatchObject({ error: null, response: { status: 200, truncated: true } });
  });

  /** Sends to a receiver that answers, after which an alert comes over the wire that is not encrypted. */
  async function sendThroughAlert(answer: Answer): Promise<SendResult> {
    const receiver = await startReceiver({ certificate: await authority.issue(['hooks.test']) });
    let alert = (): void => {};
    const relay = createServer((socket) => {
      const upstream = connect(receiver.port, '127.0.0.1');
      alert = () => {
        upstream.unpipe(socket);
        socket.write(Buffer.from([21, 3, 3, 0, 2, 2, 80]));
      };
      for (const side of [socket, upstream]) side.on('error', () => {});
      socket.pipe(upstream).pipe(socket);
    });
    receiver.answer((response, request) => {
      if (typeof answer === 'function') answer(response, request);
      // Once what was answered has passed through the relay.
      setTimeout(() => alert(), 50);
    });
    try {
      return await sendTo(`https://hooks.test:${await portOf(relay)}/hook`);
    } finally {
      relay.close();
      await receiver.close();
    }
  }
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
