import { newUuid, publicId } from '../common/index.js';
import { isOwnType, matchesType, needsDowntimeHandling } from '../catalogue/index.js';
import { canCarry } from '../formats/index.js';
import type { ChannelName } from '../model/index.js';
import type { Format } from '../formats/index.js';
import type { PlannedDelivery } from '../queue/index.js';

/** The part of an endpoint that fan-out reads. */
export interface FanoutTarget {
  id: string;
  status: 'active' | 'paused' | 'disabled';
  channel: ChannelName;
  recipients: readonly { address: string; isOnHold: boolean }[];
  eventTypes: readonly string[] | null;
  format: Format;
  environment: 'live' | 'sandbox' | 'all';
  waitMs: number;
  ordered: boolean;
}

/** The part of a tenant that fan-out reads. */
export interface FanoutTenant {
  endpoints: readonly FanoutTarget[];
  networkDowntimeHandling: boolean;
}

/** An endpoint that gets no delivery, and why. `endpointId` is null where the tenant has no endpoint at all. */
export interface Unsent {
  endpointId: string | null;
  reason:
    | 'no_endpoint'
    | 'type_not_subscribed'
    | 'environment_mismatch'
    | 'format_cannot_carry'
    | 'downtime_handling_off'
    | 'about_itself';
}

export interface FanoutPlan {
  deliveries: PlannedDelivery[];
  unsent: Unsent[];
}

/** The part of an event that fan-out reads. */
export interface FanoutEvent {
  type: string;
  isSandbox: boolean;
  /** The endpoint (UUID) that it is about, which does not get it. */
  aboutEndpointId?: string | null;
}

const HELD_REASONS = { paused: 'endpoint_paused', disabled: 'endpoint_disabled' } as const;

/**
 * Returns the endpoints that an event goes to, and for each of the others the reason why not. An event
 * about an endpoint needs a reason only where an endpoint names its type. It must not be silent: where no
 * endpoint that names it can be reached, webhooks that take all types get it.
 */
export function planFanout(
  event: FanoutEvent,
  { endpoints, networkDowntimeHandling }: FanoutTenant,
): FanoutPlan {
  const isOff = !networkDowntimeHandling && needsDowntimeHandling(event.type);
  const plan: FanoutPlan = { deliveries: [], unsent: [] };
  if (endpoints.length === 0) plan.unsent.push({ endpointId: null, reason: 'no_endpoint' });
  const isOwn = isOwnType(event.type);
  const isSilent = isOwn && !endpoints.some((one) => isReachable(one) && !whyNot(event, one));
  for (const endpoint of endpoints) {
    const reason = isOff ? 'downtime_handling_off' : whyNot(event, endpoint);
    if (reason === 'type_not_subscribed' && isOwn) {
      if (isSilent && standsIn(endpoint, event.type))
        plan.deliveries.push(...deliveriesTo(endpoint));
      continue;
    }
    if (reason) {
      plan.unsent.push({ endpointId: endpoint.id, reason });
      continue;
    }
    plan.deliveries.push(...deliveriesTo(endpoint));
  }
  return plan;
}

/** Returns whether an event goes to an endpoint by what the endpoint takes. */
export function isMeantFor(event: FanoutEvent, endpoint: FanoutTarget): boolean {
  return whyNot(event, endpoint) === undefined;
}

/** Returns the deliveries to an endpoint that takes an event: one, or one for each of its recipients. */
export function deliveriesTo(endpoint: FanoutTarget): PlannedDelivery[] {
  const { id: endpointId, channel, status, waitMs, ordered, recipients } = endpoint;
  const format = channel === 'webhook' ? endpoint.format : channel;
  const plan = (recipient: string | null, isOnHold: boolean): PlannedDelivery => {
    const planned = { id: newUuid(), endpointId, recipient, format, waitMs, ordered };
    if (status !== 'active') return { ...planned, status: 'held', reason: HELD_REASONS[status] };
    if (isOnHold) return { ...planned, status: 'held', reason: 'address_on_hold' };
    return { ...planned, status: 'pending', reason: 'queued' };
  };
  if (channel !== 'email') return [plan(null, false)];
  return recipients.map(({ address, isOnHold }) => plan(address, isOnHold));
}

/** Returns the deliveries that can be sent at once, unless one of their subject is before them. */
export function dueIds(plan: Pick<FanoutPlan, 'deliveries'>): string[] {
  return plan.deliveries.flatMap(({ id, status, waitMs }) =>
    status === 'pending' && waitMs === 0 ? [id] : [],
  );
}

function whyNot(event: FanoutEvent, endpoint: FanoutTarget): Unsent['reason'] | undefined {
  if (event.aboutEndpointId === endpoint.id) return 'about_itself';
  if (!matchesType(endpoint.eventTypes, event.type)) return 'type_not_subscribed';
  if (!canCarry(endpoint.format, event.type)) return 'format_cannot_carry';
  // A notice is neither live nor sandbox: the environment of an endpoint has no meaning for it.
  if (endpoint.environment === 'all' || isOwnType(event.type)) return undefined;
  return (endpoint.environment === 'sandbox') === event.isSandbox
    ? undefined
    : 'environment_mismatch';
}

/** Returns whether a delivery to the endpoint is sent, not held. */
function isReachable({ status, channel, recipients }: FanoutTarget): boolean {
  return status === 'active' && (channel !== 'email' || recipients.some((one) => !one.isOnHold));
}

/** Returns whether the endpoint gets a notice that no other endpoint would get: it takes all types, and its format carries this one. */
function standsIn(endpoint: FanoutTarget, type: string): boolean {
  const { channel, eventTypes, format } = endpoint;
  const takesAll = eventTypes === null || eventTypes.includes('*');
  return channel === 'webhook' && isReachable(endpoint) && takesAll && canCarry(format, type);
}

/** Returns the stored form of what gets no delivery: public ids, the spelling in which the API shows it. */
export function unsentJson(plan: FanoutPlan): string {
  return JSON.stringify(
    plan.unsent.map(({ endpointId, reason }) => ({
      endpoint_id: endpointId === null ? null : publicId('endpoint', endpointId),
      reason,
    })),
  );
}
