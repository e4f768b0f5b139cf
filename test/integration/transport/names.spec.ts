import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNameServers, createSender, parseCidrs } from '../../../src/transport/index.js';
import type { NameSources, Sender, SendResult } from '../../../src/transport/index.js';
import { eventually } from '../../support/app/index.js';
import { REFUSED, SERVER_FAILURE, startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { reply, startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

const HERE = '127.0.0.1';
/** Nothing waits so long unless it waits for the deadline. */
const LONG_MS = 20_000;

let dns: DnsServer;
let receiver: Receiver;
let closeDns: () => Promise<unknown>;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  dns = await startDnsServer();
  receiver = await startReceiver();
  // Every request takes a lookup of its own.
  receiver.answer(reply(200, { connection: 'close' }));
  closeDns = () => dns.close();
  ends.push(closeDns, () => receiver.close());
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function senderWith(names: NameSources = { dnsServers: [dns.address] }): Sender {
  const sender = createSender({ allowedCidrs: parseCidrs('127.0.0.0/8,::1'), names });
  ends.push(() => sender.close());
  return sender;
}

function sendTo(
  sender: Sender,
  host: string,
  { timeoutMs = LONG_MS, tenantId = 'tenant' } = {},
): Promise<SendResult> {
  const url = `http://${host}:${receiver.port}/hook`;
  const body = Buffer.from('{}');
  return sender.send({
    tenantId,
    url,
    headers: {},
    body,
    timeoutMs,
    responseBodyLimitBytes: 100,
  });
}

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
    const result = await sendTo(senderWith(), name, { timeoutMs: 3_000 });
    expect(result).toMatchObject({ ip: null, response: null, isOurs: false });
    expect(result.error).toMatchObject({
      class: errorClass,
      message: expect.stringMatching(message) as string,
    });
    expect(/spelling/.test(result.error?.message ?? '')).toBe(what === 'no such name');
  });

  it.each<[string, () => Promise<unknown> | void, RegExp]>([
    ['are not there', () => closeDns(), /our own name servers/],
    ['fail for every name', () => dns.behave('*', { responseCode: SERVER_FAILURE }), /SERVFAIL/],
    ['refuse every name', () => dns.behave('*', { responseCode: REFUSED }), /REFUSED/],
    ['are silent for every name', () => dns.silence('*'), /our own name servers/],
  ])('of ours that %s, and it is no fault of the receiver', async (what, prepare, message) => {
    const sender = senderWith();
    if (what === 'are not there') ends.splice(ends.indexOf(closeDns), 1);
    await prepare();
    const result = await sendTo(sender, 'hooks.example.com', { timeoutMs: 3_000 });
    expect(result).toMatchObject({ response: null, isOurs: true });
    expect(result.error?.message).toMatch(message);
    expect(result.error?.message).toContain('spends nothing of the schedule');
  });
});

