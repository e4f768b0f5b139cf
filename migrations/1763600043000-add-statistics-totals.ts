import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Totals of the statistics by hour and day: of each endpoint, of each tenant and of all tenants, without the other
 * dimensions. They are made from `statistics`, whichever build has written there: triggers note the hours and days
 * whose totals are stale, and a reader takes those from `statistics`. Everything that is counted so far is noted here.
 */
const UP = `
CREATE TABLE statistics_totals (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  step text NOT NULL CHECK (step IN ('hour', 'day')),
  time timestamptz NOT NULL,
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
  CONSTRAINT statistics_totals_pkey PRIMARY KEY (tenant_id, endpoint_id, step, time, is_sandbox)
) WITH (fillfactor = 70);
CREATE INDEX statistics_totals_time ON statistics_totals (step, time, endpoint_id);
COMMENT ON TABLE statistics_totals IS 'Sums of statistics; those of the hours and days in statistics_stale are out of date or missing.';
COMMENT ON COLUMN statistics_totals.tenant_id IS 'ffffffff-ffff-ffff-ffff-ffffffffffff: all tenants.';
COMMENT ON COLUMN statistics_totals.endpoint_id IS 'ffffffff-ffff-ffff-ffff-ffffffffffff: everything, the nil UUID: the events, which have no endpoint.';
COMMENT ON COLUMN statistics_totals.succeeded IS 'Deliveries.';

CREATE TABLE statistics_stale (
  tenant_id uuid NOT NULL,
  step text NOT NULL,
  time timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  CONSTRAINT statistics_stale_pkey PRIMARY KEY (tenant_id, step, time)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
CREATE INDEX statistics_stale_due ON statistics_stale (due_at);
CREATE INDEX statistics_stale_time ON statistics_stale (step, time);
COMMENT ON TABLE statistics_stale IS 'Hours and days of tenants, and of all tenants, whose totals are to be made again.';
COMMENT ON COLUMN statistics_stale.due_at IS 'When the totals are made again.';

CREATE FUNCTION note_stale_statistics() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER statistics_note_inserted AFTER INSERT ON statistics
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_stale_statistics();
CREATE TRIGGER statistics_note_updated AFTER UPDATE ON statistics
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_stale_statistics();

INSERT INTO statistics_stale (tenant_id, step, time, due_at)
SELECT DISTINCT t.id, s.step, s.time, greatest(now(), s.time + ('1 ' || s.step)::interval)
FROM statistics s, LATERAL (VALUES (s.tenant_id), ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)) t (id);
`;

const DOWN = `
DROP TRIGGER statistics_note_updated ON statistics;
DROP TRIGGER statistics_note_inserted ON statistics;
DROP FUNCTION note_stale_statistics();
DROP TABLE statistics_stale, statistics_totals;
`;

export class AddStatisticsTotals1763600043000 implements MigrationInterface {
  name = 'AddStatisticsTotals1763600043000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
