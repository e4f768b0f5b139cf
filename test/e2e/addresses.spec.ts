import { beforeAll, describe, expect, it } from 'vitest';
import {
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { AttemptRecord, Postrider, Tenant } from '../support/app/index.js';
import type { DnsServer } from '../support/dns-server.js';
import { redirect, reply } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();

/** The one loopback address that the process may send to stands for the public ones. */
const PUBLIC = '127.0.0.1';
const PRIVATE = '127.0.0.2';

describe('addresses of receivers', () => {
  let app: Postrider;
  let dns: DnsServer;
  let allowed: Receiver;
  let internal: Receiver;

  beforeAll(async () => {
    const databaseUrl = await lab.database();
    dns = await lab.dnsServer();
    allowed = await lab.receiver({ host: PUBLIC });
    internal = await lab.receiver({ host: PRIVATE, port: allowed.port });
    const env = {
      DNS_SERVERS: dns.address,
      ALLOWED_PRIVATE_CIDRS: `${PUBLIC}/32`,
      RETRY_SCHEDULE: '86400',
    };
    app = await lab.postrider({ databaseUrl, env });
  });

  const urlOf = (host: string) => `http://${host}:${allowed.port}/hook`;

  it.each([
    ['one private address', [PRIVATE]],
    ['several private addresses', ['10.0.0.1', PRIVATE, '169.254.169.254']],
    ['a private IPv6 address', ['::1']],
    ['an IPv4 address inside IPv6', ['::ffff:127.0.0.2']],
    ['an allowed and a private address', [PUBLIC, PRIVATE]],
    ['a private and an allowed address', [PRIVATE, PUBLIC]],
  ])('a name with %s is never connected to', async (_what, addresses) => {
    const before = allowed.connections;
    const host = `${addresses.length}-${_what.replaceAll(/\W+/g, '-').toLowerCase()}.example.com`;
    dns.set(host, addresses);
    const { tenant } = await createReceivingTenant(app, { url: urlOf(host) });
    const { id } = await publish(app, tenant);
    const attempt = await firstAttempt(app, tenant, id);
    expect(attempt).toMatchObject({ response: null, error: { class: 'blocked_address' } });
    expect(dns.lookups(host)).toBe(1);
    expect(internal.connections).toBe(0);
    expect(allowed.connections).toBe(before);
  });

  it('a name that turns private at the second look-up is sent to once, and then no more', async () => {
    const host = 'rebinding.example.com';
    dns.set(host, [PUBLIC], [PRIVATE]);
    allowed.answer(reply(200, { connection: 'close' }));
    const { tenant } = await createReceivingTenant(app, { url: urlOf(host) });
    const first = await publish(app, tenant);
    expect(await firstAttempt(app, tenant, first.id)).toMatchObject({
      ip: PUBLIC,
      response: { status: 200 },
      error: null,
    });
    const { connections } = allowed;

    const second = await publish(app, tenant);
    expect(await firstAttempt(app, tenant, second.id)).toMatchObject({
      response: null,
      error: { class: 'blocked_address' },
    });
    expect(dns.lookups(host)).toBe(2);
    expect(internal.connections).toBe(0);
    expect(allowed.connections).toBe(connections);
  });

  it.each([307, 302])('a %i to a private address is not followed', async (status) => {
    const receiver = await lab.receiver();
    receiver.answer(redirect(internal.url, status));
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const { id } = await publish(app, tenant);
    expect(await firstAttempt(app, tenant, id)).toMatchObject({
      response: { status },
      error: { class: 'redirect' },
    });
    expect(await onlyDelivery(app, tenant.id, id)).toMatchObject({
      status: 'pending',
      attempt_count: 1,
    });
    expect(receiver.requests).toHaveLength(1);
    expect(internal.connections).toBe(0);
  });
});

/** The first attempt of an event's only delivery, once it is on record. */
function firstAttempt(app: Postrider, tenant: Tenant, eventId: string): Promise<AttemptRecord> {
  return eventually(async () => {
    const { attempts } = await onlyDelivery(app, tenant.id, eventId);
    const [attempt] = attempts;
    if (!attempt) throw new Error('No attempt is on record yet.');
    return attempt;
  });
}
