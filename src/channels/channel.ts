import type { AttemptFacts } from '../queue/index.js';
import type { ChannelName } from '../model/index.js';
import type { OutgoingEvent } from '../events/index.js';
import type { PreparedEndpoint } from './prepared-endpoint.js';
import type { Outcome } from '../retry-policy/index.js';
import { createHash } from 'node:crypto';
import { publicId } from '../common/index.js';

/** The URL that an endpoint of the channel always has. */
export function requireUrl(url: string | null): string {
  if (url === null) throw new Error('The endpoint has no URL to send to.');
  return url;
}

/**
 * The event's own id; of several events (UUIDs) one that only they have together, so that a receiver
 * which drops ids it knows drops nothing else.
 */
export function requestId(eventIds: readonly string[]): string {
  const [first, ...others] = eventIds.map((id) => publicId('event', id));
  if (first !== undefined && others.length === 0) return first;
  const hash = createHash('sha256').update([first, ...others].join(','));
  return `bat_${hash.digest('hex').slice(0, 32)}`;
}

/** A delivery's part in a request. */
export interface RequestPart {
  event: OutgoingEvent;
  deliveryId: string;
  /** Of the delivery's attempt. */
  number: number;
}

/** The deliveries of one request, oldest event first. */
export type RequestParts = readonly [RequestPart, ...RequestPart[]];

/** A delivery that goes along in a digest without its event being read. */
export interface GatheredEvent {
  /** UUID. */
  id: string;
  type: string;
  createdAt: Date;
}

/** What goes out at once, in the clear: for memory only. */
export interface ChannelRequest {
  endpoint: PreparedEndpoint;
  /** Several only up to `endpoint.maxBatchItems`. */
  parts: RequestParts;
  /** Of a digest, what is only counted. */
  gathered: readonly GatheredEvent[];
  /** Whom it is for; null where the channel knows no recipients. */
  recipient: string | null;
}

/** One request as a value: what to put on record of every attempt in it, and what it means. */
export interface RequestReport {
  facts: Omit<AttemptFacts, 'id' | 'number' | 'trigger'>;
  outcome: Outcome;
  /** Of `throttled` what the receiver asked for; of `outage` the least until the next attempt. */
  retryAfterSeconds: number | undefined;
  /**
   * Of `gone` the `disabled_reason`, of `hold` what is wrong with the address: a short code. What
   * people read stands in the attempt's error.
   */
  reason?: string;
  /** True where it tells nothing of the endpoint's health, as what goes on between us and a mail server. */
  isOurs?: boolean;
}

/** One way out. */
export interface Channel {
  /** Makes one attempt. Rejects only for bugs of ours: whatever the other side does is a report. */
  attempt(request: ChannelRequest): Promise<RequestReport>;
}

/** The ways out that this process has; without mail settings there is none for email. */
export type Channels = Readonly<Partial<Record<ChannelName, Channel>>>;

/** Injects the `Channels` of the process. */
export const CHANNELS_IN_USE = Symbol('channels');
