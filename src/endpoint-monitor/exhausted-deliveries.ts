import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { EndpointDeliveryExhausted } from '../catalogue/index.js';
import { publicId } from '../common/index.js';
import { lastFailure, queueNotice } from '../endpoints/index.js';
import { MONITOR_RULES } from './next-step.js';
import type { MonitorRules } from './next-step.js';

/** Whether a delivery has failed for good that was not reported. */
export const IS_EXHAUSTED = 'EXISTS (SELECT FROM exhausted_deliveries)';

/** Reports of endpoints that are older than $1 milliseconds bind no more. */
const END_REPORTS = `
DELETE FROM exhaustion_reports WHERE reported_at < now() - make_interval(secs => $1 / 1000.0)`;

/** An endpoint whose first delivery was noted $1 milliseconds ago, so that those of the same moment are in the report. */
const FIND_DUE = `
SELECT x.endpoint_id AS id FROM exhausted_deliveries x
WHERE x.exhausted_at < now() - make_interval(secs => $1 / 1000.0)
  AND NOT EXISTS (SELECT FROM exhaustion_reports r WHERE r.endpoint_id = x.endpoint_id)
LIMIT 1`;

/** The report of endpoint $1 is that of one process. */
const BEGIN_REPORT = `
INSERT INTO exhaustion_reports (endpoint_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING endpoint_id`;

/** Events about endpoints do not count: two endpoints that fail would report each other for ever. */
const TAKE_DELIVERIES = `
WITH taken AS (
  DELETE FROM exhausted_deliveries WHERE endpoint_id = $1 RETURNING delivery_id, exhausted_at
)
SELECT count(*)::int AS count, min(t.exhausted_at) AS first, max(t.exhausted_at) AS last,
  (array_agg(t.delivery_id ORDER BY t.exhausted_at, t.delivery_id))[1:10] AS ids
FROM taken t JOIN deliveries d ON d.id = t.delivery_id JOIN events e ON e.id = d.event_id
WHERE e.type NOT LIKE 'endpoint.%'`;

interface EndpointRow {
  id: string;
  tenantId: string;
  url: string | null;
  status: 'active' | 'paused' | 'disabled';
}

interface TakenRow {
  count: number;
  first: Date;
  last: Date;
  ids: string[];
}

/** Reports deliveries that have failed for good: once in a window for an endpoint, with all since the last report. */
@Injectable()
export class ExhaustedDeliveries {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(MONITOR_RULES) private readonly rules: MonitorRules,
  ) {}

  /** Returns whether there may be more. Several processes may run it side by side. */
  async run(): Promise<boolean> {
    const { manager } = this.source;
    const { exhaustedWindowMs, exhaustedGatherMs } = this.rules;
    await manager.query(END_REPORTS, [exhaustedWindowMs]);
    const [due] = await manager.query<{ id: string }[]>(FIND_DUE, [exhaustedGatherMs]);
    if (!due) return false;
    await this.source.transaction((transaction) => report(transaction, due.id));
    return true;
  }
}

async function report(manager: EntityManager, endpointId: string): Promise<void> {
  const begun = await manager.query<object[]>(BEGIN_REPORT, [endpointId]);
  if (begun.length === 0) return;
  const [endpoint] = await manager.query<EndpointRow[]>(
    `SELECT id, tenant_id AS "tenantId", url, status FROM endpoints
     WHERE id = $1 AND deleted_at IS NULL FOR SHARE`,
    [endpointId],
  );
  const [taken] = await manager.query<TakenRow[]>(TAKE_DELIVERIES, [endpointId]);
  if (!endpoint || !taken || taken.count === 0) return;
  await queueNotice(manager, endpoint, EndpointDeliveryExhausted, {
    deliveries: taken.count,
    delivery_ids: taken.ids.map((id) => publicId('delivery', id)),
    first_exhausted_at: taken.first.toISOString(),
    last_exhausted_at: taken.last.toISOString(),
    last_error: await lastFailure(manager, endpointId),
  });
}
