import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { HotPool, statement } from '../database/index.js';
import { Metrics } from '../metrics/index.js';

/** Counts the queued deliveries and measures how late the most overdue one is. */
const readQueueGauges = statement<{
  waiting: number;
  due: number;
  leased: number;
  overdue_seconds: number;
  unfanned: number;
}>(
  'read-queue-gauges',
  `
SELECT
  count(*) FILTER (WHERE leased_until IS NULL) AS waiting,
  count(*) FILTER (WHERE leased_until IS NULL AND due_at <= now()) AS due,
  count(*) FILTER (WHERE leased_until IS NOT NULL) AS leased,
  coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE leased_until IS NULL AND due_at <= now())), 0)::float8 AS overdue_seconds,
  (SELECT count(*) FROM pending_fanouts) AS unfanned
FROM delivery_queue
`,
);

/** Scrapes within this time share one query. */
const FRESH_MS = 5_000;

const HELP = {
  waiting: 'Deliveries in the queue that no worker holds.',
  due: 'Waiting deliveries whose due time has passed.',
  leased: 'Deliveries that a worker holds.',
  overdue_seconds: 'How long ago the most overdue delivery was due.',
  unfanned: "Events of callers' transactions whose fan-out is still to be done.",
} as const;

type Reading = Record<keyof typeof HELP, number>;

/** Gauges of the queue. Every process reports the same values, because they come from the database. */
@Injectable()
export class QueueGauges implements OnModuleInit {
  private reading: Promise<Reading | undefined> | undefined;
  private readAtMs = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly pool: HotPool,
  ) {}

  onModuleInit(): void {
    for (const [name, help] of Object.entries(HELP)) {
      const gauge: Gauge = new Gauge({
        name: `postrider_queue_${name}`,
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
      this.reading = this.pool.run(readQueueGauges).then(
        ([row]) => row,
        () => undefined,
      );
    }
    return this.reading;
  }
}
