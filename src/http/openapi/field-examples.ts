import type { JsonValue } from './document-types.js';

export const LINK = 'lnk_019bd1a07c3b7e52b9f04d6a81e5c273';
export const TENANT_DELETION = 'tdl_019bc4a1d07b7c52b3e86f9017da4c25';
export const TENANT = 'ten_019bbfe14b9673d2b07c5ae8613f42d9';
export const EVENT = 'evt_019bc0f5a2d07c3e8a41d6f0b9275e18';
export const DELIVERY = 'dlv_019bc0f5a2e67b1f94d05c7a3e826b41';
export const ENDPOINT = 'ep_019bbfe2c4417d52a3e96b0f8517d2c4';
export const ATTEMPT = 'att_019bc0f5a3117a94b8c2d7e05f6391a8';
export const REPLAY = 'rpl_019bc2a10f3e7b65943c1d8e7a2056bf';
export const REJECTED = 'rej_019bc1b7d8227e0fa65f4c93b1d07e28';
export const ERASURE = 'ers_019bc3d24e6a7f81a5d20b9c47e3168f';
export const API_KEY = 'key_019bbfe17a527c1d8f362be4a90d5c71';

export const CREATED_SECONDS = 1_768_469_400;

export const DATA = {
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
  as_of: '2026-01-15T09:41:12.000Z',
  time: '2026-01-15T09:00:00.000Z',
  last_at: '2026-01-15T09:40:58.031Z',
  version: '0.1.0',
};

/** The example ids of the schemas that have an `id`. */
export const EXAMPLE_IDS: Readonly<Record<string, string>> = {
  ApiKey: API_KEY,
  PortalLink: LINK,
  CreatedPortalLink: LINK,
  CreatedApiKey: API_KEY,
  AuditEntry: 'aud_019bc0a14f377d90b6c28e1f5a7d3094',
  WholeAuditEntry: 'aud_019bc0a14f377d90b6c28e1f5a7d3094',
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
  TenantDeletion: TENANT_DELETION,
  RejectedHit: REJECTED,
  RejectedPublish: REJECTED,
  RejectedPublishWithBody: REJECTED,
};
