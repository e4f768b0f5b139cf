import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { promoteWaiting, PURGES } from '../../../src/housekeeping/housekeeping.query.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

const TO = 'ada@example.com';

describe('mails', () => {
  let engine: Engine;
  let pool: HotPool;

  beforeAll(async () => {
    engine = await startEngine([]);
    pool = engine.get(HotPool);
  });
  afterAll(() => engine.close());

  const queue = async (
    digestId: string,
    states: { due?: Date; isLeased?: boolean }[],
  ): Promise<string[]> => {
    const ids = states.map(newUuid);
    for (const [index, { due, isLeased = false }] of states.entries()) {
      await engine.sql(
        `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, leased_until, digest_id)
         VALUES ($1, $1, $1, $1, coalesce($2::timestamptz, 'infinity'), $3::timestamptz, $4)`,
        [ids[index], due ?? null, isLeased ? new Date(Date.now() + 60_000) : null, digestId],
      );
    }
    return ids;
  };

  const dueOf = async (ids: string[]): Promise<string[]> =>
    (
      await engine.sql<{ id: string }>(
        `SELECT delivery_id AS id FROM delivery_queue WHERE delivery_id = ANY ($1) AND due_at < 'infinity'`,
        [ids],
      )
    ).map(({ id }) => id);

  it('that wait for a digest of which nothing is queued become due; others wait', async () => {
    const lost = await queue(newUuid(), [{}, {}]);
    const waiting = await queue(newUuid(), [{ due: new Date(Date.now() + 60_000) }, {}]);
    const sending = await queue(newUuid(), [{ due: new Date(), isLeased: true }, {}]);
    const taken = await queue(newUuid(), [{ isLeased: true }]);
    expect(await pool.run(promoteWaiting)).toEqual([{ promoted: 1 }]);
    expect(await dueOf(lost)).toEqual([lost[0]]);
    expect(await dueOf(waiting)).toEqual([waiting[0]]);
    expect(await dueOf(sending)).toEqual([sending[0]]);
    expect(await dueOf(taken)).toEqual([]);
    expect(await pool.run(promoteWaiting)).toEqual([{ promoted: 0 }]);
  });

  it('leave no address behind once their windows have ended', async () => {
    const [old, young] = [newUuid(), newUuid()];
    await engine.sql(
      `INSERT INTO mail_windows (endpoint_id, recipient, ends_at, mails)
       VALUES ($1, $3, now() - interval '25 hours', 3), ($2, $3, now() - interval '1 hour', 3)`,
      [old, young, TO],
    );
    expect(await pool.run(PURGES.mailWindows, [10])).toEqual([{ purged: 1 }]);
    const left = await engine.sql<{ id: string }>('SELECT endpoint_id AS id FROM mail_windows');
    expect(left).toEqual([{ id: young }]);
  });
});
