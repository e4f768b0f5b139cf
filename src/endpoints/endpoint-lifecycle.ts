import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { changeEndpoint, findLocked, raiseFanoutVersion } from './change-endpoint.js';
import type { EndpointRef } from './change-endpoint.js';
import { forgetHolds } from './address-holds.js';
import { EndpointHealth } from './endpoint-health.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { holdQueued, releaseHeld, skipHeld } from './held-deliveries.query.js';
import { SYSTEM } from '../auth/index.js';
import { auditEndpoint } from './audit-endpoint.js';
import type { Actor } from '../auth/index.js';

/** What becomes of the deliveries held so far. */
export type HeldChoice = 'send' | 'skip';

/**
 * Whether an endpoint is sent to. Each call may be repeated: after a crash half-way the next one
 * finishes the work. Attempts in flight go on; whoever records them sees the new status.
 */
@Injectable()
export class EndpointLifecycle {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /** Holds what is queued (`endpoint_paused`) and all that is published from now on. */
  async pause(ref: EndpointRef, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      if (endpoint.status === 'active') await setStatus(manager, endpoint, 'paused');
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.paused' });
    });
    await holdQueued(this.source.manager, ref.endpointId, 'endpoint_paused');
  }

  /**
   * Makes a paused or disabled endpoint active and takes its addresses off hold, and sends or skips
   * what is held for it.
   */
  async resume(ref: EndpointRef, held: HeldChoice, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      if (endpoint.status !== 'active') await reactivate(manager, endpoint);
      await forgetHolds(manager, endpoint.id);
      await auditEndpoint(manager, {
        ...ref,
        actor,
        action: 'endpoint.resumed',
        details: { held },
      });
    });
    const settle = held === 'skip' ? skipHeld : releaseHeld;
    await settle(this.source.manager, ref.endpointId);
  }

  /**
   * For what a receiver answers (410), so by id alone. Does nothing to an endpoint that is deleted,
   * disabled already, or no longer at `seenVersion`: then the answer was to another configuration.
   * Answers whether the endpoint is disabled or gone.
   */
  async disable(endpointId: string, reason: string, seenVersion?: number): Promise<boolean> {
    const found = await this.source.manager.findOneBy(Endpoint, { id: endpointId });
    if (!found || found.status === 'disabled') return true;
    const ref = { tenantId: found.tenantId, endpointId };
    const isDisabled = await this.source.transaction(async (manager) => {
      await raiseFanoutVersion(manager, ref.tenantId);
      const endpoint = await findLocked(manager, ref);
      if (!endpoint || endpoint.status === 'disabled') return true;
      if (seenVersion !== undefined && endpoint.version !== seenVersion) return false;
      await setStatus(manager, endpoint, 'disabled', reason);
      const details = { reason };
      await auditEndpoint(manager, { ...ref, actor: SYSTEM, action: 'endpoint.disabled', details });
      return true;
    });
    if (isDisabled) await holdQueued(this.source.manager, endpointId, 'endpoint_disabled');
    return isDisabled;
  }
}

async function reactivate(manager: EntityManager, endpoint: Endpoint): Promise<void> {
  // What an attempt put back after the pause is held by now, so that it shares the choice.
  await holdQueued(manager, endpoint.id, `endpoint_${endpoint.status}`);
  await setStatus(manager, endpoint, 'active');
  await manager.update(
    EndpointHealth,
    { endpointId: endpoint.id },
    { failingSince: null, heldBackUntil: null },
  );
}

async function setStatus(
  manager: EntityManager,
  endpoint: Endpoint,
  status: Endpoint['status'],
  disabledReason: string | null = null,
): Promise<void> {
  const version = endpoint.version + 1;
  await manager.save(Object.assign(endpoint, { status, disabledReason, version }));
}
