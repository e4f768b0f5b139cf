import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import {
  changeEndpoint,
  findLocked,
  incrementFanoutVersion,
  auditEndpoint,
} from '../editing/change-endpoint.js';
import type { EndpointRef } from '../editing/change-endpoint.js';
import { removeHolds } from './address-holds.js';
import { Endpoint } from '../endpoint.entity.js';
import { holdQueued, finishRelease } from '../../queue/index.js';
import { SYSTEM } from '../../auth/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import type { Actor } from '../../auth/index.js';
import { requireConfirmingRole } from '../editing/pending-confirmation.js';
import type { HeldChoice } from '../../queue/index.js';
import { reactivate, setStatus, queueDisabledNotice } from './status-changes.js';
import type { DisabledReason } from './status-changes.js';

/**
 * Pauses, resumes and disables endpoints. Each call may be repeated: after a crash, the next one completes
 * the work. Attempts in flight continue; recording them takes the new status into account.
 */
@Injectable()
export class EndpointLifecycle {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /**
   * Pauses the endpoint: queued deliveries and those of later events are held (`endpoint_paused`). Stops a
   * release in progress: deliveries that it has not released stay held. Throws 404.
   */
  async pause(ref: EndpointRef, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      const before = { status: endpoint.status };
      if (endpoint.status === 'active') await setStatus(manager, endpoint, 'paused');
      const details = { before, after: { status: endpoint.status } };
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.paused', details });
    });
    await holdQueued(this.source.manager, ref.endpointId, 'endpoint_paused');
  }

  /**
   * Activates a paused or disabled endpoint, ends the holds of its addresses, and sends or skips its held
   * deliveries, except those held as `poison`. The choice is committed with the status, so that workers
   * complete the release after a crash. Throws 404, or 409 `pending_confirmation` if the actor's role
   * cannot confirm the URL to which support has moved the endpoint.
   */
  async resume(ref: EndpointRef, held: HeldChoice, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      requireConfirmingRole(endpoint, actor);
      const before = { status: endpoint.status };
      if (endpoint.status !== 'active') await reactivate(manager, endpoint);
      await removeHolds(manager, endpoint.id);
      await manager.save(Object.assign(endpoint, { releasing: held }));
      await auditEndpoint(manager, {
        ...ref,
        actor,
        action: 'endpoint.resumed',
        details: { held, before, after: { status: endpoint.status } },
      });
    });
    await finishRelease(this.source.manager, ref.endpointId);
  }

  /**
   * Disables an endpoint after a permanent answer of its receiver, such as 410. Does nothing if the
   * endpoint is deleted, disabled already, or no longer at `seenVersion`: the answer was to another
   * configuration then. Returns whether the endpoint is disabled or deleted now.
   */
  disable(endpointId: string, reason: DisabledReason, seenVersion?: number): Promise<boolean> {
    return this.disableIf(endpointId, reason, (_manager, { version }) =>
      Promise.resolve(seenVersion === undefined || version === seenVersion),
    );
  }

  /** The same if `isDue` returns true; it is called while the endpoint is locked. */
  async disableIf(
    endpointId: string,
    reason: DisabledReason,
    isDue: (manager: EntityManager, endpoint: Endpoint) => Promise<boolean>,
  ): Promise<boolean> {
    const found = await this.source.manager.findOneBy(Endpoint, { id: endpointId });
    if (!found || found.status === 'disabled') return true;
    const ref = { tenantId: found.tenantId, endpointId };
    const isDisabled = await this.source.transaction(async (manager) => {
      await incrementFanoutVersion(manager, ref.tenantId);
      const endpoint = await findLocked(manager, ref);
      if (!endpoint || endpoint.status === 'disabled') return true;
      // The endpoint is paused, and an answer of the former receiver must not replace the reason.
      if (endpoint.disabledReason === PENDING_CONFIRMATION) return false;
      if (!(await isDue(manager, endpoint))) return false;
      const before = { status: endpoint.status };
      await setStatus(manager, endpoint, 'disabled', reason);
      await queueDisabledNotice(manager, endpoint, reason);
      const details = { reason, before, after: { status: 'disabled' } };
      await auditEndpoint(manager, { ...ref, actor: SYSTEM, action: 'endpoint.disabled', details });
      return true;
    });
    if (isDisabled) await holdQueued(this.source.manager, endpointId, 'endpoint_disabled');
    return isDisabled;
  }
}
