import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { LOGGER, repeat } from '../../common/index.js';
import type { Logger, Repeating } from '../../common/index.js';
import { DIRECT_ACCESS, HotPool, statement } from '../../database/index.js';
import type { DatabaseAccess } from '../../database/index.js';
import { EventLogWriter } from '../../event-log/index.js';
import { Listener } from './listener.js';
import { Watch } from './watch.js';

/** How far the logs of the tenants $1 go. */
const readHeads = statement<{ tenant_id: string; last_position: number }>(
  'read-event-log-heads',
  'SELECT tenant_id, last_position FROM event_log_heads WHERE tenant_id = ANY ($1::uuid[])',
);

/** Behind the notifications: what they miss is found by looking. */
const POLL_MS = 1_000;

/** Tells readers that there may be more to read. Begins with the first of them. */
@Injectable()
export class ChangeNotifier implements OnModuleDestroy {
  private readonly watches = new Map<string, Set<Watch>>();
  private readonly heads = new Map<string, number>();
  private readonly listener: Listener;
  private polling: Repeating | undefined;
  private listening: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(EventLogWriter) private readonly sequencer: EventLogWriter,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DIRECT_ACCESS) access: DatabaseAccess,
  ) {
    this.listener = new Listener(access, (tenantIds) => this.wake(tenantIds), logger);
  }

  /** To be closed by whoever asked for it. After the news are over it never waits. */
  watch(tenantId: string): Watch {
    const all = this.watches.get(tenantId) ?? new Set();
    this.watches.set(tenantId, all);
    const watch: Watch = new Watch(() => {
      all.delete(watch);
      if (all.size > 0 || this.watches.get(tenantId) !== all) return;
      this.watches.delete(tenantId);
      this.heads.delete(tenantId);
    });
    all.add(watch);
    if (this.isClosed) watch.end();
    else this.begin();
    return watch;
  }

  /** Ends every wait. */
  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    for (const watch of this.all()) watch.end();
    await this.listener.close();
    await Promise.all([this.polling?.stop(), this.listening]);
  }

  private begin(): void {
    this.listening ??= this.listener.run();
    this.polling ??= repeat(() => this.poll(), {
      everyMs: POLL_MS,
      onError: (error) =>
        this.logger.error({ err: error }, 'looking for news of events failed; it is tried again'),
    });
  }

  private async poll(): Promise<boolean> {
    const tenantIds = [...this.watches.keys()];
    if (tenantIds.length === 0) return false;
    await this.sequencer.place();
    const grown: string[] = [];
    for (const row of await this.pool.run(readHeads, [tenantIds])) {
      if (this.heads.get(row.tenant_id) === row.last_position) continue;
      if (this.watches.has(row.tenant_id)) this.heads.set(row.tenant_id, row.last_position);
      grown.push(row.tenant_id);
    }
    this.wake(grown);
    return false;
  }

  private wake(tenantIds: string[] | null): void {
    const woken =
      tenantIds === null
        ? this.all()
        : tenantIds.flatMap((id) => [...(this.watches.get(id) ?? [])]);
    for (const watch of woken) watch.wake();
  }

  private all(): Watch[] {
    return [...this.watches.values()].flatMap((watches) => [...watches]);
  }
}
