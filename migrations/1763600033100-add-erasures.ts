import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Erasures by subject. The trigger starts one for each event that says that its entity is to be forgotten, also where
 * a process of the former build or a transaction of an application stores it; other events only cost its condition.
 */
const UP = `
ALTER TABLE deliveries ADD COLUMN minimised boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN deliveries.minimised IS 'The subject was erased while it waited: it goes out without personal data.';

ALTER TABLE tenants ADD COLUMN allow_erasure boolean NOT NULL DEFAULT false;
ALTER TABLE tenants ADD COLUMN minimum_days jsonb NOT NULL DEFAULT '{}'; -- days by type or pattern of types

CREATE TABLE erasures (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  event_id uuid, -- the event that asked for it
  digest bytea, -- of the subjects: the same request is the same erasure while it runs
  up_to uuid NOT NULL,
  reason text,
  actor text NOT NULL,
  role text NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'waiting', 'finished')),
  next_step_at timestamptz NOT NULL DEFAULT now(),
  counts jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  receipt text,
  signature bytea,
  CONSTRAINT erasures_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN erasures.up_to IS 'Events with lower ids are erased.';
CREATE INDEX erasures_due ON erasures (next_step_at) WHERE state <> 'finished';
CREATE UNIQUE INDEX erasures_event ON erasures (event_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX erasures_running ON erasures (tenant_id, digest) WHERE state <> 'finished';

CREATE TABLE erasure_subjects (
  erasure_id uuid NOT NULL,
  subject_hash uuid NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'waiting', 'done')),
  looked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  waits_for text CHECK (waits_for IN ('legal_hold', 'minimum_age')),
  waits_until timestamptz,
  CONSTRAINT erasure_subjects_pkey PRIMARY KEY (erasure_id, subject_hash)
);
CREATE INDEX erasure_subjects_open ON erasure_subjects (erasure_id, subject_hash) WHERE state <> 'done';

CREATE TABLE erased_events (
  event_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT now(),
  next_look_at timestamptz DEFAULT now(),
  CONSTRAINT erased_events_pkey PRIMARY KEY (event_id)
);
COMMENT ON COLUMN erased_events.next_look_at IS 'Attempts under way report late: what they got goes then. Null: no look is left.';
CREATE INDEX erased_events_erasure ON erased_events (erasure_id, event_id);
CREATE INDEX erased_events_next ON erased_events (next_look_at) WHERE next_look_at IS NOT NULL;

CREATE TABLE subject_holds (
  tenant_id uuid NOT NULL,
  subject_hash uuid NOT NULL,
  reason text NOT NULL,
  until timestamptz,
  actor text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT subject_holds_pkey PRIMARY KEY (tenant_id, subject_hash)
);
COMMENT ON TABLE subject_holds IS 'Legal holds: subjects that are not erased.';

CREATE TABLE database_identity (
  only_row boolean NOT NULL DEFAULT true CHECK (only_row),
  identity text NOT NULL,
  CONSTRAINT database_identity_pkey PRIMARY KEY (only_row)
);
COMMENT ON TABLE database_identity IS 'One row: the server and the database that the data was last in; another one is a restored backup.';

CREATE FUNCTION request_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO erasures (id, tenant_id, event_id, up_to, reason, actor, role)
  VALUES (uuid_now(), NEW.tenant_id, NEW.id, NEW.id, NEW.type, 'system', 'system');
  RETURN NULL;
END
$$;
CREATE TRIGGER events_request_erasure AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.type IN ('session.redacted', 'session.retention-expired', 'document.redacted', 'verification.deleted'))
  EXECUTE FUNCTION request_erasure();
`;

const DOWN = `
DROP TRIGGER events_request_erasure ON events;
DROP FUNCTION request_erasure();
DROP TABLE database_identity, subject_holds, erased_events, erasure_subjects, erasures;
ALTER TABLE tenants DROP COLUMN minimum_days, DROP COLUMN allow_erasure;
ALTER TABLE deliveries DROP COLUMN minimised;
`;

export class AddErasures1763600033100 implements MigrationInterface {
  name = 'AddErasures1763600033100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
