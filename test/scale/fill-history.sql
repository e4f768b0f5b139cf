-- Stores a history of settled deliveries, as years of work leave it. Its partitions are there (makePastPartitions).
--
-- history.rows    number of events
-- history.days    the events are spread over so many days before now
-- history.bytes   size of each stored body and exchange
-- history.tenants    number of tenants beside the large one; absent: 20
-- history.share      percentage of the events that the large tenant has; absent: 75
-- history.endpoints  number of endpoints of each tenant, of which the large one has four times as many; absent: 2 of each
-- history.fanout     number of deliveries of each event, all to different endpoints; absent: 1
-- history.tries      number of attempts of a delivery that has failed; absent: 1
-- history.rare    keyed hash of an id that one event in 1,000 has; absent: one that no search finds
-- history.common  keyed hash of an id that every second event has and that a tenth of the events is about; likewise
--
-- The tenant history-0 is the large one, the others share the rest. About one delivery in 100 has failed. The type case.escalated, the code 418 and a suspicious success occur about once
-- in 100,000; the type case.claimed and the code 451 never occur. Four events in a row have the same subject, but
-- for those about the common one. The first tenant has audit entries, replays and keys; each tenant has as many
-- refused publishes as are kept at most, or fewer where there are few events.
-- The bodies are not sealed: a record that opens one fails, a list does not.

-- Nothing is folded meanwhile: a fold locks these tables in another order.
SELECT pg_advisory_xact_lock(7305512237);

SELECT setseed(0.5);

CREATE FUNCTION pg_temp.setting(name text, absent integer) RETURNS integer LANGUAGE sql STABLE
  RETURN coalesce(nullif(current_setting('history.' || name, true), '')::integer, absent);

-- An id with a time; what differs in name or number has another one.
CREATE FUNCTION pg_temp.id_at(at timestamptz, noise text) RETURNS uuid LANGUAGE sql STABLE
  RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid;

CREATE TEMP TABLE history_ids AS
SELECT coalesce(nullif(current_setting('history.rare', true), '')::uuid, md5('rare')::uuid) AS rare,
  coalesce(nullif(current_setting('history.common', true), '')::uuid, md5('common')::uuid) AS common;

CREATE TEMP TABLE history_tenants AS
SELECT n, uuid_now() AS id, ARRAY(SELECT uuid_now() FROM generate_series(1, CASE
    WHEN n > 0 OR pg_temp.setting('endpoints', 0) = 0 THEN pg_temp.setting('endpoints', 2)
    ELSE 4 * pg_temp.setting('endpoints', 2) END)) AS endpoints
FROM generate_series(0, pg_temp.setting('tenants', 20)) n;

INSERT INTO tenants (id, external_id, name) SELECT id, 'history-' || n, 'History ' || n FROM history_tenants;

INSERT INTO endpoints (id, tenant_id, url, signing, status)
SELECT e.id, t.id, 'https://receiver-' || t.n || '.example/' || e.nth, '{"profile": "standard"}', 'active'
FROM history_tenants t, unnest(t.endpoints) WITH ORDINALITY e (id, nth);

CREATE TEMP TABLE history AS
SELECT n,
  -- Multiples of primes, so that what is counted here is spread evenly over the tenants.
  CASE WHEN n * 7 % 100 < pg_temp.setting('share', 75) THEN 0
    ELSE 1 + (n * 7919::bigint % 1000003 % pg_temp.setting('tenants', 20))::integer END AS tenant,
  at, pg_temp.id_at(at, noise) AS event_id,
  CASE WHEN n % 10 = 1 THEN (SELECT common FROM history_ids) ELSE md5('subject ' || n / 4)::uuid END AS subject_hash,
  CASE WHEN n % 100000 = 77 THEN 'case.escalated' WHEN n % 20 = 3 THEN 'session.declined' WHEN n % 3 = 0 THEN 'session.approved'
    ELSE 'check.completed' END AS type,
  CASE WHEN n % 97 = 13 THEN 500 WHEN n % 100000 = 78 THEN 418 WHEN n % 50 = 9 THEN 204 ELSE 200 END AS code,
  n % 100000 = 79 AS suspicious
