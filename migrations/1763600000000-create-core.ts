import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who sends what to where. Small tables, changed by people. */
const CONFIGURATION = `
CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  external_id text,
  name text NOT NULL,
  -- rises with every change that decides who gets an event; a publish that saw an older one looks again
  fanout_version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
CREATE UNIQUE INDEX tenants_external_id ON tenants (external_id) WHERE deleted_at IS NULL;

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  key_hash bytea NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'publisher', 'support', 'tenant', 'viewer')),
  name text NOT NULL,
  tenant_ids uuid[], -- null: every tenant
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE UNIQUE INDEX api_keys_key_hash ON api_keys (key_hash);

CREATE TABLE data_keys (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  period text NOT NULL, -- a month as YYYY-MM
  wrapped_by text NOT NULL, -- id of the encryption key around it
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, period)
);

CREATE TABLE endpoints (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  url text NOT NULL,
  description text,
  event_types text[], -- null: everything the format carries
  format text NOT NULL DEFAULT 'envelope',
  environment text NOT NULL DEFAULT 'all' CHECK (environment IN ('live', 'sandbox', 'all')),
  signing jsonb NOT NULL,
  sealed_headers bytea,
  max_in_flight integer NOT NULL DEFAULT 50 CHECK (max_in_flight BETWEEN 1 AND 1000),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'disabled')),
  disabled_reason text,
  -- rises with every change a sender must see, secrets included
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
CREATE INDEX endpoints_tenant ON endpoints (tenant_id, id);

CREATE TABLE endpoint_secrets (
  id uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES endpoints (id),
  sealed_secret bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz -- null: the current one
);
CREATE INDEX endpoint_secrets_endpoint ON endpoint_secrets (endpoint_id);

-- what sending learns of an endpoint, apart from what people set
CREATE TABLE endpoint_health (
  endpoint_id uuid PRIMARY KEY,
  last_success_at timestamptz,
  failing_since timestamptz,
  held_back_until timestamptz
) WITH (fillfactor = 50);

CREATE TABLE audit_log (
  id uuid PRIMARY KEY,
  tenant_id uuid,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL, -- id of the api key, or 'bootstrap'
  role text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_tenant ON audit_log (tenant_id, id);
`;

/** What happened. Grows for ever: partitioned by the month in its UUIDv7 key, no foreign keys. */
const HISTORY = `
CREATE TABLE events (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  type text NOT NULL,
  created_at timestamptz NOT NULL,
  subject_hash uuid, -- keyed hash
  sequence bigint, -- per subject; null until the fan-out of a publish inside a foreign transaction
  is_sandbox boolean NOT NULL,
  sealed_labels bytea, -- subject and external_ref; gone after redaction
  caused_by uuid,
  unsent jsonb NOT NULL DEFAULT '[]', -- [{endpoint_id|null, reason}]
  violations jsonb -- what a tolerated payload broke
) PARTITION BY RANGE (id);
CREATE INDEX events_tenant ON events (tenant_id, id);
CREATE INDEX events_subject ON events (tenant_id, subject_hash, id);

CREATE TABLE event_bodies (
  event_id uuid PRIMARY KEY,
  sealed_data bytea NOT NULL
) PARTITION BY RANGE (event_id);
ALTER TABLE event_bodies ALTER COLUMN sealed_data SET STORAGE EXTERNAL;

-- every id in an event's data, as a keyed hash: search and redaction look here
CREATE TABLE event_refs (
  hash uuid NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (hash, event_id)
) PARTITION BY RANGE (event_id);

CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  event_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  event_type text NOT NULL,
  channel text NOT NULL DEFAULT 'webhook',
  format text NOT NULL,
  status text NOT NULL,
  reason text,
  attempt_count integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL,
  step integer NOT NULL DEFAULT 0, -- automatic attempts spent
  last_code integer, -- status of the last response
  unhappy boolean NOT NULL DEFAULT false, -- settled otherwise than by success; false on the good path, so that updates stay in place
  created_at timestamptz NOT NULL,
  settled_at timestamptz
) PARTITION BY RANGE (id);
CREATE INDEX deliveries_event ON deliveries (event_id);
CREATE INDEX deliveries_tenant ON deliveries (tenant_id, id);
CREATE INDEX deliveries_endpoint ON deliveries (endpoint_id, id);
CREATE INDEX deliveries_unhappy ON deliveries (endpoint_id, id) WHERE unhappy;

CREATE TABLE attempts (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL,
  number integer NOT NULL,
  trigger text NOT NULL,
  url text NOT NULL,
  ip text,
  started_at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  dns_ms real,
  connect_ms real,
  tls_ms real,
  first_byte_ms real,
  body_hash bytea,
  response_status integer,
  error_class text,
  error_message text
) PARTITION BY RANGE (id);
CREATE INDEX attempts_delivery ON attempts (delivery_id, number);

CREATE TABLE attempt_bodies (
  attempt_id uuid PRIMARY KEY,
  sealed_exchange bytea NOT NULL -- request headers (masked), response headers and body
) PARTITION BY RANGE (attempt_id);
ALTER TABLE attempt_bodies ALTER COLUMN sealed_exchange SET STORAGE EXTERNAL;
`;

