import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { asSystem } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import { Metrics } from '../metrics/index.js';

/** Counts the queued deliveries, measures how late the most overdue one is, and counts endpoints that do not work. */
const readGauges = statement<Reading>(
  'read-database-gauges',
  `
SELECT
  count(*) FILTER (WHERE leased_until IS NULL) AS queue_waiting,
  count(*) FILTER (WHERE leased_until IS NULL AND due_at <= now()) AS queue_due,
  count(*) FILTER (WHERE leased_until IS NOT NULL) AS queue_leased,
  coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE leased_until IS NULL AND due_at <= now())), 0)::float8 AS queue_overdue_seconds,
  (SELECT count(*) FROM pending_fanouts) AS queue_unfanned,
  (SELECT count(*) FROM endpoints WHERE status = 'disabled' AND deleted_at IS NULL) AS endpoints_disabled,
  (SELECT count(*) FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
   WHERE h.failing_since IS NOT NULL AND e.status = 'active' AND e.deleted_at IS NULL) AS endpoints_failing,
  (SELECT count(*) FROM tenants WHERE deleting_at IS NOT NULL AND deleted_at IS NULL) AS tenants_deleting,
  (SELECT count(*) FROM tenant_deletions WHERE state = 'waiting') AS tenants_not_erased
FROM delivery_queue
`,
);

/** Scrapes within this time share one query. */
const FRESH_MS = 5_000;

const HELP = {
  queue_waiting: 'Deliveries in the queue that no worker holds.',
  queue_due: 'Waiting deliveries whose due time has passed.',
  queue_leased: 'Deliveries that a worker holds.',
  queue_overdue_seconds: 'How long ago the most overdue delivery was due.',
  queue_unfanned: "Events of callers' transactions whose fan-out is still to be done.",
  endpoints_disabled: 'Endpoints that were disabled because nothing reached them.',
  endpoints_failing: 'Active endpoints to which nothing has succeeded since their first failure.',
  tenants_deleting: 'Tenants that are being deleted and can be restored.',
  tenants_not_erased: 'Tenants whose erasure is due and waits for a legal hold or a minimum age.',
} as const;

type Reading = Record<keyof typeof HELP, number>;

/** Gauges of the queue and of endpoints. Every process reports the same values, because they come from the database. */
@Injectable()
export class DatabaseGauges implements OnModuleInit {
  private reading: Promise<Reading | undefined> | undefined;
  private readAtMs = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly pool: HotPool,
  ) {}

  onModuleInit(): void {
    for (const [name, help] of Object.entries(HELP)) {
      const gauge: Gauge = new Gauge({
        name: `postrider_${name}`,
        help,
        registers: [this.metrics.registry],
        collect: async () => {
          const reading = await this.read();
          if (reading) gauge.set(reading[name as keyof Reading]);
          else gauge.remove();
        },
      });
    }
  }

  /** Resolves to undefined while the database does not answer, so that a scrape does not fail. */
  private read(): Promise<Reading | undefined> {
    const now = Date.now();
    if (!this.reading || now - this.readAtMs > FRESH_MS) {
      this.readAtMs = now;
      this.reading = asSystem(() => this.pool.run(readGauges)).then(
        ([row]) => row,
        () => undefined,
      );
    }
    return this.reading;
  }
}
