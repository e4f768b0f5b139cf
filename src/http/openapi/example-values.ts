import type { JsonValue } from './document-types.js';
import {
  TENANT,
  EVENT,
  DELIVERY,
  ENDPOINT,
  REPLAY,
  REJECTED,
  ERASURE,
  API_KEY,
  CREATED_SECONDS,
  DATA,
  LINK,
  TENANT_DELETION,
} from './field-examples.js';

/** The example id in a path, by the word before it. */
export const PATH_EXAMPLES: Readonly<Record<string, string>> = {
  tenants: 'acme',
  'api-keys': API_KEY,
  'portal-links': LINK,
  endpoints: ENDPOINT,
  events: EVENT,
  deliveries: DELIVERY,
  replays: REPLAY,
  erasures: ERASURE,
  'tenant-deletions': TENANT_DELETION,
  rejected: REJECTED,
  'event-types': 'session.approved',
  subjects: 'session_abc123',
};

const PERSON = { id: 'user-81', name: 'Ada Obi' };
const VIEWER = ['view', 'payloads.read'];
const PORTAL_LINK =
  'https://kyc.example.com/portal#sign-in=pl_3q2-7wEjYk0lAbCdEfGhIjKlMnOpQrStUvWxYz01234';
const SESSION = {
  fields: {
    role: 'viewer',
    tenant: { id: TENANT, name: 'Acme', external_id: 'acme' },
    person: PERSON,
    capabilities: VIEWER,
    csrf_token: '2jmj7l5rSw0yVb_vlWAYkK_YBwkXoQdJpQkYs3dFf6A',
    theme: null,
    next: '/portal/events',
  },
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
  SignIn: { fields: { token: 'pl_3q2-7wEjYk0lAbCdEfGhIjKlMnOpQrStUvWxYz01234' }, isWhole: true },
  Session: SESSION,
  StartedSession: SESSION,
  SessionPerson: { fields: PERSON, isWhole: true },
  SessionTenant: { fields: { id: TENANT, name: 'Acme', external_id: 'acme' }, isWhole: true },
  IdentityProvider: { fields: { name: 'login.example.com', problem: null }, isWhole: true },
  LinkPerson: { fields: PERSON, isWhole: true },
  PortalLinkPerson: { fields: PERSON, isWhole: true },
  CreatePortalLink: {
    fields: { role: 'viewer', expires_in_seconds: 600, person: PERSON, next: '/portal/events' },
    isWhole: true,
  },
  CreatedPortalLink: { fields: { url: PORTAL_LINK } },
  PortalLink: { fields: { role: 'viewer', capabilities: VIEWER, person: PERSON, theme: null } },
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
  Verify: {
    fields: { computed: 'sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    isWhole: true,
  },
  Verification: {
    fields: {
      verdict: 'body_changed',
      explanation: 'The body was re-serialised with spaces, as by json.dumps of Python.',
      remedy: 'Verify the bytes of the body as they arrive.',
      header: 'X-Webhook-Signature',
      attempt_number: 1,
      content: 'known',
    },
  },
  Snippet: {
    fields: {
      language: 'node',
      title: 'Node.js, webhook-signature',
      header: 'webhook-signature',
      code: 'export function verify(headers, body) { … }',
    },
  },
  Explanation: {
    fields: {
      kind: 'delivery',
      id: DELIVERY,
      verdict: 'failed',
      title: 'Not delivered to hooks.acme.example',
      answer:
        'The event … (session.approved) of the tenant Acme was published at 2026-01-15 09:30:00 UTC. It was sent to 1 endpoint. hooks.acme.example answered 401 to all 12 attempts between 2026-01-15 09:30:01 UTC and 2026-01-18 12:41:07 UTC.',
      remedy: 'Check the secret and the signature verification of the receiver.',
      reason: 'http_status',
      docs_url: 'http://127.0.0.1:3000/docs/reasons#http_status',
      others: [],
    },
  },
  Evidence: {
    fields: { label: 'Delivery', value: 'failed (attempts_exhausted), 12 attempts' },
  },
  EvidenceLink: { fields: { kind: 'delivery', id: DELIVERY } },
  CheckUrl: { fields: { url: 'HTTPS://hooks.acme.example/kyc' }, isWhole: true },
  CheckedUrl: {
    fields: {
      allowed: true,
      code: null,
      message: null,
      normalized: 'https://hooks.acme.example/kyc',
    },
  },
  Preview: { fields: { type: 'session.approved', format: 'flat' }, isWhole: true },
  PreviewedRequest: {
    fields: {
      headers: { 'Content-Type': 'application/json', 'X-Webhook-ID': EVENT },
      body: `{"event":"session.approved","idempotency_key":"idk_1","session_id":"session_abc123"}`,
      format: 'flat',
      signed_with: 'sample',
      sample_secret: 'whsec_dGhpcyBpcyBubyBzZWNyZXQgYnV0IGFuIGV4YW1wbGU=',
    },
  },
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
  WholeAuditEntry: { fields: { address: '203.0.113.7', reason: 'asked for by phone' } },
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
  TenantDeletion: {
    fields: {
      waiting: null,
      requested_by: API_KEY,
      reason: 'The contract has ended',
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
  Worker: { fields: { id: '019bc0a1-4f37-7d90-b6c2-8e1f5a7d3094', roles: ['api', 'worker'] } },
  DatabaseFacts: { fields: { version: '18.4' } },
  StatisticsRow: {
    fields: {
      endpoint: ENDPOINT,
      time: '2026-01-15T09:00:00.000Z',
      deliveries: 128,
      success_rate: 0.9844,
      latency_p95: 231.1,
    },
    isWhole: true,
  },
  HealthReport: { fields: { status: 'ok', checks: {} } },
};
