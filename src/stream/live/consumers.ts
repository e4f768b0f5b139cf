import { Inject, Injectable } from '@nestjs/common';
import { invalid } from '../../common/index.js';
import { HotPool, statement } from '../../database/index.js';

interface PositionRow {
  position: number;
}

/** Where the consumer $2 of tenant $1 stands; it counts as seen now. */
const findConsumer = statement<PositionRow>(
  'find-stream-consumer',
  'UPDATE stream_consumers SET seen_at = now() WHERE tenant_id = $1 AND name = $2 RETURNING position',
);

/**
 * A consumer that begins at position $3, for as long as the tenant has less than $4 that were seen in
 * the last 30 days; the others make room. No row where there is none for it.
 */
const addConsumer = statement<PositionRow>(
  'add-stream-consumer',
  `
WITH forgotten AS (
  DELETE FROM stream_consumers WHERE tenant_id = $1 AND seen_at < now() - interval '30 days'
)
INSERT INTO stream_consumers AS known (tenant_id, name, position)
SELECT $1, $2, $3::bigint
WHERE (SELECT count(*) FROM stream_consumers WHERE tenant_id = $1 AND seen_at >= now() - interval '30 days') < $4::int
ON CONFLICT (tenant_id, name) DO UPDATE SET seen_at = now()
RETURNING position
`,
);

/** Moves the consumer $2 of tenant $1 on to position $3; never back. Answers where it stands. */
const moveConsumer = statement<PositionRow>(
  'move-stream-consumer',
  `INSERT INTO stream_consumers AS known (tenant_id, name, position) VALUES ($1, $2, $3)
   ON CONFLICT (tenant_id, name) DO UPDATE SET position = greatest(known.position, excluded.position), seen_at = now()
   RETURNING position`,
);

const MAX_PER_TENANT = 100;

/** Remembers for clients with a name how far they have acknowledged. */
@Injectable()
export class Consumers {
  constructor(@Inject(HotPool) private readonly pool: HotPool) {}

  /** The position that it acknowledged last; undefined for one that was never seen. */
  async find(tenantId: string, name: string): Promise<number | undefined> {
    const [row] = await this.pool.run(findConsumer, [tenantId, name]);
    return row?.position;
  }

  /** Makes it known, at this position unless it is known already. 422 where the tenant has too many. */
  async add(tenantId: string, name: string, position: number): Promise<void> {
    const [row] = await this.pool.run(addConsumer, [tenantId, name, position, MAX_PER_TENANT]);
    if (row) return;
    const message = `is one too many: a tenant has ${MAX_PER_TENANT}, and those unseen for 30 days are forgotten`;
    throw invalid([{ pointer: '/consumer', code: 'too_many_consumers', message }]);
  }

  /** Resolves with what is stored then: the furthest that was ever acknowledged. */
  async acknowledge(tenantId: string, name: string, position: number): Promise<number> {
    const [row] = await this.pool.run(moveConsumer, [tenantId, name, position]);
    return row?.position ?? position;
  }
}
