import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { EntityManager } from 'typeorm';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { Metrics } from '../metrics/index.js';

/** What was removed of one table. */
export interface Removal {
  relation: string;
  rows: number;
  /** The name of the partition that was dropped. */
  partition?: string;
}

const NOTE = `
INSERT INTO removals AS known (day, relation, removed, partitions)
VALUES ((now() AT TIME ZONE 'UTC')::date, $1, $2, $3)
ON CONFLICT (day, relation) DO UPDATE
SET removed = known.removed + excluded.removed, partitions = known.partitions || excluded.partitions`;

/** Keeps on record, in metrics and in the log what was purged. */
@Injectable()
export class Removals {
  private readonly rows: Counter;
  private readonly partitions: Counter;

  constructor(
    metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const labelNames = ['table'];
    const registers = [metrics.registry];
    this.rows = new Counter({
      name: 'postrider_removed_rows_total',
      help: 'Rows that this process purged for their age; those of dropped partitions by estimate.',
      labelNames,
      registers,
    });
    this.partitions = new Counter({
      name: 'postrider_dropped_partitions_total',
      help: 'Partitions that this process dropped because all of their rows were past.',
      labelNames,
      registers,
    });
  }

  /** Notes removals in the transaction that makes them. */
  async note(manager: EntityManager, removals: readonly Removal[]): Promise<void> {
    for (const { relation, rows, partition } of removals) {
      if (rows === 0 && partition === undefined) continue;
      await manager.query(NOTE, [relation, rows, partition === undefined ? [] : [partition]]);
      this.rows.inc({ table: relation }, rows);
      if (partition !== undefined) {
        this.partitions.inc({ table: relation });
        this.logger.info({ partition, rows }, 'a partition was dropped: all of it was past');
      }
    }
  }
}
