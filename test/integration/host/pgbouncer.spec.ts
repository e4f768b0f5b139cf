import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionEvents, SessionEventsModule } from '../../../src/index.js';
import { createEndpoint, createTenant, eventually, useLab } from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';
import { createHostRole, ENCRYPTION_KEYS, startHost } from '../../support/host/index.js';
import type { Host, HostRole } from '../../support/host/index.js';
import type { Receiver } from '../../support/receiver.js';
import { adminQuery, findPgBouncer, startPgBouncer } from '../../support/services/index.js';

const isInstalled = findPgBouncer() !== undefined;
if (!isInstalled) {
  console.warn('Left out: an application behind pgbouncer, which is not installed.');
}

/** Transactions at once, and server connections for them where the pooler lends one per transaction. */
const AT_ONCE = 8;
const POOL_SIZE = 2;
const MINDED = new Error('the application changed its mind');

describe.runIf(isInstalled)('an application that reaches the database through pgbouncer', () => {
  const lab = useLab();
  let databaseUrl: string;
  let role: HostRole;
  let receiver: Receiver;
  let postrider: Postrider;
  let tenant: Tenant;

  beforeAll(async () => {
    databaseUrl = await lab.database();
    receiver = await lab.receiver();
    const [{ id, key }] = ENCRYPTION_KEYS;
    const env = { ENCRYPTION_KEYS: `${id}:${key.toString('base64')}` };
    postrider = await lab.postrider({ databaseUrl, env });
    tenant = await createTenant(postrider);
    await createEndpoint(postrider, tenant, { url: receiver.url, event_types: ['session.*'] });
    role = await createHostRole(databaseUrl);
    await adminQuery(role.url, `CREATE TABLE ${role.name}.decisions (session_id text)`);
  });
  afterAll(() => role?.drop());

  /** One row of the application and its event in one transaction. */
  const decide = (host: Host, sessionId: string): Promise<void> =>
    host.source.transaction(async (manager) => {
      await manager.query(`INSERT INTO ${role.name}.decisions VALUES ($1)`, [sessionId]);
      const payload = { session_id: sessionId, external_ref: null, is_sandbox: false };
      const options = { manager, idempotencyKey: sessionId };
      await host.get(SessionEvents).created(tenant.id, payload, options);
      if (sessionId.endsWith('undone')) throw MINDED;
    });

  const sessionsOf = (poolMode: string, ids: string[]): string[] =>
    ids.filter((id) => id.startsWith(poolMode)).sort();

  function received(): string[] {
    const bodies = receiver.requests.map(
      ({ body }) => JSON.parse(body.toString()) as { data: { session_id: string } },
    );
    return bodies.map(({ data }) => data.session_id);
  }

  it.each(['session', 'transaction'] as const)(
    'that pools %ss: what commits is delivered, and nothing is of what rolls back',
    async (poolMode) => {
      const poolSize = poolMode === 'session' ? 2 * AT_ONCE : POOL_SIZE;
      const pooler = await startPgBouncer({ databaseUrl, users: [role.url], poolMode, poolSize });
      const expected: string[] = [];
      // The second application finds the key of the tenant made, while its transactions take every connection.
      for (const run of [`${poolMode}_1`, `${poolMode}_2`]) {
        const host = await startHost(pooler.through(role.url), [SessionEventsModule]);
        const alone = { session_id: `${run}_alone`, external_ref: null, is_sandbox: false };
        if (run.endsWith('1')) await host.get(SessionEvents).created(tenant.id, alone);
        const names = Array.from({ length: AT_ONCE }, (_, n) => `${run}_${n}`);
        const outcomes = await Promise.allSettled(
          names.flatMap((name) => [decide(host, `${name}_kept`), decide(host, `${name}_undone`)]),
        );
        const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
        expect(failures).toEqual(names.map(() => MINDED));
        if (run.endsWith('2')) await host.get(SessionEvents).created(tenant.id, alone);
        expected.push(alone.session_id, ...names.map((name) => `${name}_kept`));
        await host.close();
      }
      await eventually(() => expect(sessionsOf(poolMode, received())).toEqual(expected.sort()));
      const path = `/v1/tenants/${tenant.id}/events?limit=100`;
      const { data } = await postrider.ok<{ data: { subject: string }[] }>('GET', path);
      const stored = data.map(({ subject }) => subject);
      expect(sessionsOf(poolMode, stored)).toEqual(expected);
      await pooler.stop();
    },
  );
});
