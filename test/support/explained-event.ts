import { expect } from 'vitest';
import type { AttemptDto, DeliveryWithAttemptsDto, EventDto } from '../../src/records/index.js';
import { explainEvent } from '../../src/explain/explain-event.js';
import type { Change, EndpointFacts, EventFacts } from '../../src/explain/facts.js';

export const PUBLISHED =
  'The event evt_1 (session.completed) of the tenant Acme was published at 2026-11-28 12:00:00 UTC.';
const TO_ONE = 'It was sent to 1 endpoint.';

function attempt(number: number, at: string, fields: Partial<AttemptDto> = {}): AttemptDto {
  return {
    id: `att_${number}`,
    number,
    trigger: 'automatic',
    url: 'https://a.example/in',
    ip: '203.0.113.7',
    started_at: `2026-11-28T${at}.000Z`,
    duration_ms: 184,
    timings: { dns_ms: 1, connect_ms: 1, tls_ms: 1, first_byte_ms: 1 },
    request: { headers: null, body_hash: null },
    response: null,
    error: null,
    suspicious_success: false,
    ...fields,
  };
}

const response = (status: number, body = '') => ({
  status,
  headers: {},
  body,
  body_encoding: 'utf8' as const,
  truncated: false,
});
export const answered = (number: number, at: string, status: number, body = '') =>
  attempt(number, at, {
    response: response(status, body),
    error:
      status < 300
        ? null
        : { class: 'http_status', message: `The receiver answered ${status}.`, docs_url: '' },
  });
export const broken = (number: number, at: string, errorClass: string, message: string) =>
  attempt(number, at, { error: { class: errorClass, message, docs_url: '' } });

export function delivery(fields: Partial<DeliveryWithAttemptsDto>): DeliveryWithAttemptsDto {
  return {
    id: 'dlv_1',
    tenant_id: 'ten_1',
    event_id: 'evt_1',
    event_type: 'session.completed',
    is_sandbox: false,
    endpoint_id: 'ep_1',
    endpoint_host: 'a.example',
    channel: 'webhook',
    recipient: null,
    format: 'envelope',
    status: 'failed',
    reason: 'attempts_exhausted',
    reason_text: null,
    docs_url: null,
    blocked_by: null,
    in_flight: false,
    attempt_count: 1,
    max_attempts: 12,
    last_code: null,
    suspicious_success: false,
    minimised: false,
    next_attempt_at: null,
    created_at: '2026-11-28T12:00:00.000Z',
    settled_at: null,
    attempts: [],
    ...fields,
  };
}

export function endpoint(fields: Partial<EndpointFacts> = {}): EndpointFacts {
  return {
    id: 'ep_1',
    tenantId: 'ten_1',
    tenantName: 'Acme',
    channel: 'webhook',
    host: 'a.example',
    status: 'active',
    disabledReason: null,
    eventTypes: null,
    environment: 'all',
    format: 'envelope',
    rateLimit: null,
    isDeleted: false,
    lastSuccessAt: null,
    failingSince: null,
    heldBackUntil: null,
    openUntil: null,
    changes: [],
    ...fields,
  };
}

export const change = (action: string, at: string, fields: Partial<Change> = {}): Change => ({
  id: 'aud_1',
  at: `2026-11-28T${at}.000Z`,
  actor: 'key_1',
  role: 'tenant',
  action,
  reason: null,
  details: {},
  ...fields,
});

interface World {
  event?: Partial<EventDto>;
  deliveries?: DeliveryWithAttemptsDto[];
  endpoints?: EndpointFacts[];
  facts?: Partial<EventFacts>;
}

export function explain(
  { event, deliveries = [], endpoints = [endpoint()], facts }: World,
  id?: string,
) {
  const story = explainEvent(
    {
      event: {
        id: 'evt_1',
        tenant_id: 'ten_1',
        type: 'session.completed',
        created: Date.UTC(2026, 10, 28, 12) / 1000,
        sequence: 1,
        subject: null,
        external_ref: null,
        is_sandbox: false,
        caused_by: null,
        derived: [],
        unsent: [],
        violations: null,
        redacted_at: null,
        data: null,
        deliveries,
        ...event,
      },
      tenantName: 'Acme',
      endpoints: new Map(endpoints.map((one) => [one.id, one])),
      blockers: new Map(),
      holds: new Map(),
      changes: new Map(),
      workerSeenAt: null,
      now: new Date('2026-11-28T12:30:00Z'),
      ...facts,
    },
    id,
  );
  return { ...story, answer: story.sentences.join(' ') };
}

/** The answer after the sentences that all answers about one delivery begin with. */
export const about = (
  one: Partial<DeliveryWithAttemptsDto>,
  world: Omit<World, 'deliveries'> = {},
) => {
  const story = explain({ ...world, deliveries: [delivery(one)] });
  const start = `${PUBLISHED} ${TO_ONE} `;
  expect(story.answer.slice(0, start.length)).toBe(start);
  return { ...story, answer: story.answer.slice(start.length) };
};
export const unsent = (reason: string, id: string | null = 'ep_1') =>
  ({
    unsent: [{ endpoint_id: id, reason, reason_text: '', docs_url: '' }],
  }) as unknown as Partial<EventDto>;
