import type { ClaimedDelivery } from '../queue/index.js';
import type { PreparedEndpoint } from '../channels/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { canCarry } from '../formats/index.js';
import { hasRequests } from '../model/index.js';

/**
 * The events and endpoints of claims, by id. Absent: it does not exist any more. `damaged`: it exists and
 * can never be read again. `redacted`: its content was taken away. `unavailable`: it cannot be read now.
 */
export interface DeliveryInputs {
  events: Map<string, OutgoingEvent | 'damaged' | 'redacted' | 'unavailable'>;
  endpoints: Map<string, PreparedEndpoint | 'unavailable'>;
}

/** The recipient of a delivery, at an endpoint that has recipients. */
export interface Recipient {
  address: string;
  /** Still one of the endpoint's. */
  isListed: boolean;
  isOnHold: boolean;
  /** Nothing may be sent to it, by hand neither. */
  isUnconfirmed: boolean;
}

/** A claim with the event that it delivers. */
export interface DeliveryItem {
  claim: ClaimedDelivery;
  event: OutgoingEvent;
}

/** What goes out in one request, oldest event first; several items only where the endpoint takes batches. */
export interface PlannedRequest {
  endpoint: PreparedEndpoint;
  /** The address that all of it is for; null where the channel knows no recipients. */
  recipient: string | null;
  items: readonly [DeliveryItem, ...DeliveryItem[]];
  /** Members of a digest that are only counted there. */
  counted: readonly DigestMember[];
}

/** A claim of which a digest needs no more than the name and time of its event. */
export interface DigestMember {
  claim: ClaimedDelivery;
  type: string;
  createdAt: Date;
}

/** What planning needs about deliveries beyond their inputs, each by delivery. */
export interface BatchMates {
  /** The request that a delivery was last in. */
  formerRequests: ReadonlyMap<string, string>;
  recipients: ReadonlyMap<string, Recipient>;
  /** What is under the same lease, for the same digest, oldest first. */
  members: ReadonlyMap<string, readonly DigestMember[]>;
}

/** A delivery that is not sent now. */
export interface Unsendable {
  claim: ClaimedDelivery;
  /** What it is settled as; `postponed` where the fault is ours. */
  fate:
    | { status: 'cancelled'; reason: 'endpoint_deleted' | 'recipient_removed' }
    | { status: 'held'; reason: 'address_on_hold' | 'endpoint_paused' }
    | {
        status: 'failed';
        reason: 'poison' | 'redacted' | 'retention_expired' | 'format_cannot_carry';
      }
    | 'postponed';
}

export interface RequestPlan {
  requests: PlannedRequest[];
  unsendable: Unsendable[];
}

/** Bytes of data in one request, unless a single event has more. */
const MAX_BATCH_BYTES = 1024 * 1024;

type Batch = Pick<PlannedRequest, 'endpoint' | 'recipient'> & { items: DeliveryItem[] };

/**
 * Decides which claims go out together and which do not go out at all. Retries to webhooks go with those
 * that they went with before and with no others, so that the same events keep their id. The members of a
 * digest share the fate of the delivery that was claimed.
 */
export function planRequests(
  claims: readonly ClaimedDelivery[],
  inputs: DeliveryInputs,
  { formerRequests, recipients, members: membersBy }: BatchMates,
): RequestPlan {
  const plan: RequestPlan = { requests: [], unsendable: [] };
  const batches = new Map<string, Batch>();
  for (const claim of claims) {
    const ready = findInputs(claim, inputs, recipients.get(claim.delivery_id));
    const members = membersBy.get(claim.delivery_id) ?? [];
    if ('fate' in ready) {
      plan.unsendable.push({ claim, fate: ready.fate });
      // An event that cannot be sent is no reason against the others.
      const fate = ready.isOfAll ? ready.fate : 'postponed';
      plan.unsendable.push(...members.map((member) => ({ claim: member.claim, fate })));
      continue;
    }
    const { event, recipient } = ready;
    const endpoint = endpointFor(event, ready.endpoint);
    if (members.length > 0) {
      const digest: [DeliveryItem, ...DeliveryItem[]] = [{ claim, event }];
      const counted: DigestMember[] = [];
      for (const member of members) {
        const known = inputs.events.get(member.claim.event_id);
        if (typeof known === 'object') digest.push({ claim: member.claim, event: known });
        else counted.push(member);
      }
      plan.requests.push({ endpoint, recipient, items: digest, counted });
      continue;
    }
    if (isSentAlone(claim, endpoint) || event.withoutHeaders) {
      plan.requests.push({ endpoint, recipient, items: [{ claim, event }], counted: [] });
      continue;
    }
    const mates = hasRequests(endpoint.channel)
      ? (formerRequests.get(claim.delivery_id) ?? claim.attempt_number)
      : 'any';
    const key = `${endpoint.id} ${recipient ?? ''} ${mates}`;
    const batch = batches.get(key) ?? { endpoint, recipient, items: [] };
    batches.set(key, batch);
    batch.items.push({ claim, event });
  }
  for (const { endpoint, recipient, items } of batches.values()) {
    for (const batch of inBatches(items, endpoint)) {
      plan.requests.push({ endpoint, recipient, items: batch, counted: [] });
    }
  }
  return plan;
}

