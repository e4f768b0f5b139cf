import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Statistics: counts by hour and day, which a worker folds from the records by ranges of their ids, from 90 days ago
 * on. A row is folded when its id is about 25 seconds old. What changes afterwards, also by a process of the former
 * build or in a transaction of an application, is noted by triggers; younger rows only cost their condition.
 */
const UP = `
CREATE TABLE statistics (
  tenant_id uuid NOT NULL,
  step text NOT NULL CHECK (step IN ('hour', 'day')),
  time timestamptz NOT NULL,
  is_sandbox boolean NOT NULL,
  endpoint_id uuid NOT NULL, -- of events: the nil UUID
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
  last_at timestamptz,
  CONSTRAINT statistics_pkey
    PRIMARY KEY (tenant_id, step, time, endpoint_id, type, status, is_sandbox, channel, class, code, reason)
) WITH (fillfactor = 70);
CREATE INDEX statistics_time ON statistics (step, time);
CREATE INDEX statistics_waiting ON statistics (tenant_id, endpoint_id)
  WHERE step = 'hour' AND status IN ('pending', 'held') AND deliveries > 0;
COMMENT ON TABLE statistics IS 'Counts by hour and by day. Deliveries and events count when they were created, attempts when they began.';
COMMENT ON COLUMN statistics.last_at IS 'When the latest of what is counted began or was made.';
COMMENT ON COLUMN statistics.first_tries IS 'Attempts with number 1.';
COMMENT ON COLUMN statistics.latency IS 'Histogram of the time that receivers took: pairs {bucket, count} with the buckets of histogram_bucket.';
COMMENT ON COLUMN statistics.lag IS 'Histogram of the time from the creation of a delivery to its success.';

CREATE TABLE statistics_changes (
  id bigint GENERATED ALWAYS AS IDENTITY,
  source text NOT NULL CHECK (source IN ('events', 'deliveries', 'attempts')),
  row_id uuid NOT NULL,
  sign smallint NOT NULL, -- -1: no more so, 1: so from now on
  at timestamptz NOT NULL,
  status text NOT NULL DEFAULT '',
  class text NOT NULL DEFAULT '',
  code integer NOT NULL DEFAULT 0,
  reason text NOT NULL DEFAULT '',
  ms integer,
  CONSTRAINT statistics_changes_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
CREATE INDEX statistics_changes_row ON statistics_changes (source, row_id);
COMMENT ON TABLE statistics_changes IS 'Changes of rows that may have been folded into statistics already.';

CREATE TABLE statistics_progress (
  source text NOT NULL CHECK (source IN ('events', 'deliveries', 'attempts')),
  folded_to uuid NOT NULL,
  CONSTRAINT statistics_progress_pkey PRIMARY KEY (source)
) WITH (fillfactor = 50);
COMMENT ON COLUMN statistics_progress.folded_to IS 'Rows with lower ids are in statistics.';
INSERT INTO statistics_progress (source, folded_to)
SELECT source, uuid_at(date_trunc('day', now(), 'UTC') - interval '90 days')
FROM unnest(ARRAY['events', 'deliveries', 'attempts']) source;

CREATE FUNCTION note_changed_attempt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION note_changed_delivery() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION note_late_event() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER events_note_late AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.id < uuid_at(clock_timestamp() - interval '20 seconds')) EXECUTE FUNCTION note_late_event();
CREATE TRIGGER deliveries_note_late AFTER INSERT ON deliveries FOR EACH ROW
  WHEN (NEW.id < uuid_at(clock_timestamp() - interval '20 seconds')) EXECUTE FUNCTION note_changed_delivery();
CREATE TRIGGER deliveries_note_changed AFTER UPDATE ON deliveries FOR EACH ROW
  WHEN ((OLD.status <> 'pending' OR NEW.status <> 'pending')
    AND (OLD.status, OLD.reason, OLD.last_code, OLD.settled_at)
      IS DISTINCT FROM (NEW.status, NEW.reason, NEW.last_code, NEW.settled_at)
    AND OLD.id < uuid_at(clock_timestamp() - interval '20 seconds')) EXECUTE FUNCTION note_changed_delivery();
CREATE TRIGGER attempts_note_late AFTER INSERT ON attempts FOR EACH ROW
  WHEN (NEW.id < uuid_at(clock_timestamp() - interval '20 seconds')) EXECUTE FUNCTION note_changed_attempt();
CREATE TRIGGER attempts_note_changed AFTER UPDATE ON attempts FOR EACH ROW
  WHEN (OLD.id < uuid_at(clock_timestamp() - interval '20 seconds')) EXECUTE FUNCTION note_changed_attempt();
`;

const DOWN = `
DROP TRIGGER attempts_note_changed ON attempts;
DROP TRIGGER attempts_note_late ON attempts;
DROP TRIGGER deliveries_note_changed ON deliveries;
DROP TRIGGER deliveries_note_late ON deliveries;
DROP TRIGGER events_note_late ON events;
DROP FUNCTION note_late_event(), note_changed_delivery(), note_changed_attempt();
DROP TABLE statistics_progress, statistics_changes, statistics;
`;

export class AddStatistics1763600037000 implements MigrationInterface {
  name = 'AddStatistics1763600037000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
