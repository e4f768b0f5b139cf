import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries sent anew in bulk, and events whose content is gone on request. */
const UP = `
CREATE TABLE replays (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  digest bytea NOT NULL, -- of what was asked for: the same again, while it runs, is this one
  status text NOT NULL CHECK (status IN ('failed', 'missing', 'all')),
  types text[], -- null: every type
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'cancelled')),
  cancelled_by text, -- id of a key, 'bootstrap' or 'system'
  matched integer NOT NULL,
  unreplayable jsonb NOT NULL,
  -- how far it has come
  scanned_to uuid NOT NULL,
  is_scanned boolean NOT NULL DEFAULT false,
  width integer NOT NULL, -- how many of its deliveries may wait at once
  queued integer NOT NULL DEFAULT 0,
  skipped jsonb NOT NULL DEFAULT '{}', -- {reason: count}
  -- what became of those queued
  checked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  delivered integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  given_up integer NOT NULL DEFAULT 0,
  taken_back integer NOT NULL DEFAULT 0,
  is_busy boolean NOT NULL DEFAULT true, -- a worker has to look after it, at next_look_at
  next_look_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  created_by_role text NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX replays_tenant ON replays (tenant_id, id);
CREATE INDEX replays_busy ON replays (next_look_at) WHERE is_busy;
CREATE UNIQUE INDEX replays_running ON replays (endpoint_id, digest) WHERE state = 'running';
CREATE INDEX replays_running_of_tenant ON replays (tenant_id) WHERE state = 'running';

-- deliveries of replays whose outcome is not counted yet
CREATE TABLE replay_deliveries (
  replay_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  action text NOT NULL CHECK (action IN ('restart', 'once_more', 'new')),
  attempts_before integer NOT NULL,
  is_begun boolean NOT NULL DEFAULT false, -- has had an attempt since
  former jsonb NOT NULL, -- what a cancellation gives back
  PRIMARY KEY (replay_id, delivery_id)
);
CREATE INDEX replay_deliveries_unsent ON replay_deliveries (replay_id, delivery_id) WHERE NOT is_begun;

ALTER TABLE events ADD COLUMN redacted_at timestamptz;

-- rows come in the order of their event: a few pages are looked through to find an event's
CREATE INDEX event_refs_event ON event_refs USING brin (event_id) WITH (pages_per_range = 32, autosummarize = on);

-- events in flight when they were redacted: what comes back of them goes too
CREATE TABLE redaction_follow_ups (
  event_id uuid PRIMARY KEY,
  redacted_at timestamptz NOT NULL DEFAULT now(),
  next_look_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX redaction_follow_ups_next ON redaction_follow_ups (next_look_at);
`;

export class CreateReplays1763600010000 implements MigrationInterface {
  name = 'CreateReplays1763600010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE redaction_follow_ups');
    await runner.query('DROP INDEX event_refs_event');
    await runner.query('ALTER TABLE events DROP COLUMN redacted_at');
    await runner.query('DROP TABLE replay_deliveries');
    await runner.query('DROP TABLE replays');
  }
}
