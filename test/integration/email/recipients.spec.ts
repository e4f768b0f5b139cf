import { Pool } from 'pg';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { ConfirmRecipients1763600031100 } from '../../../migrations/1763600031100-confirm-recipients.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { eventually } from '../../support/app/index.js';
import { callApi } from '../../support/app/call-api.js';
import { startMailServer } from '../../support/mail-server.js';
import type { MailServer } from '../../support/mail-server.js';
import { createTestDatabase } from '../../support/services/index.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

interface Recipient {
  address: string;
  confirmed_at: string | null;
}

interface Delivery {
  id: string;
  status: string;
  reason: string | null;
  attempt_count: number;
}

let server: MailServer;
let product: RunningProduct;
let sql: Pool;
beforeAll(async () => {
  server = await startMailServer();
  const { mail } = loadSettings(
    { SMTP_URL: `smtp://127.0.0.1:${server.port}`, MAIL_FROM: 'KYC <kyc@postrider.test>' },
    '.',
  );
  product = await startProduct({
    ...(mail && { mail }),
    publicUrl: 'https://kyc.example.test/app',
  });
  sql = new Pool({ connectionString: product.databaseUrl, max: 1 });
});
afterAll(async () => {
  await sql.end();
  await product.close();
  await server.close();
});

const mailsTo = (address: string) => server.mails.filter(({ to }) => to === address);

/** A new tenant with an email endpoint: the path of the endpoint, and what sends it an event. */
const setUp = async (...recipients: string[]) => {
  const { id: tenant } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const endpoints = `/v1/tenants/${tenant}/endpoints`;
  const fields = { channel: 'email', recipients };
  const { id } = await product.ok<{ id: string }>('POST', endpoints, fields);
  const publish = async (): Promise<string> => {
    const data = { session_id: 's1', external_ref: null, is_sandbox: false };
    const body = { tenant_id: tenant, type: 'session.created', data };
    return (await product.ok<{ id: string }>('POST', '/v1/events', body)).id;
  };
  return { tenant, path: `${endpoints}/${id}`, publish };
};

const recipientsOf = (path: string) => product.ok<Recipient[]>('GET', `${path}/recipients`);

const deliveriesOf = async (tenant: string, event: string): Promise<Delivery[]> =>
  (await product.ok<{ deliveries: Delivery[] }>('GET', `/v1/tenants/${tenant}/events/${event}`))
    .deliveries;

const HELD = { status: 'held', reason: 'address_on_hold', attempt_count: 0 };

/** Makes the mails due that are to ask recipients of a tenant. */
const askNow = (tenant: string) =>
  sql.query(
    `UPDATE mail_recipients m SET ask_at = now() FROM endpoints e
     WHERE e.id = m.endpoint_id AND e.tenant_id = $1 AND m.ask_at IS NOT NULL`,
    [parseId('tenant', tenant)],
  );

