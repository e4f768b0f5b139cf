import type { ClaimedDelivery } from '../queue/index.js';
import type { DeliveryInputs, Recipient } from './delivery-inputs.js';
import type { PreparedEndpoint } from '../channels/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { canCarry } from '../formats/index.js';
import { endpointFor } from './prepared-endpoints.js';

/** A claim with the event it delivers. */
export interface Parcel {
  claim: ClaimedDelivery;
  event: OutgoingEvent;
}

/** What goes out in one request, oldest event first; several only where the endpoint takes batches. */
export interface PlannedRequest {
  endpoint: PreparedEndpoint;
  /** Whom all of it is for; null where the channel knows no recipients. */
  recipient: string | null;
  parcels: readonly [Parcel, ...Parcel[]];
  /** What goes along in a digest and is only counted there. */
  gathered: readonly Gathered[];
}

/** A claim of which no more is needed than what its event is called. */
export interface Gathered {
  claim: ClaimedDelivery;
  type: string;
  createdAt: Date;
}

/** What planning asks of deliveries beyond their inputs, each by delivery. */
export interface Company {
  /** The request that it was last in. */
  formerRequests: ReadonlyMap<string, string>;
  recipients: ReadonlyMap<string, Recipient>;
  /** What is under the same lease, for the same digest, oldest first. */
  gathered: ReadonlyMap<string, readonly Gathered[]>;
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

/**
 * What of the claims goes out with which others, and what does not go out at all. Retries to webhooks go
 * with those that they went with before and with nobody else, so that the same events keep their id. What
 * gathered for a digest shares the fate of the delivery that was claimed.
 */
export function planRequests(
  claims: readonly ClaimedDelivery[],
  inputs: DeliveryInputs,
  { formerRequests, recipients, gathered: gatheredBy }: Company,
): RequestPlan {
  const plan: RequestPlan = { requests: [], unsendable: [] };
  const gathered = new Map<
    string,
    Pick<PlannedRequest, 'endpoint' | 'recipient'> & { parcels: Parcel[] }
  >();
  for (const claim of claims) {
    const ready = findInputs(claim, inputs, recipients.get(claim.delivery_id));
    const along = gatheredBy.get(claim.delivery_id) ?? [];
    if ('fate' in ready) {
      plan.unsendable.push({ claim, fate: ready.fate });
      // An event that cannot be told is no reason against the others.
      const fate = ready.isOfAll ? ready.fate : 'postponed';
      plan.unsendable.push(...along.map((one) => ({ claim: one.claim, fate })));
      continue;
    }
    const { event, recipient } = ready;
    const endpoint = endpointFor(event, ready.endpoint);
    if (along.length > 0) {
      const told = along.map((one) => ({ one, event: inputs.events.get(one.claim.event_id) }));
      const others = told.flatMap(({ one, event }) =>
        typeof event === 'object' ? [{ claim: one.claim, event }] : [],
      );
      const counted = told.flatMap(({ one, event }) => (typeof event === 'object' ? [] : [one]));
      const parcels: PlannedRequest['parcels'] = [{ claim, event }, ...others];
      plan.requests.push({ endpoint, recipient, parcels, gathered: counted });
      continue;
    }
    if (isSentAlone(claim, endpoint) || event.withoutHeaders) {
      plan.requests.push({ endpoint, recipient, parcels: [{ claim, event }], gathered: [] });
      continue;
    }
    const company =
      endpoint.channel === 'webhook'
        ? (formerRequests.get(claim.delivery_id) ?? claim.attempt_number)
        : 'anybody';
    const key = `${endpoint.id} ${recipient ?? ''} ${company}`;
    const group = gathered.get(key) ?? { endpoint, recipient, parcels: [] };
    gathered.set(key, group);
    group.parcels.push({ claim, event });
  }
  for (const { endpoint, recipient, parcels } of gathered.values()) {
    for (const batch of inBatches(parcels, endpoint)) {
      plan.requests.push({ endpoint, recipient, parcels: batch, gathered: [] });
    }
  }
  return plan;
}

interface Ready {
  endpoint: PreparedEndpoint;
  event: OutgoingEvent;
  recipient: string | null;
}

interface Unready extends Pick<Unsendable, 'fate'> {
  /** It is because of the endpoint or the recipient, not of this event. */
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
    // It was claimed, or asked for by hand, before support moved the endpoint.
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
  if (recipient.isOnHold && trigger !== 'manual') {
    return { fate: { status: 'held', reason: 'address_on_hold' }, isOfAll: true };
  }
  return { endpoint, event, recipient: recipient.address };
}

/** Whoever asked for an attempt by hand asked for this one delivery. */
function isSentAlone({ trigger }: ClaimedDelivery, endpoint: PreparedEndpoint): boolean {
  return trigger === 'manual' || endpoint.maxBatchItems === 1;
}

/** Ids of events sort by time. */
function inBatches(
  parcels: readonly Parcel[],
  { channel, maxBatchItems }: PreparedEndpoint,
): PlannedRequest['parcels'][] {
  const batches: [Parcel, ...Parcel[]][] = [];
  let bytes = 0;
  for (const parcel of parcels.toSorted((one, other) => (one.event.id < other.event.id ? -1 : 1))) {
    const batch = batches.at(-1);
    // A message to people holds none of the data.
    const size = channel === 'webhook' ? Buffer.byteLength(parcel.event.dataJson) : 0;
    if (batch && batch.length < maxBatchItems && bytes + size <= MAX_BATCH_BYTES) {
      batch.push(parcel);
      bytes += size;
    } else {
      batches.push([parcel]);
      bytes = size;
    }
  }
  return batches;
}
