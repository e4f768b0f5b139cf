import { BriefCache, newUuid } from '../../common/index.js';
import type { Clock } from '../../common/index.js';
import { INDEX_PERIOD, KeyedHashes, KeyRing, SYSTEM_TENANT } from '../../database/index.js';
import type { DataKey, WrappedKey } from '../../database/index.js';
import { noTenant } from '../publish-answer.js';
import { notSetUp } from './publish-function.js';
import type { KeyText, PublishFunction, Querier } from './publish-function.js';

/** A tenant (UUID) and what its events are sealed with. */
export interface TenantKey {
  tenantId: string;
  key: DataKey;
  indexKeyId: string;
  month: string;
}

const CACHE = { ttlMs: 3_600_000, maxEntries: 10_000 };
/** The first asks, the second offers a key; a third where the months changed in between. */
const MAX_CALLS = 4;

/**
 * The keys that an application seals and hashes with, got through the function. They are made and
 * committed on a connection of their own: a key that was made in a transaction that rolls back would
 * take everything with it that was sealed by it meanwhile.
 */
export class HostKeys {
  private readonly tenants: BriefCache<TenantKey>;
  private hashes: Promise<KeyedHashes> | undefined;

  constructor(
    private readonly own: Querier,
    private readonly publishFunction: PublishFunction,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {
    this.tenants = new BriefCache((ref) => this.exchange(ref), { ...CACHE, clock });
  }

  /** Proves, the first time, that the function can be called and that our encryption keys are the right ones. */
  keyedHashes(): Promise<KeyedHashes> {
    this.hashes ??= this.loadHashes().catch((error: unknown) => {
      this.hashes = undefined;
      throw error;
    });
    return this.hashes;
  }

  /** The key of the current month. Error: 404 where there is no such tenant. */
  async forTenant(ref: string): Promise<TenantKey> {
    if (this.tenants.peek(ref)?.month !== this.month()) this.forget(ref);
    const found = await this.tenants.get(ref);
    if (!found) throw noTenant();
    return found;
  }

  forget(ref: string): void {
    this.tenants.forget(ref);
  }

  private async loadHashes(): Promise<KeyedHashes> {
    const answer = await this.publishFunction.call(this.own, null, {});
    if (answer.status !== 'ready') throw notReady();
    const row = rowOf(answer.index_key, SYSTEM_TENANT, INDEX_PERIOD);
    return new KeyedHashes(this.ring.unwrap(row));
  }

  private async exchange(ref: string): Promise<TenantKey | undefined> {
    const month = this.month();
    let offer: object = {};
    for (let calls = 0; calls < MAX_CALLS; calls += 1) {
      const answer = await this.publishFunction.call(this.own, ref, offer);
      if (answer.status === 'no_tenant') return undefined;
      if (answer.status !== 'keys') throw notReady();
      const { tenant_id: tenantId, period, index_key_id: indexKeyId } = answer;
      if (answer.data_key) {
        const key = this.ring.unwrap(rowOf(answer.data_key, tenantId, period));
        return { tenantId, key, indexKeyId, month };
      }
      // Under the key that wraps the index: one that Postrider's own processes have for certain.
      const row = this.ring.create(newUuid(), tenantId, period, answer.wrapped_by);
      offer = { data_key: { ...row, wrapped: row.wrapped.toString('base64') } };
    }
    throw notSetUp('no data key could be agreed on');
  }

  private month(): string {
    return new Date(this.clock.now()).toISOString().slice(0, 7);
  }
}

function rowOf({ wrapped, ...key }: KeyText, tenantId: string, period: string): WrappedKey {
  return { ...key, tenant_id: tenantId, period, wrapped: Buffer.from(wrapped, 'base64') };
}

function notReady(): Error {
  return notSetUp('its database has no keys yet: start Postrider on it once');
}
