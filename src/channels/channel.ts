import type { AttemptFacts, Sighting } from '../queue/index.js';
import type { ChannelName } from '../model/index.js';
import type { OutgoingEvent } from '../events/index.js';
import type { SendingEndpoint } from '../endpoints/index.js';
import type { RenderedBody, RenderedEvent } from '../formats/index.js';
import { hiddenOfUrl } from '../masking/index.js';
import type { Signer } from '../signing/index.js';
import type { Outcome } from '../retry-policy/index.js';

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
  /** What its requests contain and not every reader of their answers may see; absent: nothing. */
  requestSecrets?: readonly string[] | undefined;
}

/** What an answer may repeat of an endpoint's URL and headers: whole values, and tokens behind a word as `Bearer`. */
export function requestSecretsOf({
  channel,
  url,
  secretUrl,
  headers,
}: SendingEndpoint): PreparedEndpoint['requestSecrets'] {
  const secrets = Object.values(headers).flatMap((value) => [
    value,
    ...value.split(' ', 2).slice(1),
  ]);
  const whole = secretUrl ?? url;
  if (whole !== null && channel === 'webhook') secrets.push(...hiddenOfUrl(whole));
  if (whole !== null && channel === 'slack') secrets.push(new URL(whole).pathname);
  return secrets.length === 0 ? undefined : secrets;
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
export interface CountedEvent {
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
  counted: readonly CountedEvent[];
  /** A mail address; null for channels without recipients. */
  recipient: string | null;
}

/** The result of a request: what to record for each of its attempts, and the outcome. */
export interface RequestReport {
  facts: Omit<AttemptFacts, 'id' | 'number' | 'trigger'>;
  outcome: Outcome;
  /** What a new connection showed of the receiver; absent: there was none, or the channel does not look. */
  seen?: Sighting | undefined;
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

/** A recipient (UUID and address) that is asked to confirm, and the link by which it does. */
export interface ConfirmationRequest {
  id: string;
  recipient: string;
  url: string;
}

export interface MailChannel extends Channel {
  /** Sends the mail that asks. Returns null, or the problem as a sentence without the address. */
  askToConfirm(request: ConfirmationRequest): Promise<string | null>;
}

/** The channels of the process; without mail settings there is none for email. */
export type Channels = Readonly<
  Partial<Record<Exclude<ChannelName, 'email'>, Channel> & { email: MailChannel }>
>;

/** The injection token of the process's `Channels`. */
export const CHANNELS_IN_USE = Symbol('channels');
