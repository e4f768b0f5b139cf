import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  actOnEndpoint,
  aSession,
  createReceivingTenant,
  eventually,
  expectDelivery,
  onlyDelivery,
  publish,
  runCli,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { KMS_KEY, startKmsStandIn } from '../support/kms-stand-in.js';
import type { KmsStandIn } from '../support/kms-stand-in.js';
import type { Receiver } from '../support/receiver.js';
import { queryRows } from '../support/services/admin-query.js';

/*
 * AWS KMS is the one service for which these tests use a stand-in (test/support/kms-stand-in.ts), because there is no
 * KMS that could run here. The SDK of AWS speaks to it over a socket, as it does to the real one.
 */
const lab = useLab();

const LISTED = `listed:${randomBytes(32).toString('base64')}`;
const KMS = { ENCRYPTION_KMS: `aws:${KMS_KEY}` };
const WITHIN_MS = 30_000;

let kms: KmsStandIn;
let databaseUrl: string;
let receiver: Receiver;
let start: (env: Record<string, string>) => Promise<Postrider>;
let cli: (env: Record<string, string>, ...words: string[]) => ReturnType<typeof runCli>;
beforeAll(async () => {
  kms = await startKmsStandIn();
  databaseUrl = await lab.database();
  receiver = await lab.receiver();
  start = (env) =>
    lab.postrider({ databaseUrl, env: { ENCRYPTION_KEYS: '', ...kms.env, ...KMS, ...env } });
  const common = {
    DATABASE_URL: databaseUrl,
    ADMIN_API_KEY: `admin-${randomBytes(24).toString('hex')}`,
  };
  cli = (env, ...words) => runCli({ ...common, ...kms.env, ...env }, ...words);
});
afterEach(() => {
  kms.mode = () => 'answers';
});
afterAll(() => kms.close());

const uses = (): Promise<object[]> =>
  queryRows(databaseUrl, 'SELECT DISTINCT wrapped_by FROM data_keys');

let app: Postrider;
let known: Tenant;
let other: Tenant;
it('encrypts data keys in KMS, each bound to its tenant, and sends what it has encrypted', async () => {
  app = await start({});
  ({ tenant: known } = await createReceivingTenant(app, { url: receiver.url }));
  ({ tenant: other } = await createReceivingTenant(app, { url: receiver.url }));
  const { id } = await publish(app, known);
  await expectDelivery(app, known, id, { status: 'succeeded' });
  expect(await uses()).toEqual([{ wrapped_by: KMS.ENCRYPTION_KMS }]);
  const tenants = kms.calls.map(({ context }) => `ten_${context.tenant?.replaceAll('-', '')}`);
  expect(tenants).toEqual(expect.arrayContaining([known.id, other.id]));
});

it.each(['hangs', 'breaks'] as const)(
  'goes on with keys in memory while KMS %s; what needs another key gets a 503 or waits, and nothing is lost',
  async (mode) => {
    const { tenant: fresh, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    await actOnEndpoint(app, fresh, endpoint.id, 'pause');
    const waiting = await publish(app, fresh);
    await app.stop();
    // The process that follows has no key of this tenant in memory.
    app = await start({});
    const first = await publish(app, known);
    await expectDelivery(app, known, first.id, { status: 'succeeded' });
    kms.mode = () => mode;
    // Its answer shows the secret masked, which takes the key: it is a 503, although the change was made.
    const resume = `/v1/tenants/${fresh.id}/endpoints/${endpoint.id}/resume`;
    await app.api('POST', resume, {}, fresh.key);
    await eventually(async () => {
      const rows = await queryRows(
        databaseUrl,
        `SELECT FROM endpoints WHERE tenant_id = '${fresh.id.slice('ten_'.length)}' AND status = 'active'`,
      );
      expect(rows).toHaveLength(1);
    });
    // The name of a tenant is stored under its key; so are its events.
    const another = { tenant_id: fresh.id, ...aSession() };
    for (const [path, body] of [
      ['/v1/tenants', { name: 'Keyless' }],
      ['/v1/events', another],
    ] as const) {
      const refused = await app.api('POST', path, body);
      expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const second = await publish(app, known);
    await expectDelivery(app, known, second.id, { status: 'succeeded', attempt_count: 1 });

    kms.mode = () => 'answers';
    await eventually(async () => {
      expect(await app.api('POST', '/v1/events', another)).toMatchObject({ status: 202 });
      const made = await app.api('POST', '/v1/tenants', { name: 'Keyless' });
      expect(made).toMatchObject({ status: 201 });
    }, WITHIN_MS);
    await eventually(async () => {
      expect(await onlyDelivery(app, fresh.id, waiting.id)).toMatchObject({
        status: 'succeeded',
        attempt_count: 1,
      });
    }, WITHIN_MS);
  },
);

it('keeps to one tenant what KMS denies for it', async () => {
  await app.stop();
  app = await start({});
  const denied = other.id.slice('ten_'.length);
  kms.mode = ({ tenant = '' }) => (tenant.replaceAll('-', '') === denied ? 'denies' : 'answers');
  const body = { tenant_id: other.id, ...aSession() };
  expect(await app.api('POST', '/v1/events', body)).toMatchObject({ status: 503 });
  expect(await publish(app, known)).toMatchObject({ deliveries: 1 });
  kms.mode = () => 'answers';
  expect(await publish(app, other)).toMatchObject({ deliveries: 1 });
});

it('moves from KMS to ENCRYPTION_KEYS and back by the same command', async () => {
  const both = { ...KMS, ENCRYPTION_KEYS: LISTED };
  await app.stop();
  app = await start(both);
  expect(await cli(both, 'keys', 'rotate', '--to', 'listed')).toMatchObject({ status: 0 });
  expect(await uses()).toEqual([{ wrapped_by: 'listed' }]);
  await publish(app, known);
  expect(await cli(both, 'keys', 'rotate')).toMatchObject({ status: 0 });
  expect(await uses()).toEqual([{ wrapped_by: KMS.ENCRYPTION_KMS }]);
  expect(await cli(both, 'keys', 'retire', 'listed')).toMatchObject({ status: 0 });
  await app.stop();
  app = await start({});
  await publish(app, known);
});
