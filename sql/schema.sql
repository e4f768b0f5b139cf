-- The schema that the migrations and sql/functions make. Written by "npm run schema"; do not edit.
-- Partitions by time are left out; ensure_partitions makes them.

CREATE TYPE claim_result AS (
  delivery_id uuid,
  event_id uuid,
  endpoint_id uuid,
  tenant_id uuid,
  fence integer,
  attempt_id uuid,
  attempt_number integer,
  step integer,
  trigger text,
  single boolean,
  endpoint_version integer,
  slow boolean,
  more boolean,
  wake_ms integer,
  quarantined boolean,
  busy uuid[],
  looked_to uuid
);
COMMENT ON COLUMN claim_result.delivery_id IS 'A delivery that was claimed; null: the row says what was left.';
COMMENT ON COLUMN claim_result.more IS 'Something due was left behind for want of slots or capacity, or for another claim.';
COMMENT ON COLUMN claim_result.wake_ms IS 'When a rate limiter has a token for something that was left behind; null: none was short of tokens.';
COMMENT ON COLUMN claim_result.quarantined IS 'A quarantined delivery is due.';
COMMENT ON COLUMN claim_result.busy IS 'Named deliveries that were not looked at, because another claim has their shard.';
COMMENT ON COLUMN claim_result.looked_to IS 'The last endpoint that the claim looked at; null: none with waiting deliveries is left behind it.';

CREATE TYPE claim_selection AS (
  deliveries uuid[],
  slow uuid[],
  endpoints uuid[],
  tokens double precision[],
  more boolean,
  wake_seconds double precision
);
COMMENT ON COLUMN claim_selection.deliveries IS 'Chosen deliveries; null: none.';
COMMENT ON COLUMN claim_selection.slow IS 'Those of them that take slots of the slow lane.';
COMMENT ON COLUMN claim_selection.endpoints IS 'Endpoints whose rate limiter spends tokens on them, in the order of ids.';
COMMENT ON COLUMN claim_selection.tokens IS 'The tokens that are left to these endpoints.';
COMMENT ON COLUMN claim_selection.more IS 'Something due was left behind for want of slots or capacity.';
COMMENT ON COLUMN claim_selection.wake_seconds IS 'When a rate limiter has a token for something that was left behind; null: none was short of tokens.';

CREATE TYPE claimed_delivery AS (
  delivery_id uuid,
  event_id uuid,
  endpoint_id uuid,
  tenant_id uuid,
  fence integer,
  attempt_id uuid,
  attempt_number integer,
  step integer,
  trigger text,
  single boolean,
  endpoint_version integer,
  slow boolean,
  more boolean,
  wake_ms integer,
  suspects boolean
);
COMMENT ON COLUMN claimed_delivery.single IS 'One-shot: asked for beside the schedule; a failure restores what the delivery was.';
COMMENT ON COLUMN claimed_delivery.slow IS 'Takes a slot of the slow lane.';
COMMENT ON COLUMN claimed_delivery.more IS 'Last row: something due had no slot or no capacity.';
COMMENT ON COLUMN claimed_delivery.suspects IS 'Last row: a quarantined delivery is due.';

CREATE SEQUENCE event_type_revisions;

CREATE TABLE api_keys (
  id uuid NOT NULL,
  key_hash bytea NOT NULL,
  role text NOT NULL,
  name text NOT NULL,
  tenant_ids uuid[],
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  revoked_at timestamp with time zone,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  owner text,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'publisher'::text, 'support'::text, 'tenant'::text, 'viewer'::text])))
);
CREATE UNIQUE INDEX api_keys_key_hash ON api_keys USING btree (key_hash);
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON api_keys TO postrider USING (true);
CREATE POLICY postrider_tenant ON api_keys TO postrider_tenant USING (((role = ANY (ARRAY['tenant'::text, 'viewer'::text])) AND (tenant_ids = ARRAY[(current_setting('postrider.tenant'::text))::uuid])));

CREATE TABLE applied_functions (
  name text NOT NULL,
  version integer NOT NULL,
  hash text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT applied_functions_pkey PRIMARY KEY (name)
);

CREATE TABLE attempt_bodies (
  attempt_id uuid NOT NULL,
  sealed_exchange bytea STORAGE EXTERNAL NOT NULL,
  CONSTRAINT attempt_bodies_pkey PRIMARY KEY (attempt_id)
) PARTITION BY RANGE (attempt_id);
ALTER TABLE attempt_bodies ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON attempt_bodies TO postrider USING (true);
CREATE POLICY postrider_tenant ON attempt_bodies TO postrider_tenant USING ((EXISTS ( SELECT FROM attempts parent WHERE (parent.id = attempt_bodies.attempt_id))));

CREATE TABLE attempt_bodies_default PARTITION OF attempt_bodies DEFAULT;
ALTER TABLE attempt_bodies_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON attempt_bodies_default TO postrider USING (true);

