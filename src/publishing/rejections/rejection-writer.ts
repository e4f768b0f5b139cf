import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { asSystem, LOGGER } from '../../common/index.js';
import type { FieldError, Logger } from '../../common/index.js';
import { byteaArray, HotPool, Vault } from '../../database/index.js';
import type { SealContext } from '../../database/index.js';
import { Metrics } from '../../metrics/index.js';
import { countDrops, storeRejections } from './rejections.query.js';

/** Where a publish came from: a key of the API (null: the bootstrap key), or code, perhaps in a transaction. */
export interface Origin {
  source: 'api' | 'module' | 'transaction';
  /** UUID. */
  keyId: string | null;
}

/** A refused publish as it is stored. */
export interface Rejection {
  id: string;
  /** UUID; the zero UUID where it is none, or out of the publisher's reach. */
  tenantId: string;
  tenantRef: string;
  type: string | null;
  origin: Origin;
  status: number;
  code: string;
  errors: FieldError[];
  bodyJson: string | null;
  /** Ids by which it is found. */
  refs: string[];
  createdAt: Date;
}

/** Rows per tenant; with bodies of the greatest size they take less than 3 GiB. */
const MAX_PER_TENANT = 10_000;

/** `rejected_publishes.sealed_body`: the JSON text of the publish body. */
export const rejectedBodyOf = (id: string): SealContext => ({ table: 'rejected_publishes', id });

/** Writes refusals; bodies are sealed by the tenant's key, or a key of its own where there is none. */
@Injectable()
export class RejectionWriter {
  constructor(
    private readonly pool: HotPool,
    private readonly vault: Vault,
    private readonly metrics: Metrics,
  ) {}

  /** Returns for each refusal whether it is kept. */
  async write(batch: readonly Rejection[]): Promise<boolean[]> {
    const bodies = await Promise.all(batch.map((rejection) => this.seal(rejection)));
    const counts = new Map<string, number>();
    const positions = batch.map(({ tenantId }) => {
      const count = (counts.get(tenantId) ?? 0) + 1;
      counts.set(tenantId, count);
      return count;
    });
    const rows = await this.pool.run(storeRejections, [
      batch.map(({ id }) => id),
      batch.map(({ tenantId }) => tenantId),
      batch.map(({ tenantRef }) => tenantRef),
      batch.map(({ type }) => type),
      batch.map(({ origin }) => origin.source),
      batch.map(({ origin }) => origin.keyId),
      batch.map(({ status }) => status),
      batch.map(({ code }) => code),
      batch.map(({ errors }) => JSON.stringify(errors)),
      byteaArray(bodies),
      batch.map(({ createdAt }) => createdAt),
      positions,
      MAX_PER_TENANT,
      batch.map(({ refs }) => `{${refs.map((ref) => this.vault.hashRef(ref)).join()}}`),
    ]);
    this.metrics.rejectedKept.inc(rows.length);
    const kept = new Set(rows.map(({ id }) => id));
    return batch.map(({ id }) => kept.has(id));
  }

  private async seal({ id, tenantId, bodyJson }: Rejection): Promise<Buffer | null> {
    if (bodyJson === null) return null;
    const key = await this.vault.keyFor(tenantId);
    return this.vault.seal(key, rejectedBodyOf(id), Buffer.from(bodyJson));
  }
}

const FLUSH_MS = 1_000;

/** Counts refused publishes that were not kept: in the metrics, the log and the database. */
@Injectable()
export class DroppedCounts implements OnModuleDestroy {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  add(tenantId: string, count = 1): void {
    this.metrics.rejectedDropped.inc(count);
    this.counts.set(tenantId, (this.counts.get(tenantId) ?? 0) + count);
    this.timer ??= setTimeout(() => void asSystem(() => this.flush()), FLUSH_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await asSystem(() => this.flush());
  }

  private async flush(): Promise<void> {
    const { counts } = this;
    this.counts = new Map();
    this.timer = undefined;
    if (counts.size === 0) return;
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    this.logger.warn({ count, tenants: counts.size }, 'refused publishes were not kept');
    await this.pool.run(countDrops, [[...counts.keys()], [...counts.values()]]).catch(
      // The line above has the count already.
      (error: unknown) => this.logger.error({ err: error }, 'their count could not be stored'),
    );
  }
}
