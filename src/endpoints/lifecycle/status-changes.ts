import type { EntityManager } from 'typeorm';
import { EndpointDisabled, EndpointRecovered } from '../../catalogue/index.js';
import type { EndpointFailure } from '../../catalogue/index.js';
import { forgetFailures, lockHealth, holdQueued } from '../../queue/index.js';
import { noteEndpoint } from './endpoint-notices.js';
import type { Endpoint } from '../endpoint.entity.js';
import { lastFailure } from '../views/last-failure.query.js';

/** A code: `failing`, `receiver_gone`, or one of what the endpoint's channel answers for good. */
export type DisabledReason = string;

/** The endpoint must be locked, like in all of these. */
export async function setStatus(
  manager: EntityManager,
  endpoint: Endpoint,
  status: Endpoint['status'],
  disabledReason: DisabledReason | null = null,
): Promise<void> {
  const version = endpoint.version + 1;
  await manager.save(Object.assign(endpoint, { status, disabledReason, version, releasing: null }));
}

export async function reactivate(manager: EntityManager, endpoint: Endpoint): Promise<void> {
  const former = endpoint.status;
  // What an attempt put back after the pause is held by now, so that it shares the choice.
  await holdQueued(manager, endpoint.id, `endpoint_${former}`);
  await setStatus(manager, endpoint, 'active');
  const known = await lockHealth(manager, endpoint.id);
  await forgetFailures(manager, endpoint.id);
  if (former !== 'disabled' && !known?.failing_told_at) return;
  const failingSince = known?.told_failing_since ?? known?.failing_since ?? null;
  await noteEndpoint(manager, endpoint, EndpointRecovered, {
    reason: 'resumed',
    recovered_at: new Date().toISOString(),
    failing_since: failingSince?.toISOString() ?? null,
  });
}

/** Tells of an endpoint that was just disabled. */
export async function tellDisabled(
  manager: EntityManager,
  endpoint: Endpoint,
  reason: DisabledReason,
): Promise<void> {
  const known = await lockHealth(manager, endpoint.id);
  const at = new Date().toISOString();
  await noteEndpoint(manager, endpoint, EndpointDisabled, {
    reason,
    disabled_at: at,
    failing_since: known?.failing_since?.toISOString() ?? null,
    failed_events: known?.failed_events ?? 0,
    last_error: reason === 'receiver_gone' ? gone(at) : await lastFailure(manager, endpoint.id),
  });
}

/** That attempt is still to be put on record. */
function gone(at: string): EndpointFailure {
  const message = 'The receiver answered 410: it takes nothing any more.';
  return { class: 'http_status', status: 410, message, at };
}
