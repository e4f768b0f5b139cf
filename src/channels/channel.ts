import type { AttemptFacts } from '../queue/index.js';
import type { ChannelName } from '../model/index.js';
import type { OutgoingEvent } from '../events/index.js';
import type { SendingEndpoint } from '../endpoints/index.js';
import type { RenderedBody, RenderedEvent } from '../formats/index.js';
import type { Signer } from '../signing/index.js';
import type { Outcome } from '../retry-policy/index.js';
import { createHash } from 'node:crypto';
import { publicId } from '../common/index.js';
import type { SendResult } from '../transport/index.js';

/** An endpoint with the values that are the same for all attempts, computed once. */
export interface PreparedEndpoint extends SendingEndpoint {
  sign: Signer;
  /**
   * Renders the body in the endpoint's format and payload. Only formats that are arrays take several
   * events.
   */
  render: (events: readonly RenderedEvent[]) => RenderedBody;
  /** Lower-case names of headers with secret values: signatures and the tenant's custom headers. */
  secretHeaders: ReadonlySet<string>;
}

/**
 * Returns the public id of an event (UUID), or for several events an id that is unique to this set, so
 * that a receiver which drops known ids drops nothing else.
 */
export function requestId(eventIds: readonly string[]): string {
  const [first, ...others] = eventIds.map((id) => publicId('event', id));
  if (first !== undefined && others.length === 0) return first;
  const hash = createHash('sha256').update([first, ...others].join(','));
  return `bat_${hash.digest('hex').slice(0, 32)}`;
}

/** One delivery of a request. */
export interface RequestPart {
  event: OutgoingEvent;
  deliveryId: string;
  /** The number of the delivery's attempt. */
  number: number;
}

/** The deliveries of one request, oldest event first. */
export type RequestParts = readonly [RequestPart, ...RequestPart[]];

/** An event that a digest only counts, without its data. */
export interface GatheredEvent {
  /** UUID. */
  id: string;
  type: string;
  createdAt: Date;
}

/** A request to send, in plain text: keep it in memory only. */
export interface ChannelRequest {
  endpoint: PreparedEndpoint;
  /** At most `endpoint.maxBatchItems`. */
  parts: RequestParts;
  /** Events that a digest only counts; empty for other requests. */
  gathered: readonly GatheredEvent[];
  /** A mail address; null for channels without recipients. */
  recipient: string | null;
}

/** The result of a request: what to record for each of its attempts, and the outcome. */
export interface RequestReport {
  facts: Omit<AttemptFacts, 'id' | 'number' | 'trigger'>;
  outcome: Outcome;
  /** For `throttled`, what the receiver requested; for `outage`, the minimum until the next attempt. */
  retryAfterSeconds: number | undefined;
  /** A code: for `gone`, the `disabled_reason`; for `hold`, the problem of the address. */
  reason?: string;
  /** True for failures on the sending side, such as those of the mail server. They do not affect the endpoint's health. */
  isOurs?: boolean;
}

/** Sends requests to endpoints of one kind. */
export interface Channel {
  /** Makes one attempt. Every failure of the receiver or the network is a report; rejects only for bugs. */
  attempt(request: ChannelRequest): Promise<RequestReport>;
}

/** The channels of the process; without mail settings there is none for email. */
export type Channels = Readonly<Partial<Record<ChannelName, Channel>>>;

/** The injection token of the process's `Channels`. */
export const CHANNELS_IN_USE = Symbol('channels');

interface RecordedRequest {
  format: RequestReport['facts']['format'];
  /** As it may be shown. */
  url: string;
  /** Headers without secrets. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Returns what is recorded of an attempt that was made over HTTP. */
export function httpFacts(
  { format, url, headers, body }: RecordedRequest,
  result: SendResult,
): RequestReport['facts'] {
  return {
    format,
    url,
    ip: result.ip,
    startedAt: new Date(result.startedAtMs),
    durationMs: result.durationMs,
    timings: result.timings,
    bodyHash: createHash('sha256').update(body).digest(),
    responseStatus: result.response?.status ?? null,
    error: result.error,
    exchange: { requestHeaders: headers, response: result.response },
  };
}

/** Returns the URL of an endpoint whose channel requires one. Throws if it is missing. */
export function requireUrl(url: string | null): string {
  if (url === null) throw new Error('The endpoint has no URL.');
  return url;
}