describe('a name', () => {
  it('whose answer takes longer than any usual wait is waited for within the deadline', async () => {
    dns.set('slow.example.com', [HERE]);
    dns.behave('slow.example.com', { delayMs: { A: 6_500, AAAA: 6_500 } });
    const result = await sendTo(senderWith(), 'slow.example.com');
    expect(result.error).toBeNull();
    expect(result.timings.dns_ms).toBeGreaterThan(6_000);
  });

  it.each(['A', 'AAAA'] as const)('is not held up where %s questions are dropped', async (type) => {
    const other = type === 'A' ? '::1' : HERE;
    if (other === '::1') {
      const v6 = await startReceiver({ host: '::1', port: receiver.port });
      ends.push(() => v6.close());
    }
    dns.set('half.example.com', [other]);
    dns.behave('half.example.com', { silentFor: [type] });
    const result = await sendTo(senderWith(), 'half.example.com');
    expect(result).toMatchObject({ error: null, ip: other });
    // The delay of RFC 8305 is 50 ms; the resolver would have waited for the deadline.
    expect(result.timings.dns_ms).toBeLessThan(LONG_MS / 4);
  });

  it.each(['A', 'AAAA'] as const)('is used where %s questions fail', async (type) => {
    const kept = { A: '::1', AAAA: HERE }[type];
    if (kept === '::1') {
      const v6 = await startReceiver({ host: '::1', port: receiver.port });
      ends.push(() => v6.close());
    }
    const [v4, v6] = [await startDnsServer(), dns];
    ends.push(() => v4.close());
    for (const server of [v4, v6]) server.set('one.example.com', [kept]);
    expect(await sendTo(senderWith(), 'one.example.com')).toMatchObject({ error: null, ip: kept });
  });

  it('whose answer fits into no datagram is asked for over TCP', async () => {
    dns.set('long.example.com', [HERE]);
    dns.behave('long.example.com', { overTcpOnly: true });
    expect((await sendTo(senderWith(), 'long.example.com')).error).toBeNull();
  });

  it('is kept for the time to live of its record, and failures for a moment', async () => {
    const sender = senderWith();
    dns.set('kept.example.com', [HERE]);
    dns.behave('kept.example.com', { ttlSeconds: 3_600 });
    for (let n = 0; n < 3; n += 1)
      expect((await sendTo(sender, 'kept.example.com')).error).toBeNull();
    expect(dns.lookups('kept.example.com')).toBe(1);

    await sendTo(sender, 'missing.example.com');
    expect((await sendTo(sender, 'missing.example.com')).error?.class).toBe('dns');
    expect(dns.lookups('missing.example.com')).toBe(1);
    dns.set('missing.example.com', [HERE]);
    await eventually(async () => {
      expect((await sendTo(sender, 'missing.example.com')).error).toBeNull();
    });
  });

  it('in capitals is the same name', async () => {
    dns.set('capital.example.com', [HERE]);
    expect((await sendTo(senderWith(), 'CAPITAL.example.com')).error).toBeNull();
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
      if (how !== 'is gone') ends.push(() => first.close());
      await fail(first);
      const sender = senderWith({ dnsServers: [first.address, dns.address] });
      for (const name of ['one.example.com', 'two.example.com']) {
        dns.set(name, [HERE]);
        expect((await sendTo(sender, name)).error).toBeNull();
      }
      expect(first.lookups('two.example.com')).toBe(0);
    },
  );

  it('may fail as long as one has the answer', async () => {
    const second = await startDnsServer();
    ends.push(() => second.close());
    dns.behave('*', { responseCode: REFUSED });
    second.set('here.example.com', [HERE]);
    const sender = senderWith({ dnsServers: [dns.address, second.address] });
    expect((await sendTo(sender, 'here.example.com')).error).toBeNull();
    expect((await sendTo(sender, 'nowhere.example.com')).error?.message).toContain('NXDOMAIN');
  });
});

describe('a lookup', () => {
  it('of a tenant whose names hang keeps nobody else waiting', async () => {
    const sender = senderWith();
    dns.set('good.example.com', [HERE]);
    const hanging = Array.from({ length: 40 }, (_, n) => `hang-${n}.example.com`);
    hanging.forEach((name) => dns.silence(name));
    let hasEnded = false;
    const stuck = Promise.all(
      hanging.map((name) => sendTo(sender, name, { timeoutMs: 4_000, tenantId: 'bad' })),
    ).finally(() => (hasEnded = true));
    await eventually(() => expect(dns.lookups('hang-0.example.com')).toBeGreaterThan(0));
    const asked = () => hanging.filter((name) => dns.lookups(name) > 0).length;
    const good = await sendTo(sender, 'good.example.com', { tenantId: 'good' });
    expect(good.error).toBeNull();
    expect([hasEnded, asked()]).toEqual([false, 8]);
    const hurried = await sendTo(sender, 'last.example.com', { timeoutMs: 100, tenantId: 'bad' });
    expect(hurried).toMatchObject({ isOurs: false, error: { class: 'timeout' } });
    expect(hurried.error?.message).toContain('other host names of the same tenant');
    for (const { error } of await stuck)
      expect(error?.message).toContain('resolving the host name');
    // Look-ups end with their attempt: the places are free again.
    expect((await sendTo(sender, 'good.example.com', { tenantId: 'bad' })).error).toBeNull();
  });

  it('is shared by all attempts that wait for the same name, and goes on for those that stay', async () => {
    const sender = senderWith();
    dns.set('shared.example.com', [HERE]);
    dns.behave('shared.example.com', { delayMs: { A: 1_500, AAAA: 1_500 } });
    const patient = sendTo(sender, 'shared.example.com');
    const impatient = await sendTo(sender, 'shared.example.com', { timeoutMs: 200 });
    expect(impatient.error?.class).toBe('timeout');
    expect((await patient).error).toBeNull();
  });
});

