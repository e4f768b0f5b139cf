import type { JsonValue } from './document-types.js';

const TENANT = 'ten_019bbfe14b9673d2b07c5ae8613f42d9';
const EVENT = 'evt_019bc0f5a2d07c3e8a41d6f0b9275e18';
const DELIVERY = 'dlv_019bc0f5a2e67b1f94d05c7a3e826b41';
const ENDPOINT = 'ep_019bbfe2c4417d52a3e96b0f8517d2c4';
const ATTEMPT = 'att_019bc0f5a3117a94b8c2d7e05f6391a8';
const REPLAY = 'rpl_019bc2a10f3e7b65943c1d8e7a2056bf';
const REJECTED = 'rej_019bc1b7d8227e0fa65f4c93b1d07e28';
const ERASURE = 'ers_019bc3d24e6a7f81a5d20b9c47e3168f';
const API_KEY = 'key_019bbfe17a527c1d8f362be4a90d5c71';

const CREATED_SECONDS = 1_768_469_400;

/** The example ids of the schemas that have an `id`. */
export const EXAMPLE_IDS: Readonly<Record<string, string>> = {
  ApiKey: API_KEY,
  CreatedApiKey: API_KEY,
  AuditEntry: 'aud_019bc0a14f377d90b6c28e1f5a7d3094',
  Tenant: TENANT,
  TenantHit: TENANT,
  Endpoint: ENDPOINT,
  EndpointHit: ENDPOINT,
  Event: EVENT,
  EventSummary: EVENT,
  EventHit: EVENT,
  SubjectEvent: EVENT,
  LatestEvent: EVENT,
  PublishedEvent: EVENT,
  BatchResult: EVENT,
  Delivery: DELIVERY,
  DeliveryHit: DELIVERY,
  DeliveryWithAttempts: DELIVERY,
  Attempt: ATTEMPT,
  Replay: REPLAY,
  StartedReplay: REPLAY,
  Erasure: ERASURE,
  RejectedHit: REJECTED,
  RejectedPublish: REJECTED,
  RejectedPublishWithBody: REJECTED,
};

/** The example id in a path, by the word before it. */
export const PATH_EXAMPLES: Readonly<Record<string, string>> = {
  tenants: 'acme',
  'api-keys': API_KEY,
  endpoints: ENDPOINT,
  events: EVENT,
  deliveries: DELIVERY,
  replays: REPLAY,
  erasures: ERASURE,
  rejected: REJECTED,
  'event-types': 'session.approved',
  subjects: 'session_abc123',
};

const DATA = {
  session_id: 'session_abc123',
  external_ref: 'user_456',
  status: 'approved',
  is_sandbox: false,
};

/**
 * The examples by the name of a field, for every schema where the type of the field allows the
 * value.
 */
export const FIELD_EXAMPLES: Readonly<Record<string, JsonValue>> = {
  tenant_id: TENANT,
  tenant_ids: null,
  tenant_ref: 'acme',
  tenant_name: 'Acme',
  event_id: EVENT,
  endpoint_id: ENDPOINT,
  delivery_id: DELIVERY,
  publisher_key_id: API_KEY,
  external_id: 'acme',
  external_ref: 'user_456',
  name: 'Acme',
  description: 'What the back office hears of',
  url: 'https://hooks.acme.example/kyc',
  endpoint_url: 'https://hooks.acme.example/kyc',
  host: 'hooks.acme.example',
  url_host: 'hooks.acme.example',
  ip: '203.0.113.7',
  type: 'session.approved',
  types: ['session.*'],
  event_type: 'session.approved',
  event_types: ['session.*'],
  format: 'envelope',
  formats: ['envelope', 'flat', 'key-data', 'topic', 'event-type', 'cloudevents'],
  pack: 'verifa',
  subject: 'session_abc123',
  data: DATA,
  created: CREATED_SECONDS,
  sequence: 1,
  derived: [],
  unsent: [],
  recipient: null,
  recipients: null,
  held_recipients: null,
  signing: ['standard', 'x-webhook'],
  secret: 'whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE=',
  secret_masked: '****ZSE=',
  max_in_flight: 50,
  attempt_count: 1,
  max_attempts: 12,
  last_code: 200,
  duration_ms: 184,
  dns_ms: 12.4,
  connect_ms: 18.1,
  tls_ms: 31.6,
  first_byte_ms: 97.2,
  body_hash: '6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1',
  body: '{"received":true}',
  in_flight: false,
  settled_at: '2026-01-15T09:30:00.402Z',
  last_success_at: '2026-01-15T09:30:00.402Z',
  class: 'http_status',
  code: 'required',
  message: 'session_id is required',
  pointer: '/data/session_id',
  key: 'pr_TGVmdCBvdXQ6IGFuIGV4YW1wbGUgb2YgYSBrZXk',
  actor: API_KEY,
  created_by: API_KEY,
  created_by_role: 'support',
  action: 'endpoint.paused',
  target: ENDPOINT,
  details: { reason: 'asked for by phone' },
  role: 'tenant',
  reason_text: 'The receiver answered with another status than 2xx.',
  docs_url: 'http://127.0.0.1:3000/docs/reasons#retry_scheduled',
  next_cursor: null,
  webhook_url: 'https://hooks.acme.example/kyc',
  notification_emails: ['ops@acme.example'],
  matched: 128,
  queued: 128,
  delivered: 126,
  redacted: 0,
  retention_expired: 0,
  format_cannot_carry: 0,
  already_pending: 0,
  changed: 0,
  taken_back: 0,
  given_up: 0,
  pending: 0,
  failed: 0,
  dropped: 0,
  deliveries: 1,
  q: 'session_abc123',
};

