import { AppError, TtlCache, newUuid, tenantDeleting, unavailable } from '../../common/index.js';
import type { Clock } from '../../common/index.js';
import { INDEX_PERIOD, KeyedHashes, KeyRing, SYSTEM_TENANT } from '../../database/index.js';
import type { DataKey, WrappedKey } from '../../database/index.js';
import { noTenant } from '../publish-contract.js';
import { notSetUp } from './publish-function.js';
import type { FunctionAnswer, KeyText, PublishFunction, Querier } from './publish-function.js';

/** A tenant (UUID) with the key that its events are sealed with. */
export interface TenantKey {
  tenantId: string;
  key: DataKey;
  indexKeyId: string;
}

/**
 * The key of a month is used for an hour into the next, which is what clocks may differ by, so that the
 * turn of a month makes no transaction wait for a new key.
 */
const CACHE = { ttlMs: 3_600_000, maxEntries: 10_000 };
/** The first call asks, the second offers a key; a third follows where the month changed in between. */
const MAX_CALLS = 4;
const NOT_HAD =
  'The key for events of this tenant could not be had over databaseUrl; publish it again.';

type KeysAnswer = Extract<FunctionAnswer, { status: 'keys' }>;

/**
 * Gets the keys that an application seals and hashes with through the function. They are made and
 * committed on a connection of their own: a key that was made in a transaction that rolls back would
 * take everything with it that was sealed by it meanwhile.
 */
export class HostKeys {
  private readonly tenants: TtlCache<TenantKey>;
  private hashes: Promise<KeyedHashes> | undefined;
  private indexKeyId: string | undefined;

  constructor(
    private readonly own: Querier,
    private readonly publishFunction: PublishFunction,
    private readonly ring: KeyRing,
    clock: Clock,
  ) {
    this.tenants = new TtlCache((ref) => this.exchange(ref), { ...CACHE, clock });
  }

  /** Proves, the first time, that the function can be called and that our encryption keys are the right ones. */
  keyedHashes(): Promise<KeyedHashes> {
    this.hashes ??= this.loadHashes().catch((error: unknown) => {
      this.hashes = undefined;
      throw error;
    });
    return this.hashes;
  }

  /**
   * The key of the current month. It is asked of the `manager` first: while its transaction holds the
   * last connection of a pooler, nothing else can be asked. Errors: 404 where there is no such tenant,
   * 503 where a key has to be made and our own connection cannot be had.
   */
  async forTenant(ref: string, manager?: Querier): Promise<TenantKey> {
    // PostgreSQL takes no NUL in a text: such a question would abort the transaction.
    if (ref.includes('\0')) throw noTenantCalled(ref);
    const found =
      this.tenants.peek(ref) ??
      (manager && (await this.readWithin(manager, ref))) ??
      (await this.tenants.get(ref).catch(notHad));
    if (!found) throw noTenantCalled(ref);
    return found;
  }

  forget(ref: string): void {
    this.tenants.forget(ref);
  }

  private async loadHashes(): Promise<KeyedHashes> {
    const answer = await this.publishFunction.call(this.own, null, {});
    if (answer.status !== 'ready') throw notReady();
    this.indexKeyId = answer.index_key.id;
    const row = rowOf(answer.index_key, SYSTEM_TENANT, INDEX_PERIOD);
    return new KeyedHashes(await this.ring.unwrap(row));
  }

  /** Undefined where a key has to be made first, or where the manager's database is another. */
  private async readWithin(manager: Querier, ref: string): Promise<TenantKey | undefined> {
    const answer = await this.publishFunction.call(manager, ref, {});
    if (answer.status === 'no_tenant') throw noTenantCalled(ref, answer.deleting);
    if (answer.status !== 'keys' || answer.index_key_id !== this.indexKeyId) return undefined;
    const key = await this.keyOf(answer);
    if (key) this.tenants.keep(ref, key);
    return key;
  }

  private async exchange(ref: string): Promise<TenantKey | undefined> {
    let offer: object = {};
    for (let calls = 0; calls < MAX_CALLS; calls += 1) {
      const answer = await this.publishFunction.call(this.own, ref, offer);
      if (answer.status === 'no_tenant' && answer.deleting) throw tenantDeleting();
      if (answer.status === 'no_tenant') return undefined;
      if (answer.status !== 'keys') throw notReady();
      const key = await this.keyOf(answer);
      if (key) return key;
      // Under the key that wraps the index: one that Postrider's own processes have for certain.
      const { tenant_id, period, wrapped_by: wrappedBy } = answer;
      const { row } = await this.ring.create({ id: newUuid(), tenant_id, period }, wrappedBy);
      offer = { data_key: { ...row, wrapped: row.wrapped.toString('base64') } };
    }
    throw notSetUp('no data key could be agreed on');
  }

  private async keyOf({
    tenant_id: tenantId,
    ...answer
  }: KeysAnswer): Promise<TenantKey | undefined> {
    if (!answer.data_key) return undefined;
    const key = await this.ring.unwrap(rowOf(answer.data_key, tenantId, answer.period));
    return { tenantId, key, indexKeyId: answer.index_key_id };
  }
}

function rowOf({ wrapped, ...key }: KeyText, tenantId: string, period: string): WrappedKey {
  return { ...key, tenant_id: tenantId, period, wrapped: Buffer.from(wrapped, 'base64') };
}

/** 404 with the reference, as an application publishes for all tenants; 410 for one that is being deleted. */
export function noTenantCalled(ref: string, isDeleting = false): AppError {
  if (isDeleting) return tenantDeleting();
  const asked = JSON.stringify(ref);
  return noTenant(
    `No tenant has the id or the external_id ${asked}: create it with POST /v1/tenants first.`,
  );
}

/** Names the pool that was out of reach, which is not the manager's. */
function notHad(error: unknown): never {
  if (error instanceof AppError && error.status === 503) throw unavailable(NOT_HAD, error);
  throw error;
}

function notReady(): Error {
  return notSetUp('its database has no keys yet: start Postrider on it once');
}
