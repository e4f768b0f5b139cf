import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { applyOrder } from '../../../src/queue/subject-order.query.js';
import { promoteWaiting } from '../../../src/housekeeping/housekeeping.query.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { testClaims } from '../../support/test-claims.js';
import { idsOf, queueAt } from './queued.js';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, mail_windows'));
afterAll(() => engine.close());

const sweep = () => engine.get(HotPool).run(promoteWaiting);
const waiting = () =>
  engine.sql<{ delivery_id: string }>(
    `SELECT delivery_id FROM delivery_queue WHERE due_at = 'infinity' ORDER BY delivery_id`,
  );

describe('what gathers for a digest', () => {
  const RECIPIENT = 'someone@one.test';

  /** An endpoint whose second mail of a window waits for the digest. */
  async function mailEndpoint() {
    const { id: tenantId, endpointIds } = await engine.createTenant([{}]);
    const endpointId = endpointIds[0] ?? '';
    await engine.sql(
      `UPDATE endpoints SET channel = 'email', url = NULL, recipients = ARRAY[$2],
         digest = '{"window_seconds": 600, "max_per_window": 1}' WHERE id = $1`,
      [endpointId, RECIPIENT],
    );
    const mail = async (): Promise<string> => {
      const id = newUuid();
      await engine.sql(
        `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, recipient)
         VALUES ($1, $1, $2, $3, now(), $4)`,
        [id, endpointId, tenantId, RECIPIENT],
      );
      return id;
    };
    return { mail };
  }

  const remove = (id: string) =>
    engine.sql('DELETE FROM delivery_queue WHERE delivery_id = $1', [id]);

  it('is sent although the one that began it was given up before the others came', async () => {
    const { mail } = await mailEndpoint();
    await mail();
    await remove(await mail());
    const [next, last] = [await mail(), await mail()];
    expect(await waiting()).toEqual([{ delivery_id: last }]);
    await remove(next);
    expect(await waiting()).toEqual([]);
  });

  it('goes on at the end of its window after a race that left no delivery due', async () => {
    const { mail } = await mailEndpoint();
    for (let n = 0; n < 4; n += 1) await mail();
    await engine.sql(`UPDATE delivery_queue SET due_at = 'infinity' WHERE digest_id IS NOT NULL`);
    await sweep();
    expect(await waiting()).toHaveLength(2);
    expect(
      await engine.sql(
        `SELECT FROM delivery_queue q JOIN mail_windows w ON w.digest_id = q.digest_id AND w.ends_at = q.due_at`,
      ),
    ).toHaveLength(1);
    await sweep();
    expect(await waiting()).toHaveLength(2);
  });

  it('waits for the one that is being sent', async () => {
    const { mail } = await mailEndpoint();
    for (let n = 0; n < 3; n += 1) await mail();
    await engine.sql(
      `UPDATE delivery_queue SET leased_until = now() + interval '1 minute' WHERE due_at < 'infinity'`,
    );
    await sweep();
    expect(await waiting()).toHaveLength(1);
  });
});

describe('what waits for its subject', () => {
  it('goes on after a race that left no delivery due, beside those that are in order', async () => {
    const columns = { ordered: true };
    const stuck = await queueAt(engine, 3, columns, { subject: newUuid() });
    const well = await queueAt(engine, 3, columns, { subject: newUuid() });
    await engine.sql(`UPDATE delivery_queue SET due_at = 'infinity' WHERE endpoint_id = $1`, [
      stuck.endpointId,
    ]);
    await sweep();
    const expected = [...stuck.deliveryIds.slice(1), ...well.deliveryIds.slice(1)].toSorted();
    expect((await waiting()).map((row) => row.delivery_id)).toEqual(expected);
  });
});

describe('an endpoint that begins to keep order with a backlog', () => {
  it('has no delivery due behind the first of a subject, so that others are sent', async () => {
    const [subject, other] = [newUuid(), newUuid()];
    const { endpointId, tenantId, deliveryIds } = await queueAt(engine, 40, { max_in_flight: 10 });
    const [first = '', last = ''] = [deliveryIds[0], deliveryIds.at(-1)];
    await engine.sql(
      `INSERT INTO events (id, tenant_id, type, created_at, subject_hash, sequence, is_sandbox)
       SELECT id, $2, 'session.created', now(), CASE WHEN id = $3 THEN $4::uuid ELSE $5::uuid END, n, false
       FROM unnest($1::uuid[]) WITH ORDINALITY AS e (id, n)`,
      [deliveryIds, tenantId, last, other, subject],
    );
    await engine.sql(
      `UPDATE delivery_queue SET due_at = now() + interval '1 hour' WHERE delivery_id = $1`,
      [first],
    );
    await applyOrder(engine.get(DataSource).manager, { id: endpointId, ordered: true });
    const worker = testClaims(engine.get(HotPool), 60_000);
    expect(idsOf(await worker.due(10))).toEqual([last]);
    expect(await waiting()).toHaveLength(38);
    await engine.sql('DELETE FROM delivery_queue WHERE delivery_id = $1', [first]);
    expect(idsOf(await worker.due(10))).toEqual(deliveryIds.slice(1, 2));
  });
});
