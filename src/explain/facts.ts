import type { ChannelName } from '../model/index.js';
import type { DeliveryDto, EventDto } from '../records/index.js';

/** An entry of the audit log about an endpoint or a delivery. */
export interface Change {
  /** `aud_…` */
  id: string;
  at: string;
  actor: string;
  role: string;
  action: string;
  reason: string | null;
  details: Readonly<Record<string, unknown>>;
}

/** The last failed attempt at an endpoint. */
export interface LastFailure {
  class: string;
  status: number | null;
  message: string | null;
  at: string;
}

/** What is known of an endpoint, also of one that was deleted. Ids are public, times ISO 8601. */
export interface EndpointFacts {
  id: string;
  tenantId: string;
  tenantName: string;
  channel: ChannelName;
  /** Host and port; null for channels without a URL. */
  host: string | null;
  status: 'active' | 'paused' | 'disabled';
  disabledReason: string | null;
  eventTypes: readonly string[] | null;
  environment: 'live' | 'sandbox' | 'all';
  format: string;
  rateLimit: number | null;
  isDeleted: boolean;
  lastSuccessAt: string | null;
  failingSince: string | null;
  /** Until then the receiver wants nothing, as its `Retry-After` said. */
  heldBackUntil: string | null;
  /** Until then the breaker lets nothing through. */
  openUntil: string | null;
  /** Newest first. */
  changes: readonly Change[];
}

/** What is known of one event. */
export interface EventFacts {
  event: EventDto;
  tenantName: string;
  endpoints: ReadonlyMap<string, EndpointFacts>;
  /** The deliveries that others wait for, by id. */
  blockers: ReadonlyMap<string, DeliveryDto>;
  /** The codes for which addresses are on hold, by delivery. */
  holds: ReadonlyMap<string, string>;
  /** Entries about the deliveries themselves, by delivery, newest first. */
  changes: ReadonlyMap<string, readonly Change[]>;
  /** When a worker last gave a sign; null where none ever did. */
  workerSeenAt: string | null;
  now: Date;
}
