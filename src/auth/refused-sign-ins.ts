import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { recordAudit } from './audit.js';

const EVERY_MS = 1_000;
/** One entry per address and minute, whatever the number of requests. */
const PER_ADDRESS_MS = 60_000;
/** Entries per second; the other addresses are counted together. */
const MAX_ENTRIES = 20;
const MAX_ADDRESSES = 1_000;
const OTHERS = 'others';
const NOT_KNOWN = { id: 'unknown', role: 'none' };

/** Writes requests with wrong keys to the audit log, summed up by address, so that a flood is a few entries. */
@Injectable()
export class RefusedSignIns implements OnModuleDestroy {
  private counts = new Map<string, number>();
  private readonly writtenMs = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  add(address: string | undefined): void {
    const known = address ?? OTHERS;
    const name = this.counts.has(known) || this.counts.size < MAX_ADDRESSES ? known : OTHERS;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.write([...this.counts]);
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
  }

  private async flush(): Promise<void> {
    const nowMs = systemClock.now();
    for (const [address, atMs] of this.writtenMs) {
      if (atMs <= nowMs - PER_ADDRESS_MS) this.writtenMs.delete(address);
    }
    const due = [...this.counts].filter(([address]) => !this.writtenMs.has(address));
    const written = due.slice(0, MAX_ENTRIES);
    for (const [address] of written) {
      this.counts.delete(address);
      this.writtenMs.set(address, nowMs);
    }
    await this.write(written);
    this.timer = undefined;
    if (this.counts.size > 0) this.schedule();
  }

  private async write(counts: readonly [string, number][]): Promise<void> {
    for (const [address, count] of counts) {
      await recordAudit(this.source.manager, {
        actor: NOT_KNOWN,
        tenantId: null,
        action: 'sign_in.refused',
        target: 'api',
        details: { requests: count },
        address,
      }).catch((error: unknown) => {
        this.logger.error({ err: error }, 'refused sign-ins could not be written to the audit log');
      });
    }
  }
}
