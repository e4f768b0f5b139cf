import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { asSystem, LOGGER, runLoop } from '../../common/index.js';
import type { Logger, RunLoop } from '../../common/index.js';
import { DIRECT_ACCESS, HotPool, statement } from '../../database/index.js';
import type { DatabaseAccess } from '../../database/index.js';
import { EventLogWriter } from '../../event-log/index.js';
import { Listener } from './listener.js';

/** One reader's subscription to changes of one tenant's event log. */
export class ChangeSubscription {
  private hasChanged = false;
  private isEnded = false;
  private resolve: (() => void) | undefined;

  constructor(private readonly onClose: () => void) {}

  /** True once the subscription was closed or the process is stopping: `next` no longer waits. */
  get ended(): boolean {
    return this.isEnded;
  }

  /** Call it before reading, so that a change during the read ends the next wait. */
  reset(): void {
    this.hasChanged = false;
  }

  /** Resolves on a change since the last `reset`, at the latest after `withinMs`. */
  async next(withinMs: number): Promise<void> {
    if (this.hasChanged || this.isEnded) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.resolve = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.resolve = undefined;
  }

  wake(): void {
    this.hasChanged = true;
    this.resolve?.();
  }

  end(): void {
    this.isEnded = true;
    this.wake();
  }

  close(): void {
    this.end();
    this.onClose();
  }
}

/** The last positions in the event logs of the tenants $1. */
const readHeads = statement<{ tenant_id: string; last_position: number }>(
  'read-event-log-heads',
  'SELECT tenant_id, last_position FROM event_log_heads WHERE tenant_id = ANY ($1::uuid[])',
);

/** Polling finds what notifications miss. */
const POLL_MS = 1_000;

/** Wakes readers when there may be more events to read. Listens and polls from the first reader on. */
@Injectable()
export class ChangeNotifier implements OnModuleDestroy {
  private readonly subscriptions = new Map<string, Set<ChangeSubscription>>();
  private readonly heads = new Map<string, number>();
  private readonly listener: Listener;
  private polling: RunLoop | undefined;
  private listening: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(EventLogWriter) private readonly logWriter: EventLogWriter,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DIRECT_ACCESS) access: DatabaseAccess,
  ) {
    this.listener = new Listener(access, (tenantIds) => this.wake(tenantIds), logger);
  }

  /** The caller closes the subscription. One that is made while the process stops has ended already. */
  subscribe(tenantId: string): ChangeSubscription {
    const ofTenant = this.subscriptions.get(tenantId) ?? new Set();
    this.subscriptions.set(tenantId, ofTenant);
    const subscription: ChangeSubscription = new ChangeSubscription(() => {
      ofTenant.delete(subscription);
      if (ofTenant.size > 0 || this.subscriptions.get(tenantId) !== ofTenant) return;
      this.subscriptions.delete(tenantId);
      this.heads.delete(tenantId);
    });
    ofTenant.add(subscription);
    if (this.isClosed) subscription.end();
    else this.start();
    return subscription;
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    for (const subscription of this.all()) subscription.end();
    await this.listener.close();
    await Promise.all([this.polling?.stop(), this.listening]);
  }

  private start(): void {
    // It listens for all tenants, whichever of them is the first to read.
    this.listening ??= asSystem(() => this.listener.run());
    this.polling ??= runLoop(() => this.poll(), {
      everyMs: POLL_MS,
      onError: (error) =>
        this.logger.error({ err: error }, 'polling for new events failed; it is retried'),
    });
  }

  private async poll(): Promise<boolean> {
    const tenantIds = [...this.subscriptions.keys()];
    if (tenantIds.length === 0) return false;
    await this.logWriter.assignPositions();
    const grown: string[] = [];
    for (const row of await this.pool.run(readHeads, [tenantIds])) {
      if (this.heads.get(row.tenant_id) === row.last_position) continue;
      if (this.subscriptions.has(row.tenant_id)) this.heads.set(row.tenant_id, row.last_position);
      grown.push(row.tenant_id);
    }
    this.wake(grown);
    return false;
  }

  private wake(tenantIds: string[] | null): void {
    const woken =
      tenantIds === null
        ? this.all()
        : tenantIds.flatMap((id) => [...(this.subscriptions.get(id) ?? [])]);
    for (const subscription of woken) subscription.wake();
  }

  private all(): ChangeSubscription[] {
    return [...this.subscriptions.values()].flatMap((ofTenant) => [...ofTenant]);
  }
}
