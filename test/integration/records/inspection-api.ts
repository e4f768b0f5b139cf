import { createHash } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { ApiModule } from '../../../src/app/api.module.js';
import { FoundationModule } from '../../../src/app/foundation.module.js';
import { InspectionModule } from '../../../src/records/index.js';
import { EventTypesModule } from '../../../src/catalogue-api/index.js';
import { createLogger, parseId } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { HotPool } from '../../../src/database/index.js';
import { classifyOutcome } from '../../../src/retry-policy/index.js';
import type { AttemptRecorder, ClaimedDelivery } from '../../../src/queue/index.js';
import { nextState } from '../../../src/delivery/next-state.js';
import { testClaims } from '../../support/test-claims.js';
import { testRecorder } from '../../support/test-recorder.js';
import { createHttpApp } from '../../../src/http/index.js';
import { createTestDatabase } from '../../support/services/index.js';

export const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';
const LEASE_MS = 60_000;
const MANY = 1000;
const SESSION = {
  session_id: 'session_1',
  status: 'created',
  external_ref: null,
  is_sandbox: false,
};

export interface Answer {
  status: number;
  contentType: string | null;
  text: string;
  /** Parsed, where it is JSON. */
  body: Record<string, unknown>;
}

export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface Claimed {
  claim: ClaimedDelivery;
  /** Puts the attempt on record as a worker would. */
  answer: (status: number, body?: Buffer | string, sent?: Buffer | string) => Promise<void>;
}

/** The whole API on a database of its own. No worker runs: a test makes the attempts that it needs. */
export interface InspectionApi {
  app: NestFastifyApplication;
  /** Straight at the tables. */
  sql: Pool;
  admin: Call;
  createTenant(fields?: { name?: string; external_id?: string }): Promise<string>;
  createEndpoint(tenant: string, fields?: Record<string, unknown>): Promise<string>;
  /** A new key and its caller; `tenant` is a public id, none for keys across tenants. */
  createKey(role: string, tenant?: string): Promise<Call>;
  /** Publishes an event, by default `session.created` (the data of other entities must be complete); returns its public id. */
  publish(tenant: string, data?: object, type?: string): Promise<string>;
  /** The public ids of an event's deliveries, in the order they were made. */
  deliveriesOf(tenant: string, event: string): Promise<string[]>;
  /** Takes a due delivery (public id) under lease. */
  claim(delivery: string): Promise<Claimed>;
  /** One attempt from claim to record: its answer, and the body that was sent. */
  attempt(
    delivery: string,
    status: number,
    body?: Buffer | string,
    sent?: Buffer | string,
  ): Promise<void>;
  close(): Promise<void>;
}

@Module({})
class TestModule {}

export async function startInspectionApi(): Promise<InspectionApi> {
  const database = await createTestDatabase();
  const settings = {
    ...loadSettings({ LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '1000000' }, '.'),
    databaseUrl: database.url,
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  };
  const logger = createLogger(settings);
  const root = {
    module: TestModule,
    imports: [
      FoundationModule.forRoot(settings, logger),
      ApiModule,
      InspectionModule,
      EventTypesModule,
    ],
  };
  const app = await createHttpApp(root, logger);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const sql = new Pool({ connectionString: database.url, max: 2 });
  const recorder = testRecorder(app);
  const claims = testClaims(app.get(HotPool), LEASE_MS);

  const as =
    (key: string): Call =>
    (method, path, body) =>
      call(`${url}${path}`, method, key, body);
  const admin = as(ADMIN_KEY);
  const created = async (path: string, body: unknown, field = 'id'): Promise<string> => {
    const answer = await admin('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.text}`);
    return String(answer.body[field]);
  };

  const claim = async (delivery: string): Promise<Claimed> => {
    const id = parseId('delivery', delivery) ?? '';
    const named = await claims.named([id]);
    // Where the endpoint is paused only the scan takes what was asked for by hand.
    const { deliveries } = named.deliveries.length > 0 ? named : await claims.due(MANY);
    const taken = deliveries.find((row) => row.delivery_id === id);
    if (!taken) throw new Error(`${delivery} is not due`);
    return {
      claim: taken,
      answer: (status, body = '', sent = 'body') =>
        record(recorder, taken, { status, body: Buffer.from(body), sent }),
    };
  };

  return {
    app,
    sql,
    admin,
    claim,
    createTenant: (fields = {}) => created('/v1/tenants', { name: 'Acme', ...fields }),
    createEndpoint: (tenant, fields = {}) =>
      created(`/v1/tenants/${tenant}/endpoints`, {
        url: 'https://hooks.example.com/in',
        ...fields,
      }),
    createKey: async (role, tenant) => {
      const path = tenant === undefined ? '/v1/api-keys' : `/v1/tenants/${tenant}/api-keys`;
      return as(await created(path, { role, name: role }, 'key'));
    },
    publish: (tenant, data = {}, type = 'session.created') =>
      created('/v1/events', {
        tenant_id: tenant,
        type,
        data: type.startsWith('session.') ? { ...SESSION, ...data } : data,
      }),
    deliveriesOf: async (tenant, event) => {
      const { body } = await admin('GET', `/v1/tenants/${tenant}/events/${event}`);
      return (body['deliveries'] as { id: string }[]).map(({ id }) => id);
    },
    attempt: async (delivery, status, body, sent) =>
      (await claim(delivery)).answer(status, body, sent),
    close: async () => {
      await sql.end();
      await app.close();
      await database.drop();
    },
  };
}

async function record(
  recorder: AttemptRecorder,
  claim: ClaimedDelivery,
  { status, body, sent }: { status: number; body: Buffer; sent: Buffer | string },
): Promise<void> {
  const outcome = classifyOutcome({ status, errorClass: null });
  const rules = { scheduleSeconds: [60, 60], now: new Date(), random: () => 0.5 };
  await recorder.record({
    deliveryId: claim.delivery_id,
    endpointId: claim.endpoint_id,
    tenantId: claim.tenant_id,
    fence: claim.fence,
    attempt: {
      id: claim.attempt_id,
      number: claim.attempt_number,
      format: 'envelope',
      trigger: claim.trigger,
      url: 'https://hooks.example.com/in',
      ip: '203.0.113.7',
      startedAt: new Date(),
      durationMs: 12.4,
      timings: { dns_ms: 1.5, connect_ms: 2, tls_ms: 3, first_byte_ms: 4 },
      bodyHash: createHash('sha256').update(sent).digest('hex'),
      responseStatus: status,
      error: outcome === 'succeeded' ? null : { class: 'http_status', message: `got ${status}` },
      exchange: {
        requestHeaders: { 'webhook-id': 'evt_x', 'webhook-signature': 'v1,***' },
        response: { headers: { 'content-type': 'text/plain' }, body, truncated: false },
      },
    },
    next: nextState(claim, outcome, rules),
    succeeded: outcome === 'succeeded',
    health: outcome === 'succeeded' ? 'ok' : 'failing',
    heldBackMs: null,
  });
}

async function call(url: string, method: string, key: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  const isJson = /\/(?:[a-z]+\+)?json\b/.test(contentType ?? '') && text !== '';
  return {
    status: response.status,
    contentType,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
