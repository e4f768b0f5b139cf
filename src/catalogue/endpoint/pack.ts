import type { Pack } from '../field-records.js';
import { Id, Integer, Nested, OneOf, Text, TextList, UtcTime, Whole } from '../field-decorators.js';
import { EventType } from '../event-type.js';

/** The description of fields that hold only the host of a URL, because a path may hold a token. */
const HOST = 'Host and port of its URL, and nothing else of it.';

/** The fields of every event about an endpoint. */
export class EndpointPayload {
  @Id({ description: 'The endpoint that the event is about, `ep_…`.' })
  endpoint_id: string;

  @Text({ description: HOST })
  url_host: string;

  @OneOf(['active', 'paused', 'disabled'], { description: 'Its status at the time of the event.' })
  status: 'active' | 'paused' | 'disabled';
}

/** The way in which the last attempt of an endpoint failed. */
export class EndpointFailure {
  @Text({ description: 'Class of the error, such as `timeout` or `http_status`.' })
  class: string;

  @Integer({ nullable: true, description: 'HTTP status, where there was one.' })
  status: number | null;

  @Text({ nullable: true, description: 'One sentence; nothing of what the receiver answered.' })
  message: string | null;

  @UtcTime()
  at: string;
}

const OF_ENDPOINT = { endpoint_id: 'ep_019bc0f5a2d07c3e8a41d6f0b9275e18', url_host: 'example.com' };
const FAILURE = {
  class: 'timeout',
  status: null,
  message: 'The receiver did not answer within 10000 ms.',
  at: '2026-01-15T09:44:02.310Z',
};
const FAILING = {
  ...OF_ENDPOINT,
  status: 'active',
  failing_since: '2026-01-15T09:29:00.000Z',
  failed_events: 7,
  last_error: FAILURE,
  disables_at: '2026-01-18T09:29:00.000Z',
};
const NOTE =
  'Goes to endpoints that name it; where none of them can be reached, to those that take all types. Never to the one that it is about.';

/** The fields of events about an endpoint that fails. */
export class FailingEndpointPayload extends EndpointPayload {
  @UtcTime({ description: 'Its first failure since its last success.' })
  failing_since: string;

  @Whole({ description: 'Events whose first attempt has failed since then.' })
  failed_events: number;

  @Nested(() => EndpointFailure, { nullable: true })
  last_error: EndpointFailure | null;

  @UtcTime({ description: 'When it will be disabled at the earliest, should nothing succeed.' })
  disables_at: string;
}

@EventType({
  type: 'endpoint.failing',
  description: `Nothing that was sent to the endpoint has succeeded for a while; sent again hourly for a day, then daily, as long as that is tried. ${NOTE}`,
  entityId: 'endpoint_id',
  example: { ...FAILING, notice: 1 },
})
export class EndpointFailing extends FailingEndpointPayload {
  @Whole({ description: '1, increased by one with each repetition.' })
  notice: number;
}

@EventType({
  type: 'endpoint.disabling_soon',
  description: `The endpoint still fails and will be disabled soon. ${NOTE}`,
  entityId: 'endpoint_id',
  example: { ...FAILING, failed_events: 42 },
})
export class EndpointDisablingSoon extends FailingEndpointPayload {}

@EventType({
  type: 'endpoint.disabled',
  description: `The endpoint was disabled; its events are held from now on. ${NOTE}`,
  entityId: 'endpoint_id',
  example: {
    ...OF_ENDPOINT,
    status: 'disabled',
    reason: 'failing',
    disabled_at: '2026-01-18T09:29:30.120Z',
    failing_since: '2026-01-15T09:29:00.000Z',
    failed_events: 61,
    last_error: { ...FAILURE, at: '2026-01-18T08:12:40.007Z' },
  },
})
export class EndpointDisabled extends EndpointPayload {
  @Text({
    description:
      '`failing`: nothing succeeded for too long. `receiver_gone`: it answered 410. Else the code of what its channel answered.',
  })
  reason: string;

  @UtcTime()
  disabled_at: string;

  @UtcTime({ nullable: true })
  failing_since: string | null;

  @Whole({ description: 'Events whose first attempt has failed since its last success.' })
  failed_events: number;

  @Nested(() => EndpointFailure, { nullable: true })
  last_error: EndpointFailure | null;
}