FROM (
  SELECT n, at, md5(n::text || random()::text) AS noise
  FROM generate_series(1, current_setting('history.rows')::int) n,
    LATERAL (SELECT date_trunc('milliseconds', now() - make_interval(
      secs => 60 + current_setting('history.days')::float8 * 86400 * (1 - n / current_setting('history.rows')::float8))) AS at) t
) numbered;

CREATE TEMP TABLE history_deliveries AS
SELECT h.n, h.at, h.event_id, h.type, h.code, h.suspicious, t.id AS tenant_id,
  t.endpoints[1 + (h.n / 7 + copy) % cardinality(t.endpoints)] AS endpoint_id,
  pg_temp.id_at(h.at, md5('delivery' || h.n || '.' || copy || random())) AS id,
  CASE WHEN h.code < 300 OR h.at > now() - interval '1 hour' THEN 1 ELSE pg_temp.setting('tries', 1) END AS tries
FROM history h JOIN history_tenants t ON t.n = h.tenant, generate_series(1, pg_temp.setting('fanout', 1)) copy
ORDER BY h.n;

-- Each try comes twice as late as the one before.
CREATE TEMP TABLE history_attempts AS
SELECT d.n, d.id AS delivery_id, number, d.code, d.suspicious, started_at,
  pg_temp.id_at(started_at, md5('attempt' || d.id || number)) AS id, 20 + d.n * 13 % 100 * (d.n % 7) AS ms
FROM history_deliveries d, generate_series(1, d.tries) number,
  LATERAL (SELECT d.at + interval '1 minute' * (2 ^ (number - 1) - 1) AS started_at) s
ORDER BY started_at;

-- The triggers of the statistics would note each row as one that is stored late.
SET session_replication_role = replica;

INSERT INTO events (id, tenant_id, type, created_at, subject_hash, sequence, is_sandbox)
SELECT event_id, t.id, type, at, subject_hash, 1 + h.n % 4, h.n % 1000 = 80
FROM history h JOIN history_tenants t ON t.n = h.tenant ORDER BY h.n;

INSERT INTO event_bodies (event_id, sealed_data)
SELECT event_id, decode(repeat('ab', current_setting('history.bytes')::int), 'hex') FROM history ORDER BY n;

-- Two ids of its own, one that four events share, one that 1 in 1,000 has and one that every second event has.
INSERT INTO event_refs (hash, event_id)
SELECT hash, event_id FROM history CROSS JOIN history_ids CROSS JOIN LATERAL (
  SELECT md5('a' || n)::uuid UNION ALL SELECT md5('b' || n)::uuid UNION ALL SELECT md5('c' || n / 4)::uuid
  UNION ALL SELECT rare WHERE n % 1000 = 5 UNION ALL SELECT common WHERE n % 2 = 0
) r (hash) ORDER BY n;

INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, attempt_count,
  max_attempts, step, last_code, unhappy, created_at, settled_at, suspicious_success)
SELECT id, event_id, tenant_id, endpoint_id, type, 'envelope',
  CASE WHEN code < 300 THEN 'succeeded' ELSE 'failed' END, CASE WHEN code >= 300 THEN 'attempts_exhausted' END,
  tries, 12, tries, code, code >= 300, at, at + interval '40 milliseconds' + interval '1 minute' * (2 ^ (tries - 1) - 1), suspicious
FROM history_deliveries ORDER BY n;

INSERT INTO attempts (id, delivery_id, number, trigger, url, ip, started_at, duration_ms, dns_ms, connect_ms, tls_ms,
  first_byte_ms, body_hash, response_status, error_class, suspicious_success)
SELECT id, delivery_id, number, 'automatic', 'https://receiver.example/', '192.0.2.7', started_at, ms, 1, 2, 3, 10,
  decode(md5(n::text) || md5(n::text), 'hex'), code, CASE WHEN code >= 300 THEN 'http_status' END, suspicious
FROM history_attempts ORDER BY id;

RESET session_replication_role;