describe('as the host is set up', () => {
  let directory: string;
  let resolvConfPath: string;
  let hostsPath: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'postrider-names-'));
    ends.push(() => rm(directory, { recursive: true }));
    resolvConfPath = join(directory, 'resolv.conf');
    hostsPath = join(directory, 'hosts');
    await writeFile(resolvConfPath, '');
    await writeFile(hostsPath, '127.0.0.1 localhost\n');
  });

  const ofHost = (): Sender =>
    senderWith({
      dnsServers: [],
      resolvConfPath,
      hostsPath,
      port: Number(dns.address.split(':')[1]),
    });

  it('the name servers of resolv.conf are asked, and those that it names from then on', async () => {
    const port = Number(dns.address.split(':')[1]);
    const other = await startDnsServer({ host: '127.0.0.2', port });
    ends.push(() => other.close());
    dns.set('first.example.com', [HERE]);
    other.set('second.example.com', [HERE]);
    const sender = ofHost();
    expect((await sendTo(sender, 'first.example.com')).error).toBeNull();
    await writeFile(resolvConfPath, 'nameserver 127.0.0.2\n');
    await eventually(async () => {
      expect((await sendTo(sender, 'second.example.com')).error).toBeNull();
    });
  });

  it('a name that exists is asked for as it is, and no suffix gets to see it', async () => {
    await writeFile(resolvConfPath, 'search corp.example\noptions ndots:5\n');
    dns.set('hooks.example.com', [HERE]);
    dns.set('hooks.example.com.corp.example', ['127.0.0.9']);
    dns.set('empty.example.com', []);
    const sender = ofHost();
    expect(await sendTo(sender, 'hooks.example.com')).toMatchObject({ error: null, ip: HERE });
    expect((await sendTo(sender, 'empty.example.com')).error?.class).toBe('dns');
    expect(dns.lookups('hooks.example.com.corp.example')).toBe(0);
    expect(dns.lookups('empty.example.com.corp.example')).toBe(0);
  });

  it('a name with fewer dots than ndots that does not exist is tried with the suffixes', async () => {
    await writeFile(resolvConfPath, 'search none.example corp.example\noptions ndots:3\n');
    dns.set('hooks.team.corp.example', [HERE]);
    const sender = ofHost();
    expect((await sendTo(sender, 'hooks.team')).error).toBeNull();
    expect((await sendTo(sender, 'no.hooks.team')).error?.message).toContain(
      'There is no host name no.hooks.team in DNS',
    );
    expect((await sendTo(sender, 'a.b.hooks.team')).error?.class).toBe('dns');
    expect(dns.lookups('a.b.hooks.team.corp.example')).toBe(0);
  });

  it('the hosts file counts, and counts anew when it has changed', async () => {
    const sender = ofHost();
    await writeFile(hostsPath, `${HERE} own.example.com\n`);
    await eventually(async () =>
      expect((await sendTo(sender, 'own.example.com')).error).toBeNull(),
    );
    await writeFile(hostsPath, '');
    await eventually(async () => {
      expect((await sendTo(sender, 'own.example.com')).error?.class).toBe('dns');
    });
  });

  it('what the hosts file says of an address that is not allowed is refused like any other', async () => {
    await writeFile(hostsPath, '10.0.0.9 own.example.com\n');
    expect((await sendTo(ofHost(), 'own.example.com')).error?.class).toBe('blocked_address');
  });

  it('no file at all leads to the name server of the host itself', async () => {
    const paths = { resolvConfPath: join(directory, 'none'), hostsPath: join(directory, 'none') };
    expect(await checkNameServers({ dnsServers: [], ...paths })).toMatchObject({
      source: 'resolv.conf',
      servers: [{ server: HERE }],
    });
    const sender = senderWith({ dnsServers: [], ...paths });
    expect((await sendTo(sender, 'localhost')).error).toBeNull();
  });
});

describe('the check of name servers', () => {
  it('tells which there are, the rules, and whether each answers', async () => {
    const silent = await startDnsServer();
    ends.push(() => silent.close());
    silent.silence('*');
    const check = await checkNameServers({
      dnsServers: [dns.address, silent.address, '127.0.0.1:1'],
    });
    expect(check).toMatchObject({ source: 'DNS_SERVERS', search: [], ndots: 1 });
    expect(check.servers).toEqual([
      { server: dns.address, answeredInMs: expect.any(Number) as number, problem: null },
      {
        server: silent.address,
        answeredInMs: null,
        problem: expect.stringContaining('has not answered within 3000 ms') as string,
      },
      {
        server: '127.0.0.1:1',
        answeredInMs: null,
        problem: expect.any(String) as string,
      },
    ]);
  });
});