@EventType({
  type: 'endpoint.recovered',
  description: `The endpoint works again after \`endpoint.failing\`, or was resumed after \`endpoint.disabled\`. ${NOTE}`,
  entityId: 'endpoint_id',
  example: {
    ...OF_ENDPOINT,
    status: 'active',
    reason: 'succeeded',
    recovered_at: '2026-01-15T11:02:17.450Z',
    failing_since: '2026-01-15T09:29:00.000Z',
  },
})
export class EndpointRecovered extends EndpointPayload {
  @OneOf(['succeeded', 'resumed'], {
    description: '`succeeded`: an attempt succeeded. `resumed`: the endpoint was resumed.',
  })
  reason: 'succeeded' | 'resumed';

  @UtcTime()
  recovered_at: string;

  @UtcTime({ nullable: true, description: 'When it had begun to fail.' })
  failing_since: string | null;
}

@EventType({
  type: 'endpoint.updated',
  description: `The URL or the signing secret of the endpoint was changed. ${NOTE}`,
  entityId: 'endpoint_id',
  example: {
    ...OF_ENDPOINT,
    status: 'active',
    change: 'url',
    former_url_host: 'old.example.com',
    changed_by: 'support',
    change_reason: 'The customer moves to another host.',
    updated_at: '2026-01-15T09:30:00.000Z',
  },
})
export class EndpointUpdated extends EndpointPayload {
  @OneOf(['url', 'secret_rotated', 'secret_promoted'], {
    description: '`secret_promoted`: the current secret signs alone from now on.',
  })
  change: 'url' | 'secret_rotated' | 'secret_promoted';

  @Text({ nullable: true, description: 'Of a change of URL.' })
  former_url_host: string | null;

  @Text({ description: 'Role of who changed it.' })
  changed_by: string;

  @Text({ nullable: true, description: 'What support gave as the reason.' })
  change_reason: string | null;

  @UtcTime()
  updated_at: string;
}

@EventType({
  type: 'endpoint.address_on_hold',
  description: `A mail server has refused one of the endpoint's recipients for good; mails to that address are held from now on. ${NOTE}`,
  entityId: 'endpoint_id',
  example: {
    ...OF_ENDPOINT,
    url_host: '',
    status: 'active',
    recipient: 'a***@example.com',
    reason: 'smtp_550',
    held_at: '2026-01-15T09:30:00.000Z',
  },
})
export class EndpointAddressOnHold extends EndpointPayload {
  @Text({ description: 'First letter and domain of the address; the endpoint shows it in full.' })
  recipient: string;

  @Text({ description: 'What the server answered, as `smtp_` and its code.' })
  reason: string;

  @UtcTime()
  held_at: string;
}

@EventType({
  type: 'endpoint.delivery_exhausted',
  description: `Deliveries to the endpoint have failed for good: the last attempt of their schedule failed. At most once an hour for an endpoint, with all that failed since. ${NOTE}`,
  entityId: 'endpoint_id',
  example: {
    ...OF_ENDPOINT,
    status: 'active',
    deliveries: 12,
    delivery_ids: ['dlv_019bc0f5a2d07c3e8a41d6f0b9275e18'],
    first_exhausted_at: '2026-01-15T08:50:11.402Z',
    last_exhausted_at: '2026-01-15T09:44:02.310Z',
    last_error: FAILURE,
  },
})
export class EndpointDeliveryExhausted extends EndpointPayload {
  @Whole({ description: 'How many have failed for good since the last such event.' })
  deliveries: number;

  @TextList({
    description: 'The first ten of them, `dlv_…`; a retry or a replay sends them again.',
  })
  delivery_ids: readonly string[];

  @UtcTime()
  first_exhausted_at: string;

  @UtcTime()
  last_exhausted_at: string;

  @Nested(() => EndpointFailure, { nullable: true })
  last_error: EndpointFailure | null;
}

/** The events about endpoints, which are always available and which only Postrider publishes. */
export const endpointPack: Pack = {
  name: 'endpoint',
  events: [
    EndpointFailing,
    EndpointDisablingSoon,
    EndpointDisabled,
    EndpointRecovered,
    EndpointUpdated,
    EndpointAddressOnHold,
    EndpointDeliveryExhausted,
  ],
};