CREATE TABLE attempts (
  id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  number integer NOT NULL,
  trigger text NOT NULL,
  url text NOT NULL,
  ip text,
  started_at timestamp with time zone NOT NULL,
  duration_ms integer NOT NULL,
  dns_ms real,
  connect_ms real,
  tls_ms real,
  first_byte_ms real,
  body_hash bytea,
  response_status integer,
  error_class text,
  error_message text,
  suspicious_success boolean NOT NULL DEFAULT false,
  CONSTRAINT attempts_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX attempts_delivery ON attempts USING btree (delivery_id, number);
CREATE TRIGGER attempts_note_changed AFTER UPDATE ON attempts FOR EACH ROW WHEN ((old.id < uuid_at((clock_timestamp() - '00:00:20'::interval)))) EXECUTE FUNCTION note_changed_attempt();
CREATE TRIGGER attempts_note_late AFTER INSERT ON attempts FOR EACH ROW WHEN ((new.id < ((lpad(to_hex((((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint - 20000)), 12, '0'::text) || '00000000000000000000'::text))::uuid)) EXECUTE FUNCTION note_changed_attempt();
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON attempts TO postrider USING (true);
CREATE POLICY postrider_tenant ON attempts TO postrider_tenant USING ((EXISTS ( SELECT FROM deliveries parent WHERE (parent.id = attempts.delivery_id))));

CREATE TABLE attempts_default PARTITION OF attempts DEFAULT;
ALTER TABLE attempts_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON attempts_default TO postrider USING (true);

CREATE TABLE audit_chain (
  "position" bigint NOT NULL,
  entry_id uuid NOT NULL,
  former_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_chain_pkey PRIMARY KEY ("position")
);
CREATE UNIQUE INDEX audit_chain_entry ON audit_chain USING btree (entry_id);
CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
ALTER TABLE audit_chain ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON audit_chain TO postrider USING (true);
COMMENT ON COLUMN audit_chain.former_hash IS 'The hash of the position before this one; empty at the first.';
COMMENT ON COLUMN audit_chain.hash IS 'SHA-256 of the former hash and of the entry.';

CREATE TABLE audit_log (
  id uuid NOT NULL,
  tenant_id uuid,
  at timestamp with time zone NOT NULL DEFAULT now(),
  actor text NOT NULL,
  role text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  address text,
  request_id text,
  reason text,
  CONSTRAINT audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_action ON audit_log USING btree (action text_pattern_ops, id);
CREATE INDEX audit_log_actor ON audit_log USING btree (actor, id);
CREATE INDEX audit_log_person ON audit_log USING btree ((((details -> 'signed_in'::text) ->> 'person_id'::text)), id) WHERE (((details -> 'signed_in'::text) ->> 'person_id'::text) IS NOT NULL);
CREATE INDEX audit_log_target ON audit_log USING btree (tenant_id, target, id);
CREATE INDEX audit_log_tenant ON audit_log USING btree (tenant_id, id);
CREATE INDEX audit_log_whole_target ON audit_log USING btree (target, id);
CREATE TRIGGER await_chaining AFTER INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION await_chaining();
CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON audit_log TO postrider USING (true);
CREATE POLICY postrider_tenant ON audit_log TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE data_keys (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  period text NOT NULL,
  wrapped_by text NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT data_keys_pkey PRIMARY KEY (id),
  CONSTRAINT data_keys_tenant_id_period_key UNIQUE (tenant_id, period)
);
CREATE TRIGGER refuse_retired_key BEFORE INSERT OR UPDATE OF wrapped_by ON data_keys FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
ALTER TABLE data_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON data_keys TO postrider USING (true);

CREATE TABLE database_identity (
  only_row boolean NOT NULL DEFAULT true,
  identity text NOT NULL,
  CONSTRAINT database_identity_only_row_check CHECK (only_row),
  CONSTRAINT database_identity_pkey PRIMARY KEY (only_row)
);
COMMENT ON TABLE database_identity IS 'One row: the server and the database that the data was last in; another one is a restored backup.';

CREATE TABLE deliveries (
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  event_type text NOT NULL,
  channel text NOT NULL DEFAULT 'webhook'::text,
  format text NOT NULL,
  status text NOT NULL,
  reason text,
  attempt_count integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL,
  step integer NOT NULL DEFAULT 0,
  last_code integer,
  unhappy boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  recipient text,
  suspicious_success boolean NOT NULL DEFAULT false,
  minimised boolean NOT NULL DEFAULT false,
  CONSTRAINT deliveries_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX deliveries_endpoint ON deliveries USING btree (endpoint_id, id);
CREATE INDEX deliveries_event ON deliveries USING btree (event_id);
CREATE INDEX deliveries_suspicious ON deliveries USING btree (tenant_id, id) WHERE suspicious_success;
CREATE INDEX deliveries_tenant ON deliveries USING btree (tenant_id, id);
CREATE INDEX deliveries_unhappy ON deliveries USING btree (endpoint_id, id) WHERE unhappy;
CREATE TRIGGER deliveries_note_changed AFTER UPDATE ON deliveries FOR EACH ROW WHEN (((old.created_at < (clock_timestamp() - '00:00:20'::interval)) AND ((old.status <> 'pending'::text) OR (new.status <> 'pending'::text)) AND ((old.status IS DISTINCT FROM new.status) OR (old.reason IS DISTINCT FROM new.reason) OR (old.last_code IS DISTINCT FROM new.last_code) OR (old.settled_at IS DISTINCT FROM new.settled_at)))) EXECUTE FUNCTION note_changed_delivery();
CREATE TRIGGER deliveries_note_late AFTER INSERT ON deliveries FOR EACH ROW WHEN ((new.created_at < (clock_timestamp() - '00:00:20'::interval))) EXECUTE FUNCTION note_changed_delivery();
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON deliveries TO postrider USING (true);
CREATE POLICY postrider_tenant ON deliveries TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN deliveries.unhappy IS 'Needs attention: held, failed, skipped or cancelled.';
COMMENT ON COLUMN deliveries.minimised IS 'The subject was erased while it waited: it goes out without personal data.';

CREATE TABLE deliveries_default PARTITION OF deliveries DEFAULT;
ALTER TABLE deliveries_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON deliveries_default TO postrider USING (true);

CREATE TABLE delivery_queue (
  delivery_id uuid NOT NULL,
  event_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  leased_until timestamp with time zone,
  leased_by uuid,
  fence integer NOT NULL DEFAULT 0,
  attempt_id uuid,
  attempts integer NOT NULL DEFAULT 0,
  step integer NOT NULL DEFAULT 0,
  lost_leases integer NOT NULL DEFAULT 0,
  trigger text NOT NULL DEFAULT 'automatic'::text,
  resume_at timestamp with time zone,
  resume_status text,
  resume_reason text,
  subject_hash uuid,
  sequence bigint,
  recipient text,
  digest_id uuid,
  CONSTRAINT delivery_queue_pkey PRIMARY KEY (delivery_id)
) WITH (
  fillfactor=60,
  autovacuum_vacuum_scale_factor=0.01,
  autovacuum_vacuum_threshold=5000,
  autovacuum_vacuum_cost_delay=0,
  vacuum_truncate=off
);
CREATE INDEX delivery_queue_digest ON delivery_queue USING btree (digest_id, due_at) WHERE (digest_id IS NOT NULL);
CREATE INDEX delivery_queue_due ON delivery_queue USING btree (endpoint_id, due_at) WHERE (leased_until IS NULL);
CREATE INDEX delivery_queue_lease_end ON delivery_queue USING btree (leased_until) WHERE (leased_until IS NOT NULL);
CREATE INDEX delivery_queue_leased ON delivery_queue USING btree (endpoint_id) WHERE (leased_until IS NOT NULL);
CREATE INDEX delivery_queue_manual ON delivery_queue USING btree (due_at) WHERE ((trigger = 'manual'::text) AND (leased_until IS NULL));
CREATE INDEX delivery_queue_subject ON delivery_queue USING btree (endpoint_id, subject_hash, sequence) WHERE (subject_hash IS NOT NULL);
CREATE INDEX delivery_queue_suspects ON delivery_queue USING btree (due_at) WHERE ((lost_leases >= 5) AND (leased_until IS NULL));
CREATE INDEX delivery_queue_waiting ON delivery_queue USING btree (endpoint_id, subject_hash) WHERE ((due_at = 'infinity'::timestamp with time zone) AND (subject_hash IS NOT NULL));
CREATE TRIGGER delivery_queue_keeps_digest BEFORE UPDATE ON delivery_queue FOR EACH ROW WHEN (((new.digest_id IS NOT NULL) AND (old.leased_until IS NOT NULL) AND (new.leased_until IS NULL))) EXECUTE FUNCTION keep_digest();
CREATE TRIGGER delivery_queue_mail BEFORE INSERT ON delivery_queue FOR EACH ROW WHEN (((new.recipient IS NOT NULL) AND (new.trigger <> 'manual'::text) AND (new.leased_until IS NULL))) EXECUTE FUNCTION place_mail();
CREATE TRIGGER delivery_queue_promotes AFTER DELETE ON delivery_queue FOR EACH ROW WHEN ((old.subject_hash IS NOT NULL)) EXECUTE FUNCTION promote_subject();
CREATE TRIGGER delivery_queue_promotes_digest AFTER DELETE ON delivery_queue FOR EACH ROW WHEN (((old.digest_id IS NOT NULL) AND (old.due_at < 'infinity'::timestamp with time zone))) EXECUTE FUNCTION promote_digest();
CREATE TRIGGER delivery_queue_waits BEFORE INSERT ON delivery_queue FOR EACH ROW WHEN ((new.subject_hash IS NOT NULL)) EXECUTE FUNCTION wait_for_subject();
ALTER TABLE delivery_queue ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON delivery_queue TO postrider USING (true);
CREATE POLICY postrider_tenant ON delivery_queue TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN delivery_queue.attempts IS 'Attempts begun, those of lost workers included; step counts the attempts of the schedule.';
COMMENT ON COLUMN delivery_queue.lost_leases IS 'Leases in a row that ended without a report; five or more: quarantined, eight: held as poison.';

CREATE TABLE derived_effects (
  tenant_id uuid NOT NULL,
  effect_hash uuid NOT NULL,
  type text NOT NULL,
  cause_hash uuid,
  told_hash uuid NOT NULL,
  event_id uuid NOT NULL,
  stored_at timestamp with time zone NOT NULL,
  CONSTRAINT derived_effects_pkey PRIMARY KEY (tenant_id, effect_hash)
) WITH (
  fillfactor=70
);
CREATE INDEX derived_effects_age ON derived_effects USING btree (stored_at);
ALTER TABLE derived_effects ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON derived_effects TO postrider USING (true);
CREATE POLICY postrider_tenant ON derived_effects TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN derived_effects.told_hash IS 'Hash of the fields that the derived event reports; the same cause with other fields is a new event.';

CREATE TABLE endpoint_grants (
  endpoint_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  credits integer NOT NULL,
  endpoint_version integer NOT NULL,
  usable_until timestamp with time zone NOT NULL,
  counted_until timestamp with time zone NOT NULL,
  CONSTRAINT endpoint_grants_pkey PRIMARY KEY (endpoint_id, worker_id)
) WITH (
  fillfactor=50
);
ALTER TABLE endpoint_grants ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON endpoint_grants TO postrider USING (true);
CREATE POLICY postrider_tenant ON endpoint_grants TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN endpoint_grants.worker_id IS 'The leased_by of the deliveries that are stored within the grant.';
COMMENT ON COLUMN endpoint_grants.credits IS 'How many of them may be in flight at once; they count as in flight while the grant counts.';
COMMENT ON COLUMN endpoint_grants.endpoint_version IS 'The grant ends when the endpoint is changed.';
COMMENT ON COLUMN endpoint_grants.counted_until IS 'Later than usable_until by the time that a statement may need to commit.';

CREATE TABLE endpoint_health (
  endpoint_id uuid NOT NULL,
  last_success_at timestamp with time zone,
  failing_since timestamp with time zone,
  held_back_until timestamp with time zone,
  failed_events integer NOT NULL DEFAULT 0,
  strikes integer NOT NULL DEFAULT 0,
  window_from timestamp with time zone,
  window_failures integer NOT NULL DEFAULT 0,
  window_successes integer NOT NULL DEFAULT 0,
  trips integer NOT NULL DEFAULT 0,
  open_until timestamp with time zone,
  slow_until timestamp with time zone,
  ramp_from timestamp with time zone,
  counted_from timestamp with time zone,
  told_failing_since timestamp with time zone,
  failing_told_at timestamp with time zone,
  soon_told_at timestamp with time zone,
  failing_notices integer NOT NULL DEFAULT 0,
  last_told_at timestamp with time zone,
  quiet_until timestamp with time zone,
  notified_failing_since timestamp with time zone,
  failing_notified_at timestamp with time zone,
  disabling_soon_notified_at timestamp with time zone,
  last_notified_at timestamp with time zone,
  next_check_at timestamp with time zone,
  tls_expires_at timestamp with time zone,
  clock_skew_seconds integer,
  CONSTRAINT endpoint_health_pkey PRIMARY KEY (endpoint_id)
) WITH (
  fillfactor=50,
  autovacuum_vacuum_scale_factor=0.05,
  autovacuum_vacuum_threshold=500,
  autovacuum_vacuum_cost_delay=0,
  vacuum_truncate=off
);
CREATE INDEX endpoint_health_failing ON endpoint_health USING btree (endpoint_id) WHERE (failing_since IS NOT NULL);
CREATE INDEX endpoint_health_notified ON endpoint_health USING btree (endpoint_id) WHERE (failing_notified_at IS NOT NULL);
CREATE INDEX endpoint_health_told ON endpoint_health USING btree (endpoint_id) WHERE (failing_told_at IS NOT NULL);
CREATE TRIGGER endpoint_health_mirrors_notified BEFORE UPDATE OF told_failing_since, failing_told_at, soon_told_at, last_told_at, quiet_until, notified_failing_since, failing_notified_at, disabling_soon_notified_at, last_notified_at, next_check_at ON endpoint_health FOR EACH ROW EXECUTE FUNCTION mirror_notified_columns();
ALTER TABLE endpoint_health ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON endpoint_health TO postrider USING (true);
CREATE POLICY postrider_tenant ON endpoint_health TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = endpoint_health.endpoint_id))));
COMMENT ON COLUMN endpoint_health.strikes IS 'Failures since the last success.';
COMMENT ON COLUMN endpoint_health.trips IS 'How many times in a row the breaker has opened; 0: it is closed.';
COMMENT ON COLUMN endpoint_health.counted_from IS 'Counts instead of an earlier failing_since: time in which nothing could be delivered is taken off.';
COMMENT ON COLUMN endpoint_health.told_failing_since IS 'Former name of notified_failing_since.';
COMMENT ON COLUMN endpoint_health.failing_told_at IS 'Former name of failing_notified_at.';
COMMENT ON COLUMN endpoint_health.soon_told_at IS 'Former name of disabling_soon_notified_at.';
COMMENT ON COLUMN endpoint_health.last_told_at IS 'Former name of last_notified_at.';
COMMENT ON COLUMN endpoint_health.quiet_until IS 'Former name of next_check_at.';
COMMENT ON COLUMN endpoint_health.notified_failing_since IS 'failing_since when endpoint.failing was sent; null after endpoint.recovered.';
COMMENT ON COLUMN endpoint_health.failing_notified_at IS 'When endpoint.failing was first sent of this failure.';
COMMENT ON COLUMN endpoint_health.disabling_soon_notified_at IS 'When endpoint.disabling_soon was sent of this failure.';
COMMENT ON COLUMN endpoint_health.last_notified_at IS 'When the latest notice of this failure was sent.';
COMMENT ON COLUMN endpoint_health.next_check_at IS 'Until then no reminder, warning or disabling is considered: nothing was tried since the latest notice.';
COMMENT ON COLUMN endpoint_health.tls_expires_at IS 'When the certificate expires that the receiver last showed.';
COMMENT ON COLUMN endpoint_health.clock_skew_seconds IS 'By how much the receiver''s clock was last seen to be ahead of ours.';

CREATE TABLE endpoint_notices (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  CONSTRAINT endpoint_notices_pkey PRIMARY KEY (id)
);
ALTER TABLE endpoint_notices ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON endpoint_notices TO postrider USING (true);
CREATE POLICY postrider_tenant ON endpoint_notices TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE endpoint_pace (
  endpoint_id uuid NOT NULL,
  tokens double precision NOT NULL,
  refilled_at timestamp with time zone NOT NULL,
  CONSTRAINT endpoint_pace_pkey PRIMARY KEY (endpoint_id)
) WITH (
  fillfactor=50,
  autovacuum_vacuum_scale_factor=0.05,
  autovacuum_vacuum_threshold=500,
  autovacuum_vacuum_cost_delay=0,
  vacuum_truncate=off
);
ALTER TABLE endpoint_pace ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON endpoint_pace TO postrider USING (true);
CREATE POLICY postrider_tenant ON endpoint_pace TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = endpoint_pace.endpoint_id))));
COMMENT ON TABLE endpoint_pace IS 'Token buckets of the rate limiters; only endpoints with a rate limit or on a ramp have a row.';