/**
 * The examples of the fields of one schema: in addition to those by name, or (`isWhole`) instead of
 * them.
 */
export const SCHEMA_EXAMPLES: Readonly<
  Record<string, { fields: Record<string, JsonValue>; isWhole?: boolean }>
> = {
  ApiKey: { fields: { role: 'publisher', name: 'Back office' } },
  CreatedApiKey: { fields: { role: 'publisher', name: 'Back office' } },
  CreateApiKey: { fields: { role: 'publisher', name: 'Back office' }, isWhole: true },
  CreateTenantKey: { fields: { role: 'viewer', name: 'Dashboard' }, isWhole: true },
  CreateTenant: { fields: { name: 'Acme', external_id: 'acme' }, isWhole: true },
  UpdateTenant: { fields: { name: 'Acme Ltd' }, isWhole: true },
  PatchTenantSettings: { fields: { webhook_url: 'https://hooks.acme.example/kyc' }, isWhole: true },
  TenantSettings: { fields: { slack_webhook_url: null } },
  CreateEndpoint: {
    fields: { url: 'https://hooks.acme.example/kyc', event_types: ['session.*'], format: 'flat' },
    isWhole: true,
  },
  PatchEndpoint: { fields: { event_types: ['session.*', 'check.*'] }, isWhole: true },
  Endpoint: { fields: { status: 'active', channel: 'webhook', headers: {} } },
  EndpointHit: { fields: { status: 'active' } },
  HeldRecipient: {
    fields: { recipient: 'ops@acme.example', reason: 'mailbox_unknown' },
  },
  RotateSecret: { fields: { grace_seconds: 86_400 }, isWhole: true },
  ResumeEndpoint: { fields: { held: 'send' }, isWhole: true },
  TestEndpoint: { fields: { type: 'session.approved' }, isWhole: true },
  AttemptRequest: {
    fields: {
      headers: { 'content-type': 'application/json', 'x-webhook-id': EVENT },
    },
  },
  AttemptResponse: {
    fields: { status: 200, headers: { 'content-type': 'application/json' } },
  },
  AttemptError: { fields: { class: 'timeout', message: 'No answer within 10 s.' } },
  Attempt: { fields: { number: 1, error: null } },
  EventType: {
    fields: {
      description: 'A session has passed.',
      example: DATA,
      schema: { type: 'object', properties: { session_id: { type: 'string' } } },
    },
  },
  RegisterEventType: {
    fields: {
      type: 'loan.granted',
      description: 'A loan was granted.',
      schema: {
        type: 'object',
        properties: { loan_id: { type: 'string', 'x-id': true, 'x-subject': true } },
        required: ['loan_id'],
      },
      example: { loan_id: 'loan_1' },
    },
  },
  PublishEvent: {
    fields: { tenant_id: 'acme', type: 'session.approved', data: DATA, idempotency_key: 'order-1' },
    isWhole: true,
  },
  PublishBatch: {
    fields: { events: [{ tenant_id: 'acme', type: 'session.approved', data: DATA }] },
    isWhole: true,
  },
  BatchResult: {
    fields: {
      status: 202,
      id: EVENT,
      type: 'session.approved',
      created: CREATED_SECONDS,
      deliveries: 1,
      duplicate: false,
    },
    isWhole: true,
  },
  RejectedPublish: { fields: { status: 422, code: 'validation_failed', event_id: null } },
  RejectedPublishWithBody: {
    fields: {
      status: 422,
      code: 'validation_failed',
      event_id: null,
      body: { tenant_id: 'acme', type: 'session.approved', data: {} },
    },
  },
  Delivery: { fields: { status: 'succeeded', reason: null, channel: 'webhook' } },
  DeliveryHit: { fields: { status: 'succeeded', reason: null, channel: 'webhook' } },
  DeliveryWithAttempts: { fields: { status: 'succeeded', reason: null, channel: 'webhook' } },
  Unsent: { fields: { reason: 'type_not_subscribed' } },
  Recipient: {
    fields: { address: 'ops@acme.example', confirmed_at: '2026-01-15T09:30:00.000Z' },
  },
  ConfirmRecipient: { fields: { address: 'ops@acme.example' } },
  AuditEntry: { fields: { address: '203.0.113.7', reason: 'asked for by phone' } },
  Reveal: { fields: { reason: 'question 4711 of the tenant' }, isWhole: true },
  EraseSubject: { fields: { reason: 'asked for by the person' }, isWhole: true },
  EraseSubjects: {
    fields: { subjects: ['session_abc123'], reason: 'asked for by the person' },
    isWhole: true,
  },
  HoldSubject: { fields: { reason: 'file 2026/17 of the court' }, isWhole: true },
  SubjectHold: { fields: { reason: 'file 2026/17 of the court' } },
  Erasure: {
    fields: {
      waiting: [],
      requested_by: API_KEY,
      finished_at: null,
      receipt: null,
      signature: null,
    },
  },
  Signature: {
    fields: { value: '6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1' },
  },
  RedactEvent: { fields: { reason: 'asked for by the person' }, isWhole: true },
  StartReplay: {
    fields: { since: '2026-01-15T00:00:00Z', status: 'failed', types: ['session.*'] },
    isWhole: true,
  },
  Replay: {
    fields: { state: 'finished', waiting_for: null, status: 'failed', cancelled_by: null },
  },
  FeedPage: {
    fields: {
      data: [{ id: EVENT, type: 'session.approved', created: CREATED_SECONDS, data: DATA }],
      next_cursor: 'MTI4',
      gap: null,
    },
  },
  HealthReport: { fields: { status: 'ok', checks: {} } },
};
