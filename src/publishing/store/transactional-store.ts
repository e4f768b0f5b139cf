import type { EntityManager } from 'typeorm';
import { parseId } from '../../common/index.js';
import type { EventContents } from '../../events/index.js';
import { findFirst } from './find-first.query.js';
import type { FirstRow } from './find-first.query.js';
import type { PreparedEvent } from '../prepare-event.js';
import { FIND_TENANT_WITHIN, STORE_EVENT_WITHIN } from './transactional-store.query.js';

/** Writes events inside transactions of others, never in a shared batch. */
export class TransactionalStore {
  constructor(private readonly contents: EventContents) {}

  /** The tenant (UUID) by id or external id, as the transaction sees it. */
  async tenantOf(manager: EntityManager, ref: string): Promise<string | undefined> {
    if (ref.includes('\0')) return undefined;
    const [row] = await manager.query<{ id: string }[]>(FIND_TENANT_WITHIN, [
      parseId('tenant', ref) ?? null,
      ref,
    ]);
    return row?.id;
  }

  /** The event that holds the key or was the effect already, or undefined where this one was stored. */
  async store(
    manager: EntityManager,
    tenantId: string,
    event: PreparedEvent,
    aboutEndpointId: string | null = null,
  ): Promise<FirstRow | undefined> {
    const sealed = await this.contents.seal(tenantId, event);
    const { keyHash = null, fingerprint = null } = event.idempotency ?? {};
    const [answer] = await manager.query<{ stored: boolean }[]>(STORE_EVENT_WITHIN, [
      event.id,
      tenantId,
      event.type,
      event.createdAt,
      event.subjectHash,
      event.isSandbox,
      sealed.labels,
      sealed.data,
      event.violations && JSON.stringify(event.violations),
      keyHash,
      fingerprint,
      event.refHashes,
      event.causedBy,
      event.effect?.hash ?? null,
      event.effect?.causeHash ?? null,
      event.assets.length > 0,
      event.effect?.toldHash ?? null,
      aboutEndpointId,
    ]);
    if (answer?.stored === true) return undefined;
    const [first] = await manager.query<FirstRow[]>(findFirst.text, [
      [event.id],
      [tenantId],
      [keyHash],
      [event.effect?.hash ?? null],
    ]);
    return first;
  }
}
