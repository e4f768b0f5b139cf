import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Publisher as HostPublisher } from '../../../src/index.js';
import type { PublishRequest } from '../../../src/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { createHostRole, startHost } from '../../support/host/index.js';
import type { Host, HostRole } from '../../support/host/index.js';

const COMMON = { session_id: 'session_1', external_ref: 'user_1', is_sandbox: true };
const MATCHED = { check_id: 'c', check_type: 'sanction', status: 'hit', ...COMMON };
const COMPLETED = { ...MATCHED, has_match: true };

let engine: Engine;
let role: HostRole;
let host: Host;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  role = await createHostRole(engine.databaseUrl);
  host = await startHost(role.url, []);
});
afterAll(async () => {
  await host.close();
  await role.drop();
  await engine.close();
});

type Publish = (request: PublishRequest) => Promise<{ duplicate: boolean }>;

const byService: Publish = (request) =>
  engine
    .get(DataSource)
    .transaction((manager) => engine.get(Publisher).publishWithin(manager, request));
const byHost: Publish = (request) =>
  host.source.transaction((manager) => host.get(HostPublisher).publish(request, manager));

/** What the tables hold of a tenant, but for ids, times and what is sealed. */
const ROWS = `
SELECT e.type, e.sequence, e.subject_hash, e.is_sandbox, e.unsent, e.violations, e.has_assets,
  length(e.sealed_labels) AS labels, length(b.sealed_data) AS data, cause.type AS cause,
  k.key_hash, k.fingerprint, k.expires_at - now() BETWEEN '6 days' AND '8 days' AS is_kept,
  f.effect_hash, f.type AS effect, f.cause_hash, f.told_hash, p.event_id IS NOT NULL AS is_pending,
  p.about_endpoint_id, ARRAY(SELECT hash FROM event_refs WHERE event_id = e.id ORDER BY 1) AS refs
FROM events e
LEFT JOIN event_bodies b ON b.event_id = e.id
LEFT JOIN events cause ON cause.id = e.caused_by
LEFT JOIN idempotency_keys k ON k.event_id = e.id
LEFT JOIN derived_effects f ON f.event_id = e.id
LEFT JOIN pending_fanouts p ON p.event_id = e.id
WHERE e.tenant_id = $1 ORDER BY e.id`;

async function rowsAfter(publish: Publish, requests: Omit<PublishRequest, 'tenantRef'>[]) {
  const { id } = await engine.createTenant([{}]);
  const duplicates: boolean[] = [];
  for (const request of requests) {
    const { duplicate } = await publish({ tenantRef: tenantRef(id), ...request });
    duplicates.push(duplicate);
  }
  return { duplicates, rows: await engine.sql(ROWS, [id]) };
}

describe('an event that is published within a transaction', () => {
  it.each<[string, Omit<PublishRequest, 'tenantRef'>[]]>([
    ['alone', [{ type: 'session.created', data: COMMON }]],
    ['about a subject', [{ type: 'session.created', data: COMMON, subject: 'other' }]],
    [
      'twice under one key',
      [1, 2].map(() => ({ type: 'session.created', data: COMMON, idempotencyKey: 'k' })),
    ],
    ['with what it derives', [{ type: 'check.completed', data: COMPLETED, idempotencyKey: 'k' }]],
    ['without what it derives', [{ type: 'check.completed', data: COMPLETED, derive: false }]],
    [
      'after it was derived, under a key of its own',
      [
        { type: 'check.completed', data: COMPLETED },
        { type: 'check.matched', data: MATCHED, idempotencyKey: 'm' },
        { type: 'check.matched', data: MATCHED, idempotencyKey: 'm' },
      ],
    ],
    [
      'before it is derived',
      [
        { type: 'check.matched', data: MATCHED },
        { type: 'check.completed', data: COMPLETED },
      ],
    ],
  ])('%s: the function of applications writes what Postrider itself does', async (_, requests) => {
    const own = await rowsAfter(byService, requests);
    expect(own.rows.length).toBeGreaterThan(0);
    expect(await rowsAfter(byHost, requests)).toEqual(own);
  });
});
