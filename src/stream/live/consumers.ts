import { Inject, Injectable } from '@nestjs/common';
import { invalid } from '../../common/index.js';
import { HotPool, statement } from '../../database/index.js';

interface PositionRow {
  position: number;
}

/** The position of consumer $2 of tenant $1. Marks it as seen now. */
const findConsumer = statement<PositionRow>(
  'find-stream-consumer',
  'UPDATE stream_consumers SET seen_at = now() WHERE tenant_id = $1 AND name = $2 RETURNING position',
);

/**
 * Adds consumer $2 of tenant $1 at position $3 and deletes those unseen for 30 days. Returns no row if
 * the tenant has $4 others already.
 */
const addConsumer = statement<PositionRow>(
  'add-stream-consumer',
  `
WITH expired AS (
  DELETE FROM stream_consumers WHERE tenant_id = $1 AND seen_at < now() - interval '30 days'
)
INSERT INTO stream_consumers AS known (tenant_id, name, position)
SELECT $1, $2, $3::bigint
WHERE (SELECT count(*) FROM stream_consumers WHERE tenant_id = $1 AND seen_at >= now() - interval '30 days') < $4::int
ON CONFLICT (tenant_id, name) DO UPDATE SET seen_at = now()
RETURNING position
`,
);

/** Moves consumer $2 of tenant $1 forward to position $3, never back. Returns its position. */
const moveConsumer = statement<PositionRow>(
  'move-stream-consumer',
  `INSERT INTO stream_consumers AS known (tenant_id, name, position) VALUES ($1, $2, $3)
   ON CONFLICT (tenant_id, name) DO UPDATE SET position = greatest(known.position, excluded.position), seen_at = now()
   RETURNING position`,
);

const MAX_PER_TENANT = 100;

/** Stores how far the clients with a name have acknowledged. */
@Injectable()
export class Consumers {
  constructor(@Inject(HotPool) private readonly pool: HotPool) {}

  /** Returns the last acknowledged position; undefined for an unknown consumer. */
  async find(tenantId: string, name: string): Promise<number | undefined> {
    const [row] = await this.pool.run(findConsumer, [tenantId, name]);
    return row?.position;
  }

  /** Adds a consumer at this position, unless it exists. Throws 422 if the tenant has too many. */
  async add(tenantId: string, name: string, position: number): Promise<void> {
    const [row] = await this.pool.run(addConsumer, [tenantId, name, position, MAX_PER_TENANT]);
    if (row) return;
    const message = `is one too many: a tenant has ${MAX_PER_TENANT}, and those unseen for 30 days are deleted`;
    throw invalid([{ pointer: '/consumer', code: 'too_many_consumers', message }]);
  }

  /** Returns the furthest position that was ever acknowledged. */
  async acknowledge(tenantId: string, name: string, position: number): Promise<number> {
    const [row] = await this.pool.run(moveConsumer, [tenantId, name, position]);
    return row?.position ?? position;
  }
}