CREATE TABLE endpoint_secrets (
  id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  sealed_secret bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone,
  CONSTRAINT endpoint_secrets_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES endpoints(id),
  CONSTRAINT endpoint_secrets_pkey PRIMARY KEY (id)
);
CREATE INDEX endpoint_secrets_endpoint ON endpoint_secrets USING btree (endpoint_id);
ALTER TABLE endpoint_secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON endpoint_secrets TO postrider USING (true);
CREATE POLICY postrider_tenant ON endpoint_secrets TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = endpoint_secrets.endpoint_id))));

CREATE TABLE endpoint_watch (
  only_row boolean NOT NULL DEFAULT true,
  looked_at timestamp with time zone NOT NULL,
  CONSTRAINT endpoint_watch_only_row_check CHECK (only_row),
  CONSTRAINT endpoint_watch_pkey PRIMARY KEY (only_row)
);
COMMENT ON TABLE endpoint_watch IS 'One row: when a worker last looked for failing endpoints.';

CREATE TABLE endpoints (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  url text,
  description text,
  event_types text[],
  format text NOT NULL DEFAULT 'envelope'::text,
  environment text NOT NULL DEFAULT 'all'::text,
  signing jsonb NOT NULL,
  sealed_headers bytea,
  max_in_flight integer NOT NULL DEFAULT 50,
  status text NOT NULL DEFAULT 'active'::text,
  disabled_reason text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp with time zone,
  payload text NOT NULL DEFAULT 'full'::text,
  is_default boolean NOT NULL DEFAULT false,
  batch jsonb,
  rate_limit_per_second integer,
  ordered boolean NOT NULL DEFAULT false,
  releasing text,
  channel text NOT NULL DEFAULT 'webhook'::text,
  recipients text[],
  sealed_url bytea,
  digest jsonb,
  thin_confidential boolean NOT NULL DEFAULT true,
  CONSTRAINT endpoints_channel_check CHECK ((channel = ANY (ARRAY['webhook'::text, 'email'::text, 'slack'::text, 'inspector'::text]))),
  CONSTRAINT endpoints_check CHECK (((channel = ANY (ARRAY['email'::text, 'inspector'::text])) = (url IS NULL))),
  CONSTRAINT endpoints_check1 CHECK (((channel = 'email'::text) = (recipients IS NOT NULL))),
  CONSTRAINT endpoints_check3 CHECK (((digest IS NULL) OR (channel = 'email'::text))),
  CONSTRAINT endpoints_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text, 'all'::text]))),
  CONSTRAINT endpoints_max_in_flight_check CHECK (((max_in_flight >= 1) AND (max_in_flight <= 1000))),
  CONSTRAINT endpoints_payload_check CHECK ((payload = ANY (ARRAY['full'::text, 'thin'::text]))),
  CONSTRAINT endpoints_pkey PRIMARY KEY (id),
  CONSTRAINT endpoints_rate_limit_per_second_check CHECK ((rate_limit_per_second > 0)),
  CONSTRAINT endpoints_releasing_check CHECK ((releasing = ANY (ARRAY['send'::text, 'skip'::text]))),
  CONSTRAINT endpoints_sealed_url CHECK (((channel = ANY (ARRAY['slack'::text, 'webhook'::text])) OR (sealed_url IS NULL))),
  CONSTRAINT endpoints_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text])))
);
CREATE UNIQUE INDEX endpoints_default ON endpoints USING btree (tenant_id, channel) WHERE (is_default AND (deleted_at IS NULL));
CREATE INDEX endpoints_releasing ON endpoints USING btree (id) WHERE (releasing IS NOT NULL);
CREATE INDEX endpoints_tenant ON endpoints USING btree (tenant_id, id);
ALTER TABLE endpoints ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON endpoints TO postrider USING (true);
CREATE POLICY postrider_tenant ON endpoints TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE erased_events (
  event_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  erased_at timestamp with time zone NOT NULL DEFAULT now(),
  next_look_at timestamp with time zone DEFAULT now(),
  CONSTRAINT erased_events_pkey PRIMARY KEY (event_id)
);
CREATE INDEX erased_events_erasure ON erased_events USING btree (erasure_id, event_id);
CREATE INDEX erased_events_next ON erased_events USING btree (next_look_at) WHERE (next_look_at IS NOT NULL);
ALTER TABLE erased_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON erased_events TO postrider USING (true);
CREATE POLICY postrider_tenant ON erased_events TO postrider_tenant USING ((EXISTS ( SELECT FROM events parent WHERE (parent.id = erased_events.event_id))));
COMMENT ON COLUMN erased_events.next_look_at IS 'Attempts under way report late: what they got goes then. Null: no look is left.';

