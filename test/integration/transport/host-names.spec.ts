import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNameServers } from '../../../src/transport/index.js';
import type { Sender } from '../../../src/transport/index.js';
import { eventually } from '../../support/app/index.js';
import { startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { startNamesLab } from './names-lab.js';
import type { NamesLab } from './names-lab.js';

const HERE = '127.0.0.1';

let lab: NamesLab;
let dns: DnsServer;

beforeEach(async () => {
  lab = await startNamesLab();
  ({ dns } = lab);
});
afterEach(() => lab.close());

describe('as the host is set up', () => {
  let directory: string;
  let resolvConfPath: string;
  let hostsPath: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'postrider-names-'));
    lab.atEnd(() => rm(directory, { recursive: true }));
    resolvConfPath = join(directory, 'resolv.conf');
    hostsPath = join(directory, 'hosts');
    await writeFile(resolvConfPath, '');
    await writeFile(hostsPath, '127.0.0.1 localhost\n');
  });

  const ofHost = (): Sender =>
    lab.senderWith({
      dnsServers: [],
      resolvConfPath,
      hostsPath,
      port: Number(dns.address.split(':')[1]),
    });

  it('the name servers of resolv.conf are asked, and those that it names from then on', async () => {
    const port = Number(dns.address.split(':')[1]);
    const other = await startDnsServer({ host: '127.0.0.2', port });
    lab.atEnd(() => other.close());
    dns.set('first.example.com', [HERE]);
    other.set('second.example.com', [HERE]);
    const sender = ofHost();
    expect((await lab.sendTo(sender, 'first.example.com')).error).toBeNull();
    await writeFile(resolvConfPath, 'nameserver 127.0.0.2\n');
    await eventually(async () => {
      expect((await lab.sendTo(sender, 'second.example.com')).error).toBeNull();
    });
  });

  it('a name that exists is asked for as it is, and no suffix gets to see it', async () => {
    await writeFile(resolvConfPath, 'search corp.example\noptions ndots:5\n');
    dns.set('hooks.example.com', [HERE]);
    dns.set('hooks.example.com.corp.example', ['127.0.0.9']);
    dns.set('empty.example.com', []);
    const sender = ofHost();
    expect(await lab.sendTo(sender, 'hooks.example.com')).toMatchObject({ error: null, ip: HERE });
    expect((await lab.sendTo(sender, 'empty.example.com')).error?.class).toBe('dns');
    expect(dns.lookups('hooks.example.com.corp.example')).toBe(0);
    expect(dns.lookups('empty.example.com.corp.example')).toBe(0);
  });

  it('a name with fewer dots than ndots that does not exist is tried with the suffixes', async () => {
    await writeFile(resolvConfPath, 'search none.example corp.example\noptions ndots:3\n');
    dns.set('hooks.team.corp.example', [HERE]);
    const sender = ofHost();
    expect((await lab.sendTo(sender, 'hooks.team')).error).toBeNull();
    expect((await lab.sendTo(sender, 'no.hooks.team')).error?.message).toContain(
      'There is no host name no.hooks.team in DNS',
    );
    expect((await lab.sendTo(sender, 'a.b.hooks.team')).error?.class).toBe('dns');
    expect(dns.lookups('a.b.hooks.team.corp.example')).toBe(0);
  });

  it('the hosts file counts, and counts anew when it has changed', async () => {
    const sender = ofHost();
    await writeFile(hostsPath, `${HERE} own.example.com\n`);
    await eventually(async () =>
      expect((await lab.sendTo(sender, 'own.example.com')).error).toBeNull(),
    );
    await writeFile(hostsPath, '');
    await eventually(async () => {
      expect((await lab.sendTo(sender, 'own.example.com')).error?.class).toBe('dns');
    });
  });

  it('what the hosts file says of an address that is not allowed is refused like any other', async () => {
    await writeFile(hostsPath, '10.0.0.9 own.example.com\n');
    expect((await lab.sendTo(ofHost(), 'own.example.com')).error?.class).toBe('blocked_address');
  });

  it('no file at all leads to the name server of the host itself', async () => {
    const paths = { resolvConfPath: join(directory, 'none'), hostsPath: join(directory, 'none') };
    expect(await checkNameServers({ dnsServers: [], ...paths })).toMatchObject({
      source: 'resolv.conf',
      servers: [{ server: HERE }],
    });
    const sender = lab.senderWith({ dnsServers: [], ...paths });
    expect((await lab.sendTo(sender, 'localhost')).error).toBeNull();
  });
});

describe('the check of name servers', () => {
  it('shows which there are, the rules, and whether each answers', async () => {
    const silent = await startDnsServer();
    lab.atEnd(() => silent.close());
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
