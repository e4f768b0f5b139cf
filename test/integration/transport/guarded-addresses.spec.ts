import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { OutgoingRequest, Sender } from '../../../src/transport/index.js';
import { startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { redirect, reply, startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

// 127.0.0.1 stands for the public Internet, 127.0.0.2 for the private network behind the worker.
const PUBLIC = '127.0.0.1';
const PRIVATE = '127.0.0.2';

let dns: DnsServer;
let receiver: Receiver;
let trap: Receiver;
let sender: Sender;

beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.close());

beforeEach(async () => {
  receiver = await startReceiver({ host: PUBLIC });
  trap = await startReceiver({ host: PRIVATE, port: receiver.port });
  sender = createSender({ allowedCidrs: parseCidrs(PUBLIC), names: { dnsServers: [dns.address] } });
});
afterEach(async () => {
  await sender.close();
  await Promise.all([receiver.close(), trap.close()]);
});

function requestTo(host: string, change: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return {
    tenantId: 'tnt',
    url: `http://${host}:${receiver.port}/hook`,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{}'),
    timeoutMs: 5_000,
    responseBodyLimitBytes: 1_000,
    ...change,
  };
}

describe('a host name', () => {
  it('that resolves to an open address is connected to exactly there, after one lookup', async () => {
    dns.set('open.test', [PUBLIC], [PRIVATE]);
    const result = await sender.send(requestTo('open.test'));
    expect(result).toMatchObject({ error: null, ip: PUBLIC, response: { status: 200 } });
    expect(result.timings).toEqual({
      dns_ms: expect.any(Number) as number,
      connect_ms: expect.any(Number) as number,
      tls_ms: null,
      first_byte_ms: expect.any(Number) as number,
    });
    expect(receiver.requests[0]?.headers.host).toBe(`open.test:${receiver.port}`);
    expect(dns.lookups('open.test')).toBe(1);
  });

  it('that resolves to a private address is blocked with no connection made', async () => {
    dns.set('private.test', [PRIVATE]);
    const result = await sender.send(requestTo('private.test'));
    expect(result.error).toEqual({
      class: 'blocked_address',
      message:
        'The host name resolved to 127.0.0.2, an address of range loopback; no connection was made.',
    });
    expect(result).toMatchObject({ ip: null, response: null });
    expect(trap.connections).toBe(0);
  });

  it.each([
    ['an open and a private one', [PUBLIC, PRIVATE]],
    ['a private and an open one', [PRIVATE, PUBLIC]],
    ['an open IPv4 and a private IPv6', [PUBLIC, 'fd00::1']],
    ['an open one and a mapped private one', [PUBLIC, '::ffff:10.0.0.1']],
  ])('with a mix of addresses, %s, is blocked with no connection made', async (mix, addresses) => {
    const name = `${mix.replaceAll(/\W/g, '-').toLowerCase()}.test`;
    dns.set(name, addresses);
    const result = await sender.send(requestTo(name));
    expect(result.error?.class).toBe('blocked_address');
    expect([receiver.connections, trap.connections]).toEqual([0, 0]);
  });

  it('that turns private at its second lookup is blocked then', async () => {
    dns.set('rebind.test', [PUBLIC], [PRIVATE]);
    receiver.answer(reply(200, { connection: 'close' }));
    expect((await sender.send(requestTo('rebind.test'))).error).toBeNull();
    expect((await sender.send(requestTo('rebind.test'))).error?.class).toBe('blocked_address');
    expect(dns.lookups('rebind.test')).toBe(2);
    expect([receiver.connections, trap.connections]).toEqual([1, 0]);
  });

  it('whose first address refuses connections is reached at the next one', async () => {
    await trap.close();
    dns.set('two.test', [PRIVATE, PUBLIC]);
    const both = createSender({
      allowedCidrs: parseCidrs(`${PUBLIC},${PRIVATE}`),
      names: { dnsServers: [dns.address] },
    });
    expect(await both.send(requestTo('two.test'))).toMatchObject({ error: null, ip: PUBLIC });
    await both.close();
  });

  it('that does not exist, or has no address, is a dns error', async () => {
    dns.set('empty.test', []);
    const missing = await sender.send(requestTo('missing.test'));
    expect(missing).toMatchObject({ ip: null, response: null, error: { class: 'dns' } });
    expect(missing.error?.message).toContain('no host name missing.test in DNS');
    expect((await sender.send(requestTo('empty.test'))).error?.class).toBe('dns');
  });

  it('whose name server keeps silent runs into the deadline of the attempt', async () => {
    dns.silence('silent.test');
    const result = await sender.send(requestTo('silent.test', { timeoutMs: 200 }));
    expect(result.error).toEqual({
      class: 'timeout',
      message:
        'No response within 200 ms; the time ran out while resolving the host name. The name servers of silent.test do not answer; other names resolve. Check the DNS zone and its delegation.',
    });
  });

  it('asked for by many at the same moment is looked up once', async () => {
    dns.set('shared.test', [PUBLIC]);
    await Promise.all(Array.from({ length: 5 }, () => sender.send(requestTo('shared.test'))));
    expect(dns.lookups('shared.test')).toBe(1);
    expect(receiver.requests).toHaveLength(5);
  });
});

describe('a literal address', () => {
  it.each(['127.0.0.2', '127.2', '0x7f.0.0.2', '2130706434', '[::ffff:127.0.0.2]', '[::1]'])(
    '%s is checked like any other',
    async (host) => {
      const result = await sender.send(requestTo(host));
      expect(result.error?.class).toBe('blocked_address');
      expect(trap.connections).toBe(0);
    },
  );

  it('that is open needs no lookup', async () => {
    const result = await sender.send(requestTo(PUBLIC));
    expect(result).toMatchObject({ error: null, ip: PUBLIC, timings: { dns_ms: null } });
  });
});

it('does not follow a redirect, least of all to a private address', async () => {
  receiver.answer(redirect(trap.url));
  const result = await sender.send(requestTo(PUBLIC));
  expect(result).toMatchObject({
    response: { status: 307, headers: { location: trap.url } },
    error: { class: 'redirect' },
  });
  expect(receiver.requests).toHaveLength(1);
  expect(trap.connections).toBe(0);
});

it('ignores the proxy settings of the environment', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, trap.url);
  expect((await sender.send(requestTo(PUBLIC))).error).toBeNull();
  vi.unstubAllEnvs();
  expect(receiver.requests).toHaveLength(1);
  expect(trap.connections).toBe(0);
});