CREATE TABLE erasure_subjects (
  erasure_id uuid NOT NULL,
  subject_hash uuid NOT NULL,
  state text NOT NULL DEFAULT 'pending'::text,
  looked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  waits_for text,
  waits_until timestamp with time zone,
  CONSTRAINT erasure_subjects_pkey PRIMARY KEY (erasure_id, subject_hash),
  CONSTRAINT erasure_subjects_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'waiting'::text, 'done'::text]))),
  CONSTRAINT erasure_subjects_waits_for_check CHECK ((waits_for = ANY (ARRAY['legal_hold'::text, 'minimum_age'::text])))
);
CREATE INDEX erasure_subjects_hash ON erasure_subjects USING btree (subject_hash);
CREATE INDEX erasure_subjects_open ON erasure_subjects USING btree (erasure_id, subject_hash) WHERE (state <> 'done'::text);
ALTER TABLE erasure_subjects ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON erasure_subjects TO postrider USING (true);
CREATE POLICY postrider_tenant ON erasure_subjects TO postrider_tenant USING ((EXISTS ( SELECT FROM erasures parent WHERE (parent.id = erasure_subjects.erasure_id))));

CREATE TABLE erasures (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  event_id uuid,
  digest bytea,
  up_to uuid NOT NULL,
  reason text,
  actor text NOT NULL,
  role text NOT NULL,
  state text NOT NULL DEFAULT 'running'::text,
  next_step_at timestamp with time zone NOT NULL DEFAULT now(),
  counts jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  receipt text,
  signature bytea,
  settled_xid xid8,
  looked_again boolean NOT NULL DEFAULT false,
  CONSTRAINT erasures_pkey PRIMARY KEY (id),
  CONSTRAINT erasures_state_check CHECK ((state = ANY (ARRAY['running'::text, 'waiting'::text, 'finished'::text])))
);
CREATE INDEX erasures_due ON erasures USING btree (next_step_at) WHERE (state <> 'finished'::text);
CREATE UNIQUE INDEX erasures_event ON erasures USING btree (event_id) WHERE (event_id IS NOT NULL);
CREATE UNIQUE INDEX erasures_running ON erasures USING btree (tenant_id, digest) WHERE (state <> 'finished'::text);
ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON erasures TO postrider USING (true);
CREATE POLICY postrider_tenant ON erasures TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN erasures.up_to IS 'Events with lower ids are erased.';
COMMENT ON COLUMN erasures.settled_xid IS 'The transaction in which the first look ended; the second one waits for all before it.';

CREATE TABLE event_bodies (
  event_id uuid NOT NULL,
  sealed_data bytea STORAGE EXTERNAL NOT NULL,
  CONSTRAINT event_bodies_pkey PRIMARY KEY (event_id)
) PARTITION BY RANGE (event_id);
ALTER TABLE event_bodies ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON event_bodies TO postrider USING (true);
CREATE POLICY postrider_tenant ON event_bodies TO postrider_tenant USING ((EXISTS ( SELECT FROM events parent WHERE (parent.id = event_bodies.event_id))));

CREATE TABLE event_bodies_default PARTITION OF event_bodies DEFAULT;
ALTER TABLE event_bodies_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON event_bodies_default TO postrider USING (true);

CREATE TABLE event_log (
  tenant_id uuid NOT NULL,
  "position" bigint NOT NULL,
  event_ids uuid[] NOT NULL,
  placed_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT event_log_pkey PRIMARY KEY (tenant_id, "position")
);
CREATE INDEX event_log_age ON event_log USING btree (placed_at);
ALTER TABLE event_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON event_log TO postrider USING (true);
CREATE POLICY postrider_tenant ON event_log TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE event_log_heads (
  tenant_id uuid NOT NULL,
  last_position bigint NOT NULL,
  purged_position bigint NOT NULL DEFAULT 0,
  CONSTRAINT event_log_heads_pkey PRIMARY KEY (tenant_id)
) WITH (
  fillfactor=50
);
ALTER TABLE event_log_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON event_log_heads TO postrider USING (true);
CREATE POLICY postrider_tenant ON event_log_heads TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE event_refs (
  hash uuid NOT NULL,
  event_id uuid NOT NULL
) PARTITION BY RANGE (event_id);
CREATE INDEX event_refs_blocks ON event_refs USING brin (event_id, hash uuid_bloom_ops (n_distinct_per_range='2200', false_positive_rate='0.001')) WITH (pages_per_range='16', autosummarize='on');
ALTER TABLE event_refs ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON event_refs TO postrider USING (true);
CREATE POLICY postrider_tenant ON event_refs TO postrider_tenant USING ((EXISTS ( SELECT FROM events parent WHERE (parent.id = event_refs.event_id))));

CREATE TABLE event_refs_default PARTITION OF event_refs DEFAULT;
ALTER TABLE event_refs_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON event_refs_default TO postrider USING (true);

CREATE TABLE event_types (
  type text NOT NULL,
  description text NOT NULL,
  schema json NOT NULL,
  example json NOT NULL,
  version integer NOT NULL DEFAULT 1,
  revision bigint NOT NULL DEFAULT nextval('event_type_revisions'::regclass),
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  confidential boolean NOT NULL DEFAULT false,
  CONSTRAINT event_types_pkey PRIMARY KEY (type)
);
CREATE UNIQUE INDEX event_types_revision ON event_types USING btree (revision);
COMMENT ON COLUMN event_types.confidential IS 'The person must not learn that there is such an event.';

CREATE TABLE events (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  type text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  subject_hash uuid,
  sequence bigint,
  is_sandbox boolean NOT NULL,
  sealed_labels bytea,
  caused_by uuid,
  unsent jsonb NOT NULL DEFAULT '[]'::jsonb,
  violations jsonb,
  has_assets boolean NOT NULL DEFAULT false,
  redacted_at timestamp with time zone,
  CONSTRAINT events_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX events_caused_by ON events USING btree (caused_by) WHERE (caused_by IS NOT NULL);
CREATE INDEX events_subject ON events USING btree (tenant_id, subject_hash, id);
CREATE INDEX events_tenant ON events USING btree (tenant_id, id);
CREATE TRIGGER events_erase_late AFTER INSERT ON events FOR EACH ROW WHEN (((new.subject_hash IS NOT NULL) AND (new.id < ((lpad(to_hex((((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint - 1000)), 12, '0'::text) || '00000000000000000000'::text))::uuid))) EXECUTE FUNCTION erase_late_event();
CREATE TRIGGER events_note_late AFTER INSERT ON events FOR EACH ROW WHEN ((new.id < ((lpad(to_hex((((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint - 20000)), 12, '0'::text) || '00000000000000000000'::text))::uuid)) EXECUTE FUNCTION note_late_event();
CREATE TRIGGER events_request_erasure AFTER INSERT ON events FOR EACH ROW WHEN ((new.type = ANY (ARRAY['session.redacted'::text, 'session.retention-expired'::text, 'document.redacted'::text, 'verification.deleted'::text]))) EXECUTE FUNCTION request_erasure();
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON events TO postrider USING (true);
CREATE POLICY postrider_tenant ON events TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE events_default PARTITION OF events DEFAULT;
ALTER TABLE events_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON events_default TO postrider USING (true);

CREATE TABLE exhausted_deliveries (
  endpoint_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  exhausted_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT exhausted_deliveries_pkey PRIMARY KEY (endpoint_id, delivery_id)
);
ALTER TABLE exhausted_deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON exhausted_deliveries TO postrider USING (true);
CREATE POLICY postrider_tenant ON exhausted_deliveries TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = exhausted_deliveries.endpoint_id))));

CREATE TABLE exhaustion_reports (
  endpoint_id uuid NOT NULL,
  reported_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT exhaustion_reports_pkey PRIMARY KEY (endpoint_id)
);
ALTER TABLE exhaustion_reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON exhaustion_reports TO postrider USING (true);
CREATE POLICY postrider_tenant ON exhaustion_reports TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = exhaustion_reports.endpoint_id))));

CREATE TABLE held_addresses (
  endpoint_id uuid NOT NULL,
  recipient text NOT NULL,
  reason text NOT NULL,
  held_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT held_addresses_pkey PRIMARY KEY (endpoint_id, recipient)
);
ALTER TABLE held_addresses ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON held_addresses TO postrider USING (true);
CREATE POLICY postrider_tenant ON held_addresses TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = held_addresses.endpoint_id))));

CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  fingerprint bytea,
  event_id uuid NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX idempotency_keys_event ON idempotency_keys USING btree (event_id);
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON idempotency_keys TO postrider USING (true);
CREATE POLICY postrider_tenant ON idempotency_keys TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE mail_recipients (
  id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  recipient text NOT NULL,
  confirmed_at timestamp with time zone,
  ask_at timestamp with time zone,
  asks integer NOT NULL DEFAULT 0,
  CONSTRAINT mail_recipients_endpoint_id_recipient_key UNIQUE (endpoint_id, recipient),
  CONSTRAINT mail_recipients_pkey PRIMARY KEY (id)
);
CREATE INDEX mail_recipients_due ON mail_recipients USING btree (ask_at) WHERE (ask_at IS NOT NULL);
ALTER TABLE mail_recipients ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON mail_recipients TO postrider USING (true);
CREATE POLICY postrider_tenant ON mail_recipients TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = mail_recipients.endpoint_id))));