/** What is to be done, and what must be unique. Small tables that stay small. */
const WORK = `
CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  event_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE subject_sequences (
  tenant_id uuid NOT NULL,
  subject_hash uuid NOT NULL,
  last_sequence bigint NOT NULL,
  PRIMARY KEY (tenant_id, subject_hash)
) WITH (fillfactor = 70);

-- events written inside a caller's transaction, whose fan-out follows after its commit
CREATE TABLE pending_fanouts (
  event_id uuid PRIMARY KEY
);

CREATE TABLE delivery_queue (
  delivery_id uuid PRIMARY KEY,
  event_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  leased_until timestamptz,
  leased_by uuid,
  fence integer NOT NULL DEFAULT 0,
  attempt_id uuid, -- the attempt under the lease
  attempts integer NOT NULL DEFAULT 0, -- attempts begun
  step integer NOT NULL DEFAULT 0, -- automatic attempts spent
  lost_leases integer NOT NULL DEFAULT 0,
  trigger text NOT NULL DEFAULT 'automatic',
  -- what a manual attempt gives back when it fails: the time of the automatic one, or the settled state
  resume_at timestamptz,
  resume_status text,
  resume_reason text
) WITH (
  fillfactor = 60,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);
CREATE INDEX delivery_queue_due ON delivery_queue (endpoint_id, due_at) WHERE leased_until IS NULL;
CREATE INDEX delivery_queue_leased ON delivery_queue (endpoint_id) WHERE leased_until IS NOT NULL;
`;

/**
 * Partitions by month, the current one and those ahead, with a default behind them because clocks
 * err. Rows that already fell into the default stay there: their month then gets no partition.
 */
const PARTITIONS = `
CREATE FUNCTION uuid_at(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

CREATE FUNCTION ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  month timestamptz;
  name text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['events', 'event_bodies', 'event_refs', 'deliveries', 'attempts', 'attempt_bodies'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I DEFAULT', parent || '_default', parent);
    FOR ahead IN 0..months_ahead LOOP
      month := date_trunc('month', now(), 'UTC') + make_interval(months => ahead);
      name := parent || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      CONTINUE WHEN to_regclass(name) IS NOT NULL;
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          name, parent, uuid_at(month), uuid_at(date_trunc('month', month, 'UTC') + interval '1 month'));
        IF parent = 'deliveries' THEN
          EXECUTE format('ALTER TABLE %I SET (fillfactor = 75)', name);
        END IF;
      EXCEPTION WHEN check_violation THEN
        RAISE WARNING 'partition % not made: its default holds rows of that month', name;
      END;
    END LOOP;
  END LOOP;
END
$$;
`;

const TABLES = [
  'delivery_queue, pending_fanouts, subject_sequences, idempotency_keys',
  'attempt_bodies, attempts, deliveries, event_refs, event_bodies, events',
  'audit_log, endpoint_health, endpoint_secrets, endpoints, data_keys, api_keys, tenants',
];

export class CreateCore1763600000000 implements MigrationInterface {
  name = 'CreateCore1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CONFIGURATION, HISTORY, WORK, PARTITIONS]) await runner.query(part);
    await runner.query('SELECT ensure_partitions(2)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const tables of TABLES) await runner.query(`DROP TABLE ${tables}`);
    await runner.query('DROP FUNCTION ensure_partitions(integer)');
    await runner.query('DROP FUNCTION uuid_at(timestamptz)');
  }
}
