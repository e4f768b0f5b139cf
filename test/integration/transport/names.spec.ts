import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { REFUSED, SERVER_FAILURE, startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { LONG_MS, startNamesLab } from './names-lab.js';
import type { NamesLab } from './names-lab.js';

const HERE = '127.0.0.1';

let lab: NamesLab;
let dns: DnsServer;
let receiver: Receiver;

beforeEach(async () => {
  lab = await startNamesLab();
  ({ dns, receiver } = lab);
});
afterEach(() => lab.close());

describe('a lookup that fails says which way', () => {
  it.each<[string, (name: string) => void, RegExp, string]>([
    ['no such name', () => undefined, /no host name .*NXDOMAIN.*spelling/, 'dns'],
    ['no address', (name) => dns.set(name, []), /has no address; add an A or AAAA record/, 'dns'],
    [
      'a name server that fails',
      (name) => dns.behave(name, { responseCode: SERVER_FAILURE }),
      /name servers of .* fail \(SERVFAIL\); other names resolve/,
      'dns',
    ],
    [
      'a name server that refuses',
      (name) => dns.behave(name, { responseCode: REFUSED }),
      /name servers of .* fail \(REFUSED\)/,
      'dns',
    ],
    [
      'a name server that is silent',
      (name) => dns.silence(name),
      /ran out while resolving the host name\. The name servers of .* do not answer; other names resolve/,
      'timeout',
    ],
  ])('%s, and it is the fault of the receiver', async (what, prepare, message, errorClass) => {
    const name = `${what.replaceAll(' ', '-')}.example.com`;
    prepare(name);
    const result = await lab.sendTo(lab.senderWith(), name, { timeoutMs: 3_000 });
    expect(result).toMatchObject({ ip: null, response: null, isOurs: false });
    expect(result.error).toMatchObject({
      class: errorClass,
      message: expect.stringMatching(message) as string,
    });
    expect(/spelling/.test(result.error?.message ?? '')).toBe(what === 'no such name');
  });

  it.each<[string, () => Promise<unknown> | void, RegExp]>([
    ['are not there', () => lab.closeDns(), /our own name servers/],
    ['fail for every name', () => dns.behave('*', { responseCode: SERVER_FAILURE }), /SERVFAIL/],
    ['refuse every name', () => dns.behave('*', { responseCode: REFUSED }), /REFUSED/],
    ['are silent for every name', () => dns.silence('*'), /our own name servers/],
  ])('of ours that %s, and it is no fault of the receiver', async (_what, prepare, message) => {
    const sender = lab.senderWith();
    await prepare();
    const result = await lab.sendTo(sender, 'hooks.example.com', { timeoutMs: 3_000 });
    expect(result).toMatchObject({ response: null, isOurs: true });
    expect(result.error?.message).toMatch(message);
    expect(result.error?.message).toContain('spends nothing of the schedule');
  });
});

describe('a name', () => {
  it('whose answer takes longer than any usual wait is waited for within the deadline', async () => {
    dns.set('slow.example.com', [HERE]);
    dns.behave('slow.example.com', { delayMs: { A: 6_500, AAAA: 6_500 } });
    const result = await lab.sendTo(lab.senderWith(), 'slow.example.com');
    expect(result.error).toBeNull();
    expect(result.timings.dns_ms).toBeGreaterThan(6_000);
  });

  it.each(['A', 'AAAA'] as const)('is not held up where %s questions are dropped', async (type) => {
    const other = type === 'A' ? '::1' : HERE;
    if (other === '::1') {
      const v6 = await startReceiver({ host: '::1', port: receiver.port });
      lab.atEnd(() => v6.close());
    }
    dns.set('half.example.com', [other]);
    dns.behave('half.example.com', { silentFor: [type] });
    const result = await lab.sendTo(lab.senderWith(), 'half.example.com');
    expect(result).toMatchObject({ error: null, ip: other });
    // The delay of RFC 8305 is 50 ms; the resolver would have waited for the deadline.
    expect(result.timings.dns_ms).toBeLessThan(LONG_MS / 4);
  });

  it.each(['A', 'AAAA'] as const)('is used where %s questions fail', async (type) => {
    const kept = { A: '::1', AAAA: HERE }[type];
    if (kept === '::1') {
      const v6 = await startReceiver({ host: '::1', port: receiver.port });
      lab.atEnd(() => v6.close());
    }
    const [v4, v6] = [await startDnsServer(), dns];
    lab.atEnd(() => v4.close());
    for (const server of [v4, v6]) server.set('one.example.com', [kept]);
    expect(await lab.sendTo(lab.senderWith(), 'one.example.com')).toMatchObject({
      error: null,
      ip: kept,
    });
  });

  it('whose answer fits into no datagram is asked for over TCP', async () => {
    dns.set('long.example.com', [HERE]);
    dns.behave('long.example.com', { overTcpOnly: true });
    expect((await lab.sendTo(lab.senderWith(), 'long.example.com')).error).toBeNull();
  });

  it('is kept for the time to live of its record, and failures for a moment', async () => {
    const sender = lab.senderWith();
    dns.set('kept.example.com', [HERE]);
    dns.behave('kept.example.com', { ttlSeconds: 3_600 });
    for (let n = 0; n < 3; n += 1)
      expect((await lab.sendTo(sender, 'kept.example.com')).error).toBeNull();
    expect(dns.lookups('kept.example.com')).toBe(1);

    await lab.sendTo(sender, 'missing.example.com');
    expect((await lab.sendTo(sender, 'missing.example.com')).error?.class).toBe('dns');
    expect(dns.lookups('missing.example.com')).toBe(1);
    dns.set('missing.example.com', [HERE]);
    await eventually(async () => {
      expect((await lab.sendTo(sender, 'missing.example.com')).error).toBeNull();
    });
  });

  it('in capitals is the same name', async () => {
    dns.set('capital.example.com', [HERE]);
    expect((await lab.sendTo(lab.senderWith(), 'CAPITAL.example.com')).error).toBeNull();
  });
});

describe('name servers', () => {
  it.each<[string, (first: DnsServer) => Promise<unknown> | void]>([
    ['is silent', (first) => first.silence('*')],
    ['is gone', (first) => first.close()],
    ['fails', (first) => first.behave('*', { responseCode: SERVER_FAILURE })],
  ])(
    'of which the first %s are asked in turn, and the other first from then on',
    async (how, fail) => {
      const first = await startDnsServer();
      if (how !== 'is gone') lab.atEnd(() => first.close());
      await fail(first);
      const sender = lab.senderWith({ dnsServers: [first.address, dns.address] });
      for (const name of ['one.example.com', 'two.example.com']) {
        dns.set(name, [HERE]);
        expect((await lab.sendTo(sender, name)).error).toBeNull();
      }
      expect(first.lookups('two.example.com')).toBe(0);
    },
  );

  it('may fail as long as one has the answer', async () => {
    const second = await startDnsServer();
    lab.atEnd(() => second.close());
    dns.behave('*', { responseCode: REFUSED });
    second.set('here.example.com', [HERE]);
    const sender = lab.senderWith({ dnsServers: [dns.address, second.address] });
    expect((await lab.sendTo(sender, 'here.example.com')).error).toBeNull();
    expect((await lab.sendTo(sender, 'nowhere.example.com')).error?.message).toContain('NXDOMAIN');
  });
});

describe('a lookup', () => {
  it('of a tenant whose names hang keeps no other tenant waiting', async () => {
    const sender = lab.senderWith();
    dns.set('good.example.com', [HERE]);
    const hanging = Array.from({ length: 40 }, (_, n) => `hang-${n}.example.com`);
    hanging.forEach((name) => dns.silence(name));
    let hasEnded = false;
    const stuck = Promise.all(
      hanging.map((name) => lab.sendTo(sender, name, { timeoutMs: 4_000, tenantId: 'bad' })),
    ).finally(() => (hasEnded = true));
    await eventually(() => expect(dns.lookups('hang-0.example.com')).toBeGreaterThan(0));
    const asked = () => hanging.filter((name) => dns.lookups(name) > 0).length;
    const good = await lab.sendTo(sender, 'good.example.com', { tenantId: 'good' });
    expect(good.error).toBeNull();
    expect([hasEnded, asked()]).toEqual([false, 8]);
    const hurried = await lab.sendTo(sender, 'last.example.com', {
      timeoutMs: 100,
      tenantId: 'bad',
    });
    expect(hurried).toMatchObject({ isOurs: false, error: { class: 'timeout' } });
    expect(hurried.error?.message).toContain('other host names of the same tenant');
    for (const { error } of await stuck)
      expect(error?.message).toContain('resolving the host name');
    // Look-ups end with their attempt: the places are free again.
    expect((await lab.sendTo(sender, 'good.example.com', { tenantId: 'bad' })).error).toBeNull();
  });

  it('is shared by all attempts that wait for the same name, and goes on for those that stay', async () => {
    const sender = lab.senderWith();
    dns.set('shared.example.com', [HERE]);
    dns.behave('shared.example.com', { delayMs: { A: 1_500, AAAA: 1_500 } });
    const patient = lab.sendTo(sender, 'shared.example.com');
    const impatient = await lab.sendTo(sender, 'shared.example.com', { timeoutMs: 200 });
    expect(impatient.error?.class).toBe('timeout');
    expect((await patient).error).toBeNull();
  });
});