CREATE TABLE mail_windows (
  endpoint_id uuid NOT NULL,
  recipient text NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  mails integer NOT NULL,
  digest_id uuid,
  CONSTRAINT mail_windows_pkey PRIMARY KEY (endpoint_id, recipient)
) WITH (
  fillfactor=50
);
ALTER TABLE mail_windows ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON mail_windows TO postrider USING (true);
CREATE POLICY postrider_tenant ON mail_windows TO postrider_tenant USING ((EXISTS ( SELECT FROM endpoints parent WHERE (parent.id = mail_windows.endpoint_id))));

CREATE TABLE pending_fanouts (
  event_id uuid NOT NULL,
  about_endpoint_id uuid,
  CONSTRAINT pending_fanouts_pkey PRIMARY KEY (event_id)
);
ALTER TABLE pending_fanouts ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON pending_fanouts TO postrider USING (true);
CREATE POLICY postrider_tenant ON pending_fanouts TO postrider_tenant USING ((EXISTS ( SELECT FROM events parent WHERE (parent.id = pending_fanouts.event_id))));

CREATE TABLE processes (
  id uuid NOT NULL,
  role text NOT NULL,
  version text NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  last_seen_at timestamp with time zone NOT NULL DEFAULT now(),
  in_flight integer NOT NULL,
  CONSTRAINT processes_pkey PRIMARY KEY (id)
) WITH (
  fillfactor=50
);
COMMENT ON COLUMN processes.in_flight IS 'Attempts under way when it was last seen.';

CREATE TABLE redaction_follow_ups (
  event_id uuid NOT NULL,
  redacted_at timestamp with time zone NOT NULL DEFAULT now(),
  next_look_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT redaction_follow_ups_pkey PRIMARY KEY (event_id)
);
CREATE INDEX redaction_follow_ups_next ON redaction_follow_ups USING btree (next_look_at);
ALTER TABLE redaction_follow_ups ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON redaction_follow_ups TO postrider USING (true);
CREATE POLICY postrider_tenant ON redaction_follow_ups TO postrider_tenant USING ((EXISTS ( SELECT FROM events parent WHERE (parent.id = redaction_follow_ups.event_id))));

CREATE TABLE rejected_publish_drops (
  tenant_id uuid NOT NULL,
  hour timestamp with time zone NOT NULL,
  count bigint NOT NULL,
  CONSTRAINT rejected_publish_drops_pkey PRIMARY KEY (tenant_id, hour)
);
CREATE INDEX rejected_publish_drops_hour ON rejected_publish_drops USING btree (hour);
ALTER TABLE rejected_publish_drops ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON rejected_publish_drops TO postrider USING (true);
CREATE POLICY postrider_tenant ON rejected_publish_drops TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE rejected_publishes (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  tenant_ref text NOT NULL,
  type text,
  source text NOT NULL,
  publisher_key_id uuid,
  status smallint NOT NULL,
  code text NOT NULL,
  errors json NOT NULL,
  sealed_body bytea STORAGE EXTERNAL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  published_event_id uuid,
  published_at timestamp with time zone,
  ref_hashes uuid[] NOT NULL DEFAULT '{}'::uuid[],
  CONSTRAINT rejected_publishes_pkey PRIMARY KEY (id),
  CONSTRAINT rejected_publishes_source_check CHECK ((source = ANY (ARRAY['api'::text, 'module'::text, 'transaction'::text])))
);
CREATE INDEX rejected_publishes_expiry ON rejected_publishes USING btree (expires_at);
CREATE INDEX rejected_publishes_refs ON rejected_publishes USING gin (ref_hashes);
CREATE INDEX rejected_publishes_tenant ON rejected_publishes USING btree (tenant_id, id);
CREATE INDEX rejected_publishes_tenant_ref ON rejected_publishes USING btree (tenant_ref);
ALTER TABLE rejected_publishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON rejected_publishes TO postrider USING (true);
CREATE POLICY postrider_tenant ON rejected_publishes TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE removals (
  day date NOT NULL,
  relation text NOT NULL,
  removed bigint NOT NULL,
  partitions text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT removals_pkey PRIMARY KEY (day, relation)
);
COMMENT ON TABLE removals IS 'What was purged for its age, a row per table and day (UTC).';
COMMENT ON COLUMN removals.removed IS 'Rows; those of a dropped partition as PostgreSQL estimated them.';
COMMENT ON COLUMN removals.partitions IS 'Partitions that were dropped.';

CREATE TABLE replay_deliveries (
  replay_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  action text NOT NULL,
  attempts_before integer NOT NULL,
  is_begun boolean NOT NULL DEFAULT false,
  former jsonb NOT NULL,
  CONSTRAINT replay_deliveries_action_check CHECK ((action = ANY (ARRAY['restart'::text, 'once_more'::text, 'new'::text]))),
  CONSTRAINT replay_deliveries_pkey PRIMARY KEY (replay_id, delivery_id)
);
CREATE INDEX replay_deliveries_unsent ON replay_deliveries USING btree (replay_id, delivery_id) WHERE (NOT is_begun);
ALTER TABLE replay_deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON replay_deliveries TO postrider USING (true);
CREATE POLICY postrider_tenant ON replay_deliveries TO postrider_tenant USING ((EXISTS ( SELECT FROM replays parent WHERE (parent.id = replay_deliveries.replay_id))));

CREATE TABLE replays (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  digest bytea NOT NULL,
  status text NOT NULL,
  types text[],
  since timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  state text NOT NULL DEFAULT 'running'::text,
  cancelled_by text,
  matched integer NOT NULL,
  unreplayable jsonb NOT NULL,
  scanned_to uuid NOT NULL,
  is_scanned boolean NOT NULL DEFAULT false,
  width integer NOT NULL,
  queued integer NOT NULL DEFAULT 0,
  skipped jsonb NOT NULL DEFAULT '{}'::jsonb,
  checked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  delivered integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  given_up integer NOT NULL DEFAULT 0,
  taken_back integer NOT NULL DEFAULT 0,
  is_busy boolean NOT NULL DEFAULT true,
  next_look_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  created_by_role text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  rate_per_second integer,
  CONSTRAINT replays_pkey PRIMARY KEY (id),
  CONSTRAINT replays_rate_per_second_check CHECK ((rate_per_second > 0)),
  CONSTRAINT replays_state_check CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'cancelled'::text]))),
  CONSTRAINT replays_status_check CHECK ((status = ANY (ARRAY['failed'::text, 'missing'::text, 'all'::text])))
);
CREATE INDEX replays_busy ON replays USING btree (next_look_at) WHERE is_busy;
CREATE UNIQUE INDEX replays_running ON replays USING btree (endpoint_id, digest) WHERE (state = 'running'::text);
CREATE INDEX replays_running_of_tenant ON replays USING btree (tenant_id) WHERE (state = 'running'::text);
CREATE INDEX replays_tenant ON replays USING btree (tenant_id, id);
ALTER TABLE replays ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON replays TO postrider USING (true);
CREATE POLICY postrider_tenant ON replays TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN replays.rate_per_second IS 'Deliveries that are queued in a second at most; null: as many as the endpoint takes.';

CREATE TABLE request_keys (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  token uuid NOT NULL,
  made text,
  sealed_answer bytea,
  held_until timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT request_keys_pkey PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX request_keys_expires ON request_keys USING btree (expires_at);
ALTER TABLE request_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON request_keys TO postrider USING (true);
CREATE POLICY postrider_tenant ON request_keys TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE retired_encryption_keys (
  id text NOT NULL,
  retired_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT retired_encryption_keys_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN retired_encryption_keys.id IS 'As data_keys.wrapped_by.';

CREATE TABLE sealing (
  only_row boolean NOT NULL DEFAULT true,
  is_on boolean NOT NULL,
  stage text NOT NULL,
  looked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  CONSTRAINT sealing_only_row_check CHECK (only_row),
  CONSTRAINT sealing_pkey PRIMARY KEY (only_row)
);
COMMENT ON TABLE sealing IS 'One row: whether addresses and names of tenants are stored sealed, and how far older rows are.';

CREATE TABLE sessions (
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  owner text NOT NULL,
  role text NOT NULL,
  tenant_id uuid,
  capabilities text[] NOT NULL,
  person_id text,
  person_name text,
  key_id uuid,
  link_id uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  last_seen_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'support'::text, 'tenant'::text, 'viewer'::text]))),
  CONSTRAINT sessions_token UNIQUE (token_hash)
);
CREATE INDEX sessions_expiry ON sessions USING btree (expires_at);
CREATE INDEX sessions_owner ON sessions USING btree (owner, id) WHERE (ended_at IS NULL);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON sessions TO postrider USING (true);
CREATE POLICY postrider_tenant ON sessions TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN sessions.owner IS 'The person, link or key that "sign out everywhere" is about.';