/** Returns the endpoint as the event may reach it: without its headers, where the event goes without them. */
export function endpointFor(
  { withoutHeaders }: Pick<OutgoingEvent, 'withoutHeaders'>,
  endpoint: PreparedEndpoint,
): PreparedEndpoint {
  return withoutHeaders ? { ...endpoint, headers: {} } : endpoint;
}

interface Ready {
  endpoint: PreparedEndpoint;
  event: OutgoingEvent;
  recipient: string | null;
}

interface Unready extends Pick<Unsendable, 'fate'> {
  /** True where the endpoint or the recipient is the reason, not this event. */
  isOfAll?: boolean;
}

function findInputs(
  { event_id, endpoint_id, trigger }: ClaimedDelivery,
  inputs: DeliveryInputs,
  recipient: Recipient | undefined,
): Ready | Unready {
  const event = inputs.events.get(event_id);
  const endpoint = inputs.endpoints.get(endpoint_id);
  if (event === 'damaged') return { fate: { status: 'failed', reason: 'poison' } };
  if (event === 'redacted') return { fate: { status: 'failed', reason: 'redacted' } };
  if (event === 'unavailable' || endpoint === 'unavailable') return { fate: 'postponed' };
  if (!endpoint) {
    return { fate: { status: 'cancelled', reason: 'endpoint_deleted' }, isOfAll: true };
  }
  if (endpoint.isPendingConfirmation) {
    // The delivery was claimed, or asked for by hand, before support moved the endpoint.
    return { fate: { status: 'held', reason: 'endpoint_paused' }, isOfAll: true };
  }
  if (!event) return { fate: { status: 'failed', reason: 'retention_expired' } };
  // The endpoint took up another format after the event was published.
  if (!canCarry(endpoint.format, event.type)) {
    return { fate: { status: 'failed', reason: 'format_cannot_carry' } };
  }
  if (endpoint.channel !== 'email') return { endpoint, event, recipient: null };
  if (!recipient) return { fate: 'postponed' };
  if (!recipient.isListed) {
    return { fate: { status: 'cancelled', reason: 'recipient_removed' }, isOfAll: true };
  }
  if (recipient.isUnconfirmed || (recipient.isOnHold && trigger !== 'manual')) {
    return { fate: { status: 'held', reason: 'address_on_hold' }, isOfAll: true };
  }
  return { endpoint, event, recipient: recipient.address };
}

/** An attempt by hand was asked for this one delivery. */
function isSentAlone({ trigger }: ClaimedDelivery, endpoint: PreparedEndpoint): boolean {
  return trigger === 'manual' || endpoint.maxBatchItems === 1;
}

/** Cuts items into requests, oldest event first: ids of events sort by time. */
function inBatches(
  items: readonly DeliveryItem[],
  { channel, maxBatchItems }: PreparedEndpoint,
): PlannedRequest['items'][] {
  const batches: [DeliveryItem, ...DeliveryItem[]][] = [];
  let bytes = 0;
  for (const item of items.toSorted((one, other) => (one.event.id < other.event.id ? -1 : 1))) {
    const batch = batches.at(-1);
    // A message to people holds none of the data.
    const size = hasRequests(channel) ? Buffer.byteLength(item.event.dataJson) : 0;
    if (batch && batch.length < maxBatchItems && bytes + size <= MAX_BATCH_BYTES) {
      batch.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = size;
    }
  }
  return batches;
}
