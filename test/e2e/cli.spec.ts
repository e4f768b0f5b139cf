import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { eventually, runCli, useLab } from '../support/app/index.js';
import type { Postrider } from '../support/app/index.js';
import { adminQuery } from '../support/services/admin-query.js';

const lab = useLab();

it('lists its commands where it is asked for another one', async () => {
  for (const args of [[], ['audit'], ['audit', 'forge'], ['--what']]) {
    const { status, output } = await runCli({}, ...args);
    expect([status, output]).toEqual([2, expect.stringContaining('audit verify')]);
  }
});

it('checks the audit log of a running installation, and finds what was changed', async () => {
  const databaseUrl = await lab.database();
  const app = await lab.postrider({ databaseUrl });
  await app.ok('POST', '/v1/tenants', { name: 'Acme' });
  const env = {
    DATABASE_URL: databaseUrl,
    ADMIN_API_KEY: 'pr_an-admin-key-that-is-long-enough-here',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  };
  await eventually(async () => {
    const { status, output } = await runCli(env, 'audit', 'verify');
    expect([status, output]).toEqual([
      0,
      expect.stringMatching(/^[1-9]\d* entries checked, 0 problems/),
    ]);
  });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `ALTER TABLE audit_log DISABLE TRIGGER keep_audit; UPDATE audit_log SET role = 'viewer'`,
  );
  await client.end();
  const { status, output } = await runCli(env, 'audit', 'verify');
  expect([status, output]).toEqual([1, expect.stringContaining('was changed')]);
});

it('says how a command is used', async () => {
  for (const words of [
    ['subjects', 'erase'],
    ['erasures', 'reapply'],
    ['keys', 'retire'],
  ]) {
    const { status, output } = await runCli({}, ...words);
    expect([status, output]).toEqual([2, expect.stringContaining(`cli -- ${words.join(' ')} `)]);
  }
});

const KEYS = {
  ADMIN_API_KEY: `admin-${randomBytes(24).toString('hex')}`,
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};
const WARNING = 'The database is not the one that Postrider last ran on';

it('erases subjects, and makes a restored database forget again', async () => {
  const databaseUrl = await lab.database();
  const env = { DATABASE_URL: databaseUrl, ...KEYS };
  const start = (): Promise<Postrider> =>
    lab.postrider({ databaseUrl, env: { ...KEYS, LOG_LEVEL: 'warn' } });
  const app = await start();
  const api = <T>(method: string, path: string): Promise<T> =>
    app.ok(method, path, undefined, KEYS.ADMIN_API_KEY);
  const { id: tenant } = await app.ok<{ id: string }>(
    'POST',
    '/v1/tenants',
    { name: 'Acme', external_id: 'acme' },
    KEYS.ADMIN_API_KEY,
  );
  const publishOne = async (): Promise<string> => {
    const data = { session_id: 'session_1', external_ref: null, is_sandbox: false };
    const event = { tenant_id: tenant, type: 'session.created', data };
    return (await app.ok<{ id: string }>('POST', '/v1/events', event, KEYS.ADMIN_API_KEY)).id;
  };
  const dataOf = async (event: string): Promise<unknown> =>
    (await api<{ data: unknown }>('GET', `/v1/tenants/${tenant}/events/${event}`)).data;
  const first = await publishOne();
  const erased = await runCli(
    env,
    ...'subjects erase --tenant acme --reason r1 session_1'.split(' '),
  );
  expect(erased).toMatchObject({ status: 0, output: expect.stringContaining('erase 1 events') });
  await eventually(async () => expect(await dataOf(first)).toBeNull());

  await adminQuery(databaseUrl, `UPDATE database_identity SET identity = 'another server'`);
  const second = await start();
  await eventually(() => expect(second.output()).toContain(WARNING));
  const log = join(await lab.directory(), 'postrider.log');
  await writeFile(log, app.output());
  const again = await runCli(
    env,
    'erasures',
    'reapply',
    '--since',
    '2020-01-01T00:00Z',
    '--log',
    log,
  );
  expect(again).toMatchObject({
    status: 0,
    output: expect.stringMatching(/^0 erasures .*; 1 are/),
  });
  await second.stop();
  const third = await start();
  expect(third.output()).not.toContain(WARNING);
});