CREATE TABLE sign_in_links (
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  tenant_id uuid,
  role text NOT NULL,
  capabilities text[] NOT NULL,
  person_id text,
  person_name text,
  next text,
  theme text,
  hide_navigation boolean NOT NULL DEFAULT false,
  key_id uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT sign_in_links_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_links_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'tenant'::text, 'viewer'::text]))),
  CONSTRAINT sign_in_links_theme_check CHECK ((theme = ANY (ARRAY['light'::text, 'dark'::text]))),
  CONSTRAINT sign_in_links_token UNIQUE (token_hash)
);
CREATE INDEX sign_in_links_expiry ON sign_in_links USING btree (expires_at);
CREATE INDEX sign_in_links_tenant ON sign_in_links USING btree (tenant_id, id);
ALTER TABLE sign_in_links ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON sign_in_links TO postrider USING (true);
CREATE POLICY postrider_tenant ON sign_in_links TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE statistics (
  tenant_id uuid NOT NULL,
  step text NOT NULL,
  "time" timestamp with time zone NOT NULL,
  is_sandbox boolean NOT NULL,
  endpoint_id uuid NOT NULL,
  type text NOT NULL,
  channel text NOT NULL,
  status text NOT NULL,
  class text NOT NULL,
  code integer NOT NULL,
  reason text NOT NULL,
  events integer NOT NULL DEFAULT 0,
  deliveries integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  first_tries integer NOT NULL DEFAULT 0,
  first_successes integer NOT NULL DEFAULT 0,
  latency integer[],
  lag integer[],
  last_at timestamp with time zone,
  CONSTRAINT statistics_pkey PRIMARY KEY (tenant_id, step, "time", endpoint_id, type, status, is_sandbox, channel, class, code, reason),
  CONSTRAINT statistics_step_check CHECK ((step = ANY (ARRAY['hour'::text, 'day'::text])))
) WITH (
  fillfactor=70
);
CREATE INDEX statistics_time ON statistics USING btree (step, "time");
CREATE INDEX statistics_waiting ON statistics USING btree (tenant_id, endpoint_id) WHERE ((step = 'hour'::text) AND (status = ANY (ARRAY['pending'::text, 'held'::text])) AND (deliveries > 0));
CREATE TRIGGER statistics_note_inserted AFTER INSERT ON statistics REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_stale_statistics();
CREATE TRIGGER statistics_note_updated AFTER UPDATE ON statistics REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_stale_statistics();
ALTER TABLE statistics ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON statistics TO postrider USING (true);
CREATE POLICY postrider_tenant ON statistics TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON TABLE statistics IS 'Counts by hour and by day. Deliveries and events count when they were created, attempts when they began.';
COMMENT ON COLUMN statistics.first_tries IS 'Attempts with number 1.';
COMMENT ON COLUMN statistics.latency IS 'Histogram of the time that receivers took: pairs {bucket, count} with the buckets of histogram_bucket.';
COMMENT ON COLUMN statistics.lag IS 'Histogram of the time from the creation of a delivery to its success.';
COMMENT ON COLUMN statistics.last_at IS 'When the latest of what is counted began or was made.';

CREATE TABLE statistics_changes (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  source text NOT NULL,
  row_id uuid NOT NULL,
  sign smallint NOT NULL,
  at timestamp with time zone NOT NULL,
  status text NOT NULL DEFAULT ''::text,
  class text NOT NULL DEFAULT ''::text,
  code integer NOT NULL DEFAULT 0,
  reason text NOT NULL DEFAULT ''::text,
  ms integer,
  CONSTRAINT statistics_changes_pkey PRIMARY KEY (id),
  CONSTRAINT statistics_changes_source_check CHECK ((source = ANY (ARRAY['events'::text, 'deliveries'::text, 'attempts'::text])))
) WITH (
  autovacuum_vacuum_scale_factor=0.01,
  autovacuum_vacuum_threshold=2000,
  autovacuum_vacuum_cost_delay=0,
  vacuum_truncate=off
);
CREATE INDEX statistics_changes_row ON statistics_changes USING btree (source, row_id);
ALTER TABLE statistics_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON statistics_changes TO postrider USING (true);
CREATE POLICY postrider_tenant ON statistics_changes TO postrider_tenant USING (true);
COMMENT ON TABLE statistics_changes IS 'Changes of rows that may have been folded into statistics already.';

CREATE TABLE statistics_progress (
  source text NOT NULL,
  folded_to uuid NOT NULL,
  CONSTRAINT statistics_progress_pkey PRIMARY KEY (source),
  CONSTRAINT statistics_progress_source_check CHECK ((source = ANY (ARRAY['events'::text, 'deliveries'::text, 'attempts'::text])))
) WITH (
  fillfactor=50
);
COMMENT ON COLUMN statistics_progress.folded_to IS 'Rows with lower ids are in statistics.';

CREATE TABLE statistics_stale (
  tenant_id uuid NOT NULL,
  step text NOT NULL,
  "time" timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT statistics_stale_pkey PRIMARY KEY (tenant_id, step, "time")
) WITH (
  autovacuum_vacuum_scale_factor=0.01,
  autovacuum_vacuum_threshold=2000,
  autovacuum_vacuum_cost_delay=0,
  vacuum_truncate=off
);
CREATE INDEX statistics_stale_due ON statistics_stale USING btree (due_at);
CREATE INDEX statistics_stale_time ON statistics_stale USING btree (step, "time");
ALTER TABLE statistics_stale ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON statistics_stale TO postrider USING (true);
CREATE POLICY postrider_tenant ON statistics_stale TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON TABLE statistics_stale IS 'Hours and days of tenants, and of all tenants, whose totals are to be made again.';
COMMENT ON COLUMN statistics_stale.due_at IS 'When the totals are made again.';

CREATE TABLE statistics_totals (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  step text NOT NULL,
  "time" timestamp with time zone NOT NULL,
  is_sandbox boolean NOT NULL,
  events integer NOT NULL,
  deliveries integer NOT NULL,
  attempts integer NOT NULL,
  succeeded integer NOT NULL,
  failed integer NOT NULL,
  first_tries integer NOT NULL,
  first_successes integer NOT NULL,
  latency integer[],
  lag integer[],
  CONSTRAINT statistics_totals_pkey PRIMARY KEY (tenant_id, endpoint_id, step, "time", is_sandbox),
  CONSTRAINT statistics_totals_step_check CHECK ((step = ANY (ARRAY['hour'::text, 'day'::text])))
) WITH (
  fillfactor=70
);
CREATE INDEX statistics_totals_time ON statistics_totals USING btree (step, "time", endpoint_id);
ALTER TABLE statistics_totals ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON statistics_totals TO postrider USING (true);
CREATE POLICY postrider_tenant ON statistics_totals TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON TABLE statistics_totals IS 'Sums of statistics; those of the hours and days in statistics_stale are out of date or missing.';
COMMENT ON COLUMN statistics_totals.tenant_id IS 'ffffffff-ffff-ffff-ffff-ffffffffffff: all tenants.';
COMMENT ON COLUMN statistics_totals.endpoint_id IS 'ffffffff-ffff-ffff-ffff-ffffffffffff: everything, the nil UUID: the events, which have no endpoint.';
COMMENT ON COLUMN statistics_totals.succeeded IS 'Deliveries.';

CREATE TABLE stream_consumers (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  "position" bigint NOT NULL,
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT stream_consumers_pkey PRIMARY KEY (tenant_id, name)
) WITH (
  fillfactor=50
);
ALTER TABLE stream_consumers ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON stream_consumers TO postrider USING (true);
CREATE POLICY postrider_tenant ON stream_consumers TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE subject_holds (
  tenant_id uuid NOT NULL,
  subject_hash uuid NOT NULL,
  reason text NOT NULL,
  until timestamp with time zone,
  actor text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT subject_holds_pkey PRIMARY KEY (tenant_id, subject_hash)
);
ALTER TABLE subject_holds ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON subject_holds TO postrider USING (true);
CREATE POLICY postrider_tenant ON subject_holds TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON TABLE subject_holds IS 'Legal holds: subjects that are not erased.';

CREATE TABLE subject_sequences (
  tenant_id uuid NOT NULL,
  subject_hash uuid NOT NULL,
  last_sequence bigint NOT NULL,
  used_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT subject_sequences_pkey PRIMARY KEY (tenant_id, subject_hash)
) WITH (
  fillfactor=70
);
ALTER TABLE subject_sequences ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON subject_sequences TO postrider USING (true);
CREATE POLICY postrider_tenant ON subject_sequences TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN subject_sequences.used_at IS 'When the subject was last counted on, by processes that note it.';

