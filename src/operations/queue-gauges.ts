import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { HotPool } from '../database/index.js';
import { Metrics } from '../metrics/index.js';
import { readQueueGauges } from './queue-gauges.query.js';

/** Scrapes within this time share one look at the queue. */
const FRESH_MS = 5_000;

const HELP = {
  waiting: 'Deliveries in the queue that no worker holds.',
  due: 'Those of them whose time has come.',
  leased: 'Deliveries that a worker holds.',
  overdue_seconds: 'How long ago the most overdue delivery was due.',
  unfanned: 'Events of foreign transactions whose fan-out has yet to follow.',
} as const;

type Reading = Record<keyof typeof HELP, number>;

/** The state of the queue as every process sees it, since it lives in the database. */
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

  /** Undefined while the database does not answer: a scrape must not fail for it. */
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
