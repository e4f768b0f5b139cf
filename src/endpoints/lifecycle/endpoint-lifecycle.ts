import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { changeEndpoint, findLocked, raiseFanoutVersion } from '../editing/change-endpoint.js';
import type { EndpointRef } from '../editing/change-endpoint.js';
import { forgetHolds } from './address-holds.js';
import { Endpoint } from '../endpoint.entity.js';
import { holdQueued, finishRelease } from '../../queue/index.js';
import { SYSTEM } from '../../auth/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import { auditEndpoint } from '../editing/audit-endpoint.js';
import type { Actor } from '../../auth/index.js';
import { requireDecider } from '../editing/pending-confirmation.js';
import type { HeldChoice } from '../../queue/index.js';
import { reactivate, setStatus, tellDisabled } from './status-changes.js';
import type { DisabledReason } from './status-changes.js';

/**
 * Whether an endpoint is sent to. Each call may be repeated: after a crash half-way the next one
 * finishes the work. Attempts in flight go on; whoever records them sees the new status.
 */
@Injectable()
export class EndpointLifecycle {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /**
   * Holds what is queued (`endpoint_paused`) and all that is published from now on. Ends a release
   * that is under way: what it has not come to stays held.
   */
  async pause(ref: EndpointRef, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      if (endpoint.status === 'active') await setStatus(manager, endpoint, 'paused');
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.paused' });
    });
    await holdQueued(this.source.manager, ref.endpointId, 'endpoint_paused');
  }

  /**
   * Makes a paused or disabled endpoint active and takes its addresses off hold, and sends or skips
   * what is held for it, save what is set aside for itself (`poison`). The choice is committed with
   * the status, and workers finish what this process does not live to do. Error: 409
   * `pending_confirmation` where the actor's role cannot confirm the URL that support has moved it to.
   */
  async resume(ref: EndpointRef, held: HeldChoice, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      requireDecider(endpoint, actor);
      if (endpoint.status !== 'active') await reactivate(manager, endpoint);
      await forgetHolds(manager, endpoint.id);
      await manager.save(Object.assign(endpoint, { releasing: held }));
      await auditEndpoint(manager, {
        ...ref,
        actor,
        action: 'endpoint.resumed',
        details: { held },
      });
    });
    await finishRelease(this.source.manager, ref.endpointId);
  }

  /**
   * For what a receiver answers (410), so by id alone. Does nothing to an endpoint that is deleted,
   * disabled already, or no longer at `seenVersion`: then the answer was to another configuration.
   * Answers whether the endpoint is disabled or gone.
   */
  disable(endpointId: string, reason: DisabledReason, seenVersion?: number): Promise<boolean> {
    return this.disableIf(endpointId, reason, (_manager, { version }) =>
      Promise.resolve(seenVersion === undefined || version === seenVersion),
    );
  }

  /**
   * The same under a condition, which is asked when the endpoint is locked; what it locks stays so
   * until the endpoint is disabled.
   */
  async disableIf(
    endpointId: string,
    reason: DisabledReason,
    isDue: (manager: EntityManager, endpoint: Endpoint) => Promise<boolean>,
  ): Promise<boolean> {
    const found = await this.source.manager.findOneBy(Endpoint, { id: endpointId });
    if (!found || found.status === 'disabled') return true;
    const ref = { tenantId: found.tenantId, endpointId };
    const isDisabled = await this.source.transaction(async (manager) => {
      await raiseFanoutVersion(manager, ref.tenantId);
      const endpoint = await findLocked(manager, ref);
      if (!endpoint || endpoint.status === 'disabled') return true;
      // It gets nothing, and what the former receiver says must not lift the need for a word.
      if (endpoint.disabledReason === PENDING_CONFIRMATION) return false;
      if (!(await isDue(manager, endpoint))) return false;
      await setStatus(manager, endpoint, 'disabled', reason);
      await tellDisabled(manager, endpoint, reason);
      const details = { reason };
      await auditEndpoint(manager, { ...ref, actor: SYSTEM, action: 'endpoint.disabled', details });
      return true;
    });
    if (isDisabled) await holdQueued(this.source.manager, endpointId, 'endpoint_disabled');
    return isDisabled;
  }
}