CREATE TABLE tenant_deletions (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  actor text NOT NULL,
  role text NOT NULL,
  reason text,
  state text NOT NULL DEFAULT 'scheduled'::text,
  requested_at timestamp with time zone NOT NULL DEFAULT now(),
  erase_at timestamp with time zone NOT NULL,
  next_step_at timestamp with time zone NOT NULL,
  waits_for text,
  waits_until timestamp with time zone,
  erased_at timestamp with time zone,
  stage text NOT NULL DEFAULT 'deliveries'::text,
  looked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  counts jsonb NOT NULL DEFAULT '{}'::jsonb,
  ended_at timestamp with time zone,
  receipt text,
  signature bytea,
  CONSTRAINT tenant_deletions_pkey PRIMARY KEY (id),
  CONSTRAINT tenant_deletions_stage_check CHECK ((stage = ANY (ARRAY['deliveries'::text, 'events'::text, 'tables'::text]))),
  CONSTRAINT tenant_deletions_state_check CHECK ((state = ANY (ARRAY['scheduled'::text, 'waiting'::text, 'erasing'::text, 'finished'::text, 'restored'::text]))),
  CONSTRAINT tenant_deletions_waits_for_check CHECK ((waits_for = ANY (ARRAY['legal_hold'::text, 'minimum_age'::text])))
);
CREATE INDEX tenant_deletions_due ON tenant_deletions USING btree (next_step_at) WHERE (state = ANY (ARRAY['scheduled'::text, 'waiting'::text, 'erasing'::text]));
CREATE INDEX tenant_deletions_erased ON tenant_deletions USING btree (erased_at) WHERE (erased_at IS NOT NULL);
CREATE UNIQUE INDEX tenant_deletions_open ON tenant_deletions USING btree (tenant_id) WHERE (state = ANY (ARRAY['scheduled'::text, 'waiting'::text, 'erasing'::text]));
ALTER TABLE tenant_deletions ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON tenant_deletions TO postrider USING (true);
CREATE POLICY postrider_tenant ON tenant_deletions TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON COLUMN tenant_deletions.erase_at IS 'When the erasure is due.';
COMMENT ON COLUMN tenant_deletions.erased_at IS 'When its keys were deleted; from then on nothing can be restored.';
COMMENT ON COLUMN tenant_deletions.looked_to IS 'The last event that was erased.';

CREATE TABLE tenant_purges (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  looked_to uuid NOT NULL,
  CONSTRAINT tenant_purges_kind_check CHECK ((kind = ANY (ARRAY['payload'::text, 'record'::text]))),
  CONSTRAINT tenant_purges_pkey PRIMARY KEY (tenant_id, kind)
);
ALTER TABLE tenant_purges ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON tenant_purges TO postrider USING (true);
CREATE POLICY postrider_tenant ON tenant_purges TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON TABLE tenant_purges IS 'How far tenants with a shorter retention of their own have been purged.';
COMMENT ON COLUMN tenant_purges.looked_to IS 'The last event that was looked at.';

CREATE TABLE tenants (
  id uuid NOT NULL,
  external_id text,
  name text NOT NULL,
  fanout_version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp with time zone,
  network_downtime_handling boolean NOT NULL DEFAULT false,
  retention_days integer,
  record_retention_days integer,
  allow_erasure boolean NOT NULL DEFAULT false,
  minimum_days jsonb NOT NULL DEFAULT '{}'::jsonb,
  deleting_at timestamp with time zone,
  name_refs uuid[] NOT NULL DEFAULT '{}'::uuid[],
  CONSTRAINT tenants_pkey PRIMARY KEY (id),
  CONSTRAINT tenants_record_retention_days_check CHECK ((record_retention_days > 0)),
  CONSTRAINT tenants_retention_days_check CHECK ((retention_days > 0))
);
CREATE INDEX tenants_deleting ON tenants USING btree (id) WHERE ((deleting_at IS NOT NULL) AND (deleted_at IS NULL));
CREATE UNIQUE INDEX tenants_external_id ON tenants USING btree (external_id) WHERE (deleted_at IS NULL);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON tenants TO postrider USING (true);
CREATE POLICY postrider_tenant ON tenants TO postrider_tenant USING ((id = (current_setting('postrider.tenant'::text))::uuid));

CREATE TABLE unchained_audit (
  id uuid NOT NULL,
  CONSTRAINT unchained_audit_pkey PRIMARY KEY (id)
);
ALTER TABLE unchained_audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON unchained_audit TO postrider USING (true);
CREATE POLICY postrider_tenant ON unchained_audit TO postrider_tenant USING (true);

CREATE TABLE unplaced_events (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  tenant_id uuid NOT NULL,
  event_ids uuid[] NOT NULL,
  CONSTRAINT unplaced_events_pkey PRIMARY KEY (id)
) WITH (
  autovacuum_vacuum_scale_factor=0.01,
  autovacuum_vacuum_threshold=2000,
  autovacuum_vacuum_cost_delay=0,
  vacuum_truncate=off
);
ALTER TABLE unplaced_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY postrider ON unplaced_events TO postrider USING (true);
CREATE POLICY postrider_tenant ON unplaced_events TO postrider_tenant USING ((tenant_id = (current_setting('postrider.tenant'::text))::uuid));
COMMENT ON TABLE unplaced_events IS 'Inbox of the event log: committed events that have no position yet, a row per tenant and commit.';

