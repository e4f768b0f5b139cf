import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  confirmRecipients,
  createReceivingTenant,
  createTenant,
  eventually,
  expectDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { ROOT } from '../support/app/build.js';
import type { ApiAnswer } from '../support/app/call-api.js';
import { mayUnshare, OWN_MOUNTS } from '../support/containers.js';
import { startDnsServer } from '../support/dns-server.js';
import type { DnsServer } from '../support/dns-server.js';
import { queryRows } from '../support/services/admin-query.js';

/*
 * No name server answers for any name, neither for those that tenants choose nor for those of the operator. The process
 * has a resolv.conf of its own, by which a look-up of the system takes minutes, and as many threads as in its image.
 */

const lab = useLab();
const NAME_SERVER = '127.9.9.9';
const RESOLV_CONF = `nameserver ${NAME_SERVER}\noptions timeout:30 attempts:5\n`;
const ISSUER = 'issuer.example.com';
const STORE = 's3.example.com';
const MAIL = 'mail.example.com';
/** The answer to a sign-in waits for the provider, and the next one after a pause asks again. */
const ASKED_AGAIN_MS = 3_000;
const DEADLINE_MS = 20_000;

const [, THREADS = ''] =
  /UV_THREADPOOL_SIZE=(\d+)/.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];

const ENV = {
  UV_THREADPOOL_SIZE: THREADS,
  PUBLIC_URL: 'https://postrider.example.com',
  OIDC_ISSUER: `https://${ISSUER}`,
  OIDC_CLIENT_ID: 'postrider',
  OIDC_CLIENT_SECRET: 'a-secret-of-the-client',
  SMTP_URL: `smtp://${MAIL}:2525?starttls=off`,
  MAIL_FROM: 'kyc@postrider.test',
  ASSET_STORE_ENDPOINT: `https://${STORE}`,
  ASSET_STORE_REGION: 'eu-central-1',
  ASSET_STORE_BUCKET: 'files',
  ASSET_STORE_ACCESS_KEY_ID: 'an-id',
  ASSET_STORE_SECRET_ACCESS_KEY: 'a-secret',
  RETRY_SCHEDULE: '86400',
  DELIVERY_TIMEOUT_MS: `${DEADLINE_MS}`,
};

const may = mayUnshare('names that no name server answers for', OWN_MOUNTS);

describe.runIf(may)('names that no name server answers for', () => {
  let app: Postrider;
  let dns: DnsServer;
  let databaseUrl: string;
  let other: Tenant;
  let bad: Tenant;

  beforeAll(async () => {
    dns = await startDnsServer({ host: NAME_SERVER, port: 53 });
    dns.silence('*');
    const url = new URL(await lab.database());
    // A name, so that each new connection needs a thread for its look-up.
    url.hostname = 'localhost';
    databaseUrl = url.href;
    const resolvConf = join(await lab.directory(), 'resolv.conf');
    await writeFile(resolvConf, RESOLV_CONF);
    const withResolvConf = `mount --bind '${resolvConf}' /etc/resolv.conf && exec "$@"`;
    app = await lab.postrider({
      databaseUrl,
      env: ENV,
      inside: [...OWN_MOUNTS, 'sh', '-c', withResolvConf, 'sh'],
    });
    const receiver = await lab.receiver();
    ({ tenant: other } = await createReceivingTenant(app, { url: receiver.url }));
    bad = await createTenant(app);
  });
  afterAll(async () => {
    // An exit would wait for the look-ups of the system.
    await app.kill9();
    await dns.close();
  });

  const ofBad = <T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>> =>
    app.api<T>(method, `/v1/tenants/${bad.id}${path}`, body, bad.key);

  /** A publish, its delivery, its record and readiness, over connections to the database that are new. */
  async function expectUndisturbed(): Promise<void> {
    await queryRows(
      databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name LIKE 'postrider%' AND datname = current_database()`,
    );
    await eventually(async () => {
      const { status } = await fetch(`${app.url}/health/ready`);
      expect(status).toBe(200);
    });
    const { id } = await publish(app, other);
    await expectDelivery(app, other, id, { status: 'succeeded' });
  }

  it('of receivers, in tests, previews and checks, by every channel, delay no other tenant', async () => {
    const hosts = Array.from({ length: 6 }, (_, n) => `hang-${n}.example.com`);
    const endpoints = [
      ...hosts.map((host) => ({ url: `http://${host}:8080/hook` })),
      { channel: 'slack', url: 'http://slack.example.com:8080/services/T0/B0/x' },
      { channel: 'email', recipients: ['ada@nowhere.example.com'] },
    ];
    const tests: Promise<ApiAnswer<{ error: { class: string } | null }>>[] = [];
    let areOver = false;
    for (const endpoint of endpoints) {
      const made = await ofBad<{ id: string }>('POST', '/endpoints', endpoint);
      expect(made.status).toBe(201);
      await confirmRecipients(app, bad.id);
      tests.push(ofBad('POST', `/endpoints/${made.body.id}/test`, {}));
    }
    const ended = Promise.all(tests).finally(() => (areOver = true));
    await eventually(() => {
      for (const host of [...hosts, 'slack.example.com', MAIL]) {
        expect([host, dns.lookups(host) > 0]).toEqual([host, true]);
      }
    });
    // While the tests wait, also for the tenant itself.
    const typed = { url: `http://typed.example.com:8080/hook` };
    expect((await ofBad('POST', '/endpoints/check', typed)).body).toMatchObject({ allowed: true });
    expect(dns.lookups('typed.example.com')).toBe(0);
    const inspector = await ofBad<{ id: string }>('POST', '/endpoints', { channel: 'inspector' });
    const test = `/endpoints/${inspector.body.id}/test`;
    expect(await ofBad('POST', test, {})).toMatchObject({ status: 200, body: { error: null } });
    await expectUndisturbed();
    expect(areOver).toBe(false);
    for (const { status, body } of await ended) {
      expect(status).toBe(200);
      expect(body.error?.class).toMatch(/^(dns|timeout)$/);
    }
  });

  it('of the operator leave threads to everything else, however often they are asked for', async () => {
    for (let asked = 0; asked < 3;) {
      const startMs = Date.now();
      const { status } = await fetch(`${app.url}/sign-in/oidc`, { redirect: 'manual' });
      expect(status).toBe(503);
      if (Date.now() - startMs > ASKED_AGAIN_MS) asked += 1;
    }
    await expectUndisturbed();
    expect(dns.lookups(ISSUER)).toBeGreaterThan(0);
  });

  it('of the asset store are not asked for, since links are signed here', async () => {
    const file = `${other.id}/a-file`;
    const data = { id: crypto.randomUUID(), card: { $asset: file } };
    const { id } = await publish(app, other, { type: 'verification.updated', data });
    await expectDelivery(app, other, id, { status: 'succeeded' });
    expect(await app.ok('GET', `/v1/tenants/${other.id}/events/${id}`)).toMatchObject({
      data: { card: expect.stringContaining(STORE) as string },
    });
    expect(dns.lookups(STORE)).toBe(0);
  });
});