/** The number of recipients of a tenant that wait for a while and were not asked. */
const putOffOf = async (tenant: string): Promise<number | undefined> => {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int FROM mail_recipients m JOIN endpoints e ON e.id = m.endpoint_id
     WHERE e.tenant_id = $1 AND m.asks = 0 AND m.ask_at > now() + interval '10 minutes'`,
    [parseId('tenant', tenant)],
  );
  return rows[0]?.count;
};

/** The path of the link in the first mail to an address. */
const linkTo = async (address: string): Promise<string> => {
  const raw = await eventually(() => {
    const [first] = mailsTo(address);
    if (!first) throw new Error('no mail yet');
    return first.raw;
  });
  const { text = '' } = await PostalMime.parse(raw);
  const [, link] = /https:\/\/kyc\.example\.test\/app(\/confirm\/\S+)/.exec(text) ?? [];
  if (link === undefined) throw new Error(`no link in: ${text}`);
  return link;
};

/** As a browser does: a form without fields has a content type and no body. */
const FORM = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: '',
};

const open = async (path: string, how: RequestInit = {}) => {
  const answer = await fetch(product.url + path, how);
  return { status: answer.status, html: await answer.text() };
};

describe('a new recipient', () => {
  it('gets only the mail that asks until it confirms on the page of its link', async () => {
    const address = 'ada@one.test';
    const { tenant, path, publish } = await setUp(address);
    const event = await publish();
    const link = await linkTo(address);
    expect(await recipientsOf(path)).toEqual([{ address, confirmed_at: null }]);
    expect(await deliveriesOf(tenant, event)).toMatchObject([HELD]);
    expect(await product.ok('GET', path)).toMatchObject({
      held_recipients: [{ recipient: address, reason: 'unconfirmed' }],
    });

    // A filter of mails that opens every link confirms nothing.
    expect((await open(link, { method: 'HEAD' })).status).toBe(200);
    expect(await open(link)).toMatchObject({
      status: 200,
      html: expect.stringContaining('<form method="post"><button>Confirm') as string,
    });
    expect(await recipientsOf(path)).toEqual([{ address, confirmed_at: null }]);
    for (const how of [FORM, FORM, {}]) {
      const page = await open(link, how);
      expect(page).toMatchObject({
        status: 200,
        html: expect.stringContaining('Your address is confirmed') as string,
      });
      expect(page.html).not.toContain('<form');
    }
    expect(await recipientsOf(path)).toEqual([
      { address, confirmed_at: expect.stringMatching(/Z$/) as string },
    ]);
    await eventually(async () => {
      expect(await deliveriesOf(tenant, event)).toMatchObject([{ status: 'succeeded' }]);
    });
    expect(mailsTo(address)).toHaveLength(2);
    expect(await product.ok('GET', path)).toMatchObject({ held_recipients: [] });
  });

  it('gets nothing by a retry, a test or a resume', async () => {
    const { tenant, path, publish } = await setUp('ada@two.test');
    const [delivery] = await deliveriesOf(tenant, await publish());
    const retry = `/v1/tenants/${tenant}/deliveries/${delivery?.id ?? ''}`;
    await product.ok('POST', `${retry}/retry`);
    await eventually(async () => expect(await product.ok('GET', retry)).toMatchObject(HELD));
    expect(await product.call('POST', `${path}/test`, {})).toMatchObject({
      status: 409,
      body: { code: 'recipient_not_confirmed' },
    });
    await product.ok('POST', `${path}/pause`);
    await product.ok('POST', `${path}/resume`, {});
    expect(await deliveriesOf(tenant, await publish())).toMatchObject([HELD]);
    expect(await product.ok('GET', retry)).toMatchObject(HELD);
  });

  it('is confirmed by an admin, and not by the tenant', async () => {
    const address = 'Ada@three.test';
    const { tenant, path, publish } = await setUp(address, 'bob@three.test');
    const event = await publish();
    const keys = `/v1/tenants/${tenant}/api-keys`;
    const { key } = await product.ok<{ key: string }>('POST', keys, { role: 'tenant', name: 'x' });
    const confirm = `${path}/recipients/confirm`;
    expect((await callApi(product.url, 'POST', confirm, { address }, key)).status).toBe(403);
    expect(await product.call('POST', confirm, { address: 'carl@three.test' })).toMatchObject({
      status: 422,
      body: { code: 'unknown_recipient' },
    });
    expect(await product.ok('POST', confirm, { address: 'ada@THREE.test' })).toMatchObject({
      address,
    });
    await eventually(async () => {
      const deliveries = await deliveriesOf(tenant, event);
      expect(deliveries.map(({ status }) => status).toSorted()).toEqual(['held', 'succeeded']);
    });
    // The mail of the other one, which was added at the same time, is out.
    await linkTo('bob@three.test');
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('is asked again where it was removed and comes back, three times a day; its former link is void', async () => {
    const address = 'ada@four.test';
    const { tenant, path } = await setUp(address);
    const link = await linkTo(address);
    for (const mails of [2, 3, 3]) {
      await product.ok('PATCH', path, { recipients: ['bob@four.test'] });
      expect((await open(link)).status).toBe(404);
      await product.ok('PATCH', path, { recipients: [address, 'bob@four.test'] });
      expect((await open(link, FORM)).status).toBe(404);
      await askNow(tenant);
      await eventually(() => expect(mailsTo(address)).toHaveLength(mails));
    }
    await eventually(async () => expect(await putOffOf(tenant)).toBe(1));
    expect(mailsTo(address)).toHaveLength(3);
    // Another tenant has a bound of its own.
    await askNow((await setUp(address)).tenant);
    await eventually(() => expect(mailsTo(address)).toHaveLength(4));
  });

  it('waits where its tenant has had 200 addresses asked in a day', async () => {
    const { tenant } = await setUp('ada@six.test', 'bob@six.test');
    await sql.query(
      `INSERT INTO request_keys (tenant_id, key_hash, fingerprint, token, held_until, expires_at)
       SELECT $1, 'ask-to-confirm:' || n::text::bytea, '', gen_random_uuid(), now(), now() + interval '1 hour'
       FROM generate_series(1, 199) n`,
      [parseId('tenant', tenant)],
    );
    await askNow(tenant);
    await eventually(async () => expect(await putOffOf(tenant)).toBe(1));
    const sent = () => [...mailsTo('ada@six.test'), ...mailsTo('bob@six.test')];
    await eventually(() => expect(sent()).toHaveLength(1));
    await sql.query(
      `UPDATE request_keys SET expires_at = now()
       WHERE tenant_id = $1 AND key_hash = 'ask-to-confirm:1'`,
      [parseId('tenant', tenant)],
    );
    await askNow(tenant);
    await eventually(() => expect(sent()).toHaveLength(2));
  });

  it('does not wait until all recipients of another tenant are asked', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `ada${index}@seven.test`);
    const first = await setUp(...many);
    const last = await setUp('bob@seven.test');
    await sql.query(
      `UPDATE mail_recipients m SET ask_at = now() - CASE e.tenant_id WHEN $1 THEN interval '1 hour' ELSE interval '1 minute' END
       FROM endpoints e WHERE e.id = m.endpoint_id AND e.tenant_id IN ($1, $2)`,
      [parseId('tenant', first.tenant), parseId('tenant', last.tenant)],
    );
    const sent = () => server.mails.map(({ to }) => to).filter((to) => to.endsWith('@seven.test'));
    await eventually(() => expect(sent()).toHaveLength(41));
    // Ten mails are sent at the same time.
    expect(sent().indexOf('bob@seven.test')).toBeLessThan(10);
  });

  it('has a link that cannot be made up', async () => {
    expect(await open('/confirm/0190a7b4-1111-7222-8333-444455556666.AAAA')).toMatchObject({
      status: 404,
      html: expect.stringContaining('This link is not valid') as string,
    });
  });
});

it('recipients from before the migration count as confirmed', async () => {
  const database = await createTestDatabase();
  const source = await createDataSource({ url: database.url }).initialize();
  const runner = source.createQueryRunner();
  const migration = new ConfirmRecipients1763600031100();
  try {
    await migration.down(runner);
    await runner.query(`INSERT INTO tenants (id, name) VALUES (gen_random_uuid(), 'Acme')`);
    await runner.query(
      `INSERT INTO endpoints (id, tenant_id, channel, recipients, signing)
       SELECT gen_random_uuid(), id, 'email', '{a@example.com,b@example.com}', '[]' FROM tenants`,
    );
    await migration.up(runner);
    const rows: unknown = await runner.query(
      'SELECT recipient, confirmed_at IS NOT NULL AS confirmed, ask_at FROM mail_recipients ORDER BY 1',
    );
    expect(rows).toEqual([
      { recipient: 'a@example.com', confirmed: true, ask_at: null },
      { recipient: 'b@example.com', confirmed: true, ask_at: null },
    ]);
  } finally {
    await runner.release();
    await source.destroy();
    await database.drop();
  }
});