-- Functions; their texts are in sql/functions.
--
-- add_histograms(one integer[], other integer[]) RETURNS integer[]
--   plpgsql, immutable, executable by PUBLIC
--
-- admit_test(p_endpoint uuid, p_lease interval) RETURNS boolean
--   plpgsql, volatile, executable by PUBLIC
--
-- attempt_facts(p_error_class text, p_response_status integer, p_duration_ms integer) RETURNS TABLE(status text, class text, code integer, ms integer)
--   sql, stable, executable by PUBLIC
--
-- audit_digest(p_entry audit_log) RETURNS bytea
--   sql, stable, executable by PUBLIC
--
-- await_chaining() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- breaker_state(p_trips integer, p_open_until timestamp with time zone, p_moment timestamp with time zone) RETURNS text
--   sql, stable, executable by PUBLIC
--
-- chain_audit(p_limit integer) RETURNS integer
--   plpgsql, volatile, security definer, search_path=public, pg_temp
--
-- charge_pace(p_endpoints uuid[], p_left double precision[], p_moment timestamp with time zone) RETURNS void
--   sql, volatile, executable by PUBLIC
--
-- claim_candidates(p_endpoints uuid[], p_moment timestamp with time zone, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer, p_tie_break bigint) RETURNS TABLE(delivery_id uuid, endpoint_id uuid, tenant_id uuid, is_slow boolean, "position" bigint, request bigint, solo uuid, tie_break bigint, fits boolean, must_wait boolean, rate double precision, tokens double precision)
--   sql, stable, executable by PUBLIC
--
-- claim_due(p_worker uuid, p_slots integer, p_slow integer, p_slow_total integer, p_lease interval, p_attempt_ids uuid[], p_after uuid, p_limit integer, p_looks integer) RETURNS SETOF claim_result
--   plpgsql, volatile, executable by PUBLIC
--
-- claim_due_deliveries(p_worker uuid, p_slots integer, p_slow integer, p_slow_total integer, p_lease interval, p_attempt_ids uuid[]) RETURNS SETOF claimed_delivery
--   plpgsql, volatile, executable by PUBLIC
--
-- claim_left(p_more boolean, p_wake_seconds double precision, p_quarantined boolean, p_busy uuid[], p_looked_to uuid) RETURNS claim_result
--   sql, immutable, executable by PUBLIC
--
-- claim_named(p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]) RETURNS SETOF claim_result
--   plpgsql, volatile, executable by PUBLIC
--
-- claim_named_deliveries(p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]) RETURNS SETOF claimed_delivery
--   plpgsql, volatile, executable by PUBLIC
--
-- claim_picked(p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_picked uuid[], p_slow uuid[]) RETURNS SETOF claimed_delivery
--   sql, volatile, executable by PUBLIC
--
-- claim_quarantined_delivery(p_worker uuid, p_lease interval, p_attempt_ids uuid[]) RETURNS SETOF claimed_delivery
--   plpgsql, volatile, executable by PUBLIC
--
-- claim_remainder(p_more boolean, p_wake_seconds double precision, p_quarantined boolean) RETURNS claimed_delivery
--   sql, immutable, executable by PUBLIC
--
-- claim_shard(p_tenant uuid) RETURNS integer
--   sql, immutable, executable by PUBLIC
--
-- claim_suspect_delivery(p_worker uuid, p_lease interval, p_attempt_ids uuid[]) RETURNS SETOF claimed_delivery
--   plpgsql, volatile, executable by PUBLIC
--
-- deliveries_ahead(p_endpoint uuid, p_subject_hash uuid, p_sequence bigint, p_delivery uuid) RETURNS TABLE(delivery_id uuid)
--   sql, stable, executable by PUBLIC
--
-- delivery_facts(p_delivery uuid, p_status text, p_reason text, p_last_code integer, p_created_at timestamp with time zone, p_settled_at timestamp with time zone) RETURNS TABLE(class text, code integer, reason text, ms integer)
--   sql, stable, executable by PUBLIC
--
-- drop_past_partition(p_parent text, p_before timestamp with time zone) RETURNS TABLE(partition text, removed bigint)
--   plpgsql, volatile, security definer, search_path=public, pg_temp, lock_timeout=250ms
--
-- due_endpoints(p_endpoints uuid[], p_moment timestamp with time zone) RETURNS TABLE(endpoint_id uuid)
--   sql, stable, executable by PUBLIC
--
-- due_manual_deliveries(p_moment timestamp with time zone) RETURNS TABLE(delivery_id uuid, endpoint_id uuid, tenant_id uuid, "position" bigint)
--   sql, stable, executable by PUBLIC
--
-- due_suspect(p_moment timestamp with time zone, p_lease interval) RETURNS TABLE(delivery_id uuid, endpoint_id uuid, rate double precision, tokens double precision)
--   sql, stable, executable by PUBLIC
--
-- end_of_window(p_moment timestamp with time zone, p_wait_ms integer, p_endpoint uuid) RETURNS timestamp with time zone
--   sql, stable, executable by PUBLIC
--
-- endpoint_budgets(p_endpoints uuid[], p_moment timestamp with time zone, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer) RETURNS TABLE(endpoint_id uuid, tenant_id uuid, max_items integer, is_open boolean, is_slow boolean, rate double precision, tokens double precision, manuals bigint, manual_free bigint, budget bigint)
--   sql, stable, executable by PUBLIC
--
-- endpoint_capacity(p_endpoints uuid[], p_moment timestamp with time zone, p_lease interval) RETURNS TABLE(endpoint_id uuid, tenant_id uuid, max_items integer, max_in_flight integer, is_open boolean, leased bigint, free bigint, is_slow boolean, rate double precision, tokens double precision)
--   sql, stable, executable by PUBLIC
--
-- endpoint_in_flight(p_endpoint uuid) RETURNS TABLE(in_flight bigint, first_end timestamp with time zone)
--   sql, stable, executable by PUBLIC
--
-- ensure_partitions(months_ahead integer) RETURNS void
--   plpgsql, volatile, security definer, search_path=public, pg_temp
--
-- erase_late_event() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- free_expired_leases(p_moment timestamp with time zone) RETURNS void
--   sql, volatile, executable by PUBLIC
--
-- gather_digests(p_claimed uuid[], p_limit integer) RETURNS TABLE(claimed_id uuid, delivery_id uuid, event_id uuid, endpoint_id uuid, tenant_id uuid, fence integer, attempt_id uuid, attempt_number integer, step integer, trigger text, single boolean, event_type text, created_at timestamp with time zone)
--   plpgsql, volatile, executable by PUBLIC
--
-- grant_capacity(p_worker uuid, p_endpoints uuid[], p_wanted integer[], p_in_use integer[], p_lease interval) RETURNS TABLE(endpoint_id uuid, credits integer)
--   plpgsql, volatile, executable by PUBLIC
--
-- histogram_bucket(ms integer) RETURNS integer
--   sql, immutable, executable by PUBLIC
--
-- hold_queued_at_inactive_endpoints(p_endpoints uuid[]) RETURNS void
--   plpgsql, volatile, executable by PUBLIC
--
-- hold_stragglers(p_endpoints uuid[]) RETURNS void
--   plpgsql, volatile, executable by PUBLIC
--
-- is_same_effect(known derived_effects, p_type text, p_cause_hash uuid, p_told_hash uuid) RETURNS boolean
--   sql, stable, executable by PUBLIC
--
-- keep_audit() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- keep_digest() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- lane_share(p_is_slow boolean, p_endpoints bigint, p_leased bigint, p_slots integer, p_slow integer, p_slow_total integer) RETURNS bigint
--   sql, immutable, executable by PUBLIC
--
-- last_error_class(p_delivery uuid) RETURNS text
--   sql, stable, executable by PUBLIC
--
-- lease_selected(p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_selection claim_selection, p_moment timestamp with time zone) RETURNS SETOF claimed_delivery
--   plpgsql, volatile, executable by PUBLIC
--
-- lock_shards(p_shards integer[], p_is_a_part boolean) RETURNS integer[]
--   plpgsql, volatile, executable by PUBLIC
--
-- look_for_due(p_after uuid, p_limit integer, p_moment timestamp with time zone) RETURNS TABLE(due uuid[], shards integer[], inactive uuid[], looked_to uuid)
--   sql, stable, executable by PUBLIC
--
-- mirror_notified_columns() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- named_candidates(p_ids uuid[], p_moment timestamp with time zone, p_lease interval) RETURNS TABLE(delivery_id uuid, endpoint_id uuid, is_slow boolean, "position" bigint, request bigint, fits boolean, rate double precision, tokens double precision)
--   sql, stable, executable by PUBLIC
--
-- note_changed_attempt() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- note_changed_delivery() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- note_late_event() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- note_stale_statistics() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- place_events(p_batches integer) RETURNS integer
--   plpgsql, volatile, executable by PUBLIC
--
-- place_mail() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- postrider_publish_v1(p_tenant text, p_request jsonb) RETURNS jsonb
--   plpgsql, volatile, security definer, search_path=pg_catalog, pg_temp
--
-- promote_digest() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- promote_digests() RETURNS integer
--   sql, volatile, executable by PUBLIC
--
-- promote_subject() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- promote_subjects() RETURNS integer
--   sql, volatile, executable by PUBLIC
--
-- purge_audit(p_before timestamp with time zone, p_limit integer) RETURNS integer
--   sql, volatile, security definer, search_path=public, pg_temp
--
-- purge_default_partition(p_parent text, p_before timestamp with time zone, p_limit integer) RETURNS integer
--   plpgsql, volatile, executable by PUBLIC
--
-- ranked_candidates(p_endpoints uuid[], p_moment timestamp with time zone, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer, p_tie_break bigint) RETURNS TABLE(delivery_id uuid, endpoint_id uuid, is_slow boolean, request bigint, must_wait boolean, rate double precision, tokens double precision, taken boolean)
--   sql, stable, executable by PUBLIC
--
-- rate_limiter(p_limit integer, p_ramp_from timestamp with time zone, p_tokens double precision, p_refilled_at timestamp with time zone, p_moment timestamp with time zone) RETURNS TABLE(rate double precision, tokens double precision)
--   sql, stable, executable by PUBLIC
--
-- refuse_retired_key() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- request_erasure() RETURNS trigger
--   plpgsql, volatile, search_path=public, pg_temp, executable by PUBLIC
--
-- retire_encryption_key(p_id text) RETURNS bigint
--   plpgsql, volatile, search_path=public, pg_temp, lock_timeout=250ms, executable by PUBLIC
--
-- room_at_endpoints(p_endpoints uuid[], p_moment timestamp with time zone, p_lease interval) RETURNS TABLE(endpoint_id uuid, tenant_id uuid, max_items integer, max_in_flight integer, is_open boolean, leased bigint, room bigint, is_slow boolean, rate double precision, tokens double precision)
--   sql, stable, executable by PUBLIC
--
-- select_due(p_endpoints uuid[], p_moment timestamp with time zone, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer, p_tie_break bigint) RETURNS SETOF claim_selection
--   sql, stable, executable by PUBLIC
--
-- select_named(p_ids uuid[], p_moment timestamp with time zone, p_lease interval, p_slots integer, p_slow integer) RETURNS SETOF claim_selection
--   sql, stable, executable by PUBLIC
--
-- select_quarantined(p_moment timestamp with time zone, p_lease interval) RETURNS SETOF claim_selection
--   sql, stable, executable by PUBLIC
--
-- spend_tokens(p_endpoints uuid[], p_left double precision[], p_moment timestamp with time zone) RETURNS void
--   sql, volatile, executable by PUBLIC
--
-- time_of_uuid(id uuid) RETURNS timestamp with time zone
--   sql, immutable, executable by PUBLIC
--
-- timed_partitions(p_parent regclass) RETURNS TABLE(partition regclass, first_id uuid, end_id uuid)
--   sql, stable, executable by PUBLIC
--
-- try_shards(p_shards integer[], p_is_a_part boolean) RETURNS integer[]
--   plpgsql, volatile, executable by PUBLIC
--
-- uses_slow_lane(p_last_success_at timestamp with time zone, p_strikes integer, p_slow_until timestamp with time zone, p_first_lease_end timestamp with time zone, p_moment timestamp with time zone, p_lease interval) RETURNS boolean
--   sql, stable, executable by PUBLIC
--
-- uuid_at(moment timestamp with time zone) RETURNS uuid
--   sql, immutable, executable by PUBLIC
--
-- uuid_now() RETURNS uuid
--   sql, volatile, executable by PUBLIC
--
-- wait_for_subject() RETURNS trigger
--   plpgsql, volatile, executable by PUBLIC
--
-- waiting_endpoints() RETURNS TABLE(endpoint_id uuid)
--   sql, stable, executable by PUBLIC
--
-- waiting_endpoints_after(p_after uuid, p_limit integer) RETURNS TABLE(endpoint_id uuid, due_at timestamp with time zone)
--   sql, stable, executable by PUBLIC
