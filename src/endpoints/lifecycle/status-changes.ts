import type { EntityManager } from 'typeorm';
import { EndpointDisabled, EndpointRecovered } from '../../catalogue/index.js';
import type { EndpointFailure } from '../../catalogue/index.js';
import { forgetFailures, lockHealth, holdQueued } from '../../queue/index.js';
import { queueNotice } from './endpoint-notices.js';
import type { Endpoint } from '../endpoint.entity.js';
import { lastFailure } from '../views/last-failure.query.js';

/** `failing`, `receiver_gone`, or the code of a permanent error of the endpoint's channel. */
export type DisabledReason = string;

/** Changes the status. As in the functions below, the endpoint must be locked. */
export async function setStatus(
  manager: EntityManager,
  endpoint: Endpoint,
  status: Endpoint['status'],
  disabledReason: DisabledReason | null = null,
): Promise<void> {
  const version = endpoint.version + 1;
  await manager.save(Object.assign(endpoint, { status, disabledReason, version, releasing: null }));
}

/** Activates the endpoint, clears its failures and queues `endpoint.recovered` if its failure was reported. */
export async function reactivate(manager: EntityManager, endpoint: Endpoint): Promise<void> {
  const former = endpoint.status;
  // Holds deliveries that attempts returned to the queue after the pause, so that the release covers them.
  await holdQueued(manager, endpoint.id, `endpoint_${former}`);
  await setStatus(manager, endpoint, 'active');
  const known = await lockHealth(manager, endpoint.id);
  await forgetFailures(manager, endpoint.id);
  if (former !== 'disabled' && !known?.failing_notified_at) return;
  const failingSince = known?.notified_failing_since ?? known?.failing_since ?? null;
  await queueNotice(manager, endpoint, EndpointRecovered, {
    reason: 'resumed',
    recovered_at: new Date().toISOString(),
    failing_since: failingSince?.toISOString() ?? null,
  });
}

/** Queues `endpoint.disabled`. */
export async function queueDisabledNotice(
  manager: EntityManager,
  endpoint: Endpoint,
  reason: DisabledReason,
): Promise<void> {
  const known = await lockHealth(manager, endpoint.id);
  const at = new Date().toISOString();
  await queueNotice(manager, endpoint, EndpointDisabled, {
    reason,
    disabled_at: at,
    failing_since: known?.failing_since?.toISOString() ?? null,
    failed_events: known?.failed_events ?? 0,
    last_error: reason === 'receiver_gone' ? gone(at) : await lastFailure(manager, endpoint.id),
  });
}

/** The attempt that was answered with 410 is not recorded yet. */
function gone(at: string): EndpointFailure {
  const message = 'The receiver answered 410: it no longer accepts events.';
  return { class: 'http_status', status: 410, message, at };
}