-- The statistics count the history as they do after an upgrade. The tables are all but empty; TRUNCATE would wait for
-- readers that wait for the new partitions.
DELETE FROM statistics;
DELETE FROM statistics_changes;
UPDATE statistics_progress SET folded_to = uuid_at(now() - interval '90 days');

INSERT INTO attempt_bodies (attempt_id, sealed_exchange)
SELECT id, decode(repeat('ab', current_setting('history.bytes')::int), 'hex') FROM history_attempts ORDER BY id;

INSERT INTO subject_sequences (tenant_id, subject_hash, last_sequence)
SELECT t.id, h.subject_hash, 4 FROM history h JOIN history_tenants t ON t.n = h.tenant
GROUP BY t.id, h.subject_hash ORDER BY min(h.n);

-- Derived events are remembered for seven days.
INSERT INTO derived_effects (tenant_id, effect_hash, type, told_hash, event_id, stored_at)
SELECT t.id, md5('effect ' || h.n)::uuid, h.type, md5('fields')::uuid, h.event_id, h.at
FROM history h JOIN history_tenants t ON t.n = h.tenant WHERE h.at > now() - interval '7 days' ORDER BY h.n;

WITH head AS (
  INSERT INTO event_log (tenant_id, position, event_ids, placed_at)
  SELECT t.id, row_number() OVER (PARTITION BY t.id ORDER BY h.n), ARRAY[h.event_id], h.at
  FROM history h JOIN history_tenants t ON t.n = h.tenant ORDER BY h.n
  RETURNING tenant_id, position
)
INSERT INTO event_log_heads (tenant_id, last_position) SELECT tenant_id, max(position) FROM head GROUP BY tenant_id;

CREATE TEMP TABLE history_extras AS
SELECT *, pg_temp.id_at(at, noise) AS id
FROM (
  SELECT i.n, t.n AS tenant, t.id AS tenant_id, t.endpoints, md5(i.n::text || random()::text) AS noise,
    now() - interval '6 days' * (1 - i.n / extras) AS at
  FROM history_tenants t, LATERAL (
      SELECT least(10000, current_setting('history.rows')::float8 / 100 / (1 + t.n * pg_temp.setting('tenants', 20) / 1000)) AS extras
    ) x,
    generate_series(1, extras::int) i (n)
) numbered;

INSERT INTO rejected_publishes (id, tenant_id, tenant_ref, type, source, status, code, errors, sealed_body, created_at,
  expires_at, ref_hashes)
SELECT id, tenant_id, 'history-' || tenant, CASE WHEN n % 5000 = 77 THEN 'case.escalated' ELSE 'session.approved' END,
  'api', 422, 'invalid_request', '[]', decode(repeat('ab', current_setting('history.bytes')::int), 'hex'), at,
  at + interval '7 days', ARRAY[md5('refused ' || n)::uuid] || CASE WHEN n % 2 = 0 THEN ARRAY[common] ELSE '{}' END
FROM history_extras CROSS JOIN history_ids ORDER BY n;

INSERT INTO audit_log (id, tenant_id, at, actor, role, action, target, details)
SELECT id, tenant_id, at, 'bootstrap', 'admin', 'endpoint.updated', 'ep_' || n, '{"changed": ["url"]}'
FROM history_extras WHERE tenant = 0 ORDER BY n;

INSERT INTO replays (id, tenant_id, endpoint_id, digest, status, since, until, state, matched, unreplayable, scanned_to,
  is_scanned, width, is_busy, created_by, created_by_role, created_at, ended_at)
SELECT id, tenant_id, endpoints[1 + n % 100 / 99], '\x00', 'failed', at - interval '1 day', at, 'finished', 5, '{}', id,
  true, 10, false, 'bootstrap', 'admin', at, at
FROM history_extras WHERE tenant = 0 ORDER BY n;

INSERT INTO api_keys (id, key_hash, role, name, tenant_ids, created_at)
SELECT id, decode(md5(id::text), 'hex'), 'tenant', 'Key ' || n, ARRAY[tenant_id], at
FROM history_extras WHERE tenant IN (0, 7) AND n % 10 = 0 ORDER BY n;

DROP TABLE history, history_deliveries, history_attempts, history_tenants, history_ids, history_extras;
