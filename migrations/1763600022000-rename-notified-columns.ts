import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * First half of a renaming: the new columns stand beside the old ones. Workers of the former build read and
 * write the old ones; the trigger keeps both equal. It costs the record of attempts nothing, because it fires
 * only for statements that set one of these columns. The second half is in sql/next-release.md.
 */
const COLUMNS = `
ALTER TABLE endpoint_health
  ADD COLUMN notified_failing_since timestamptz,
  ADD COLUMN failing_notified_at timestamptz,
  ADD COLUMN disabling_soon_notified_at timestamptz,
  ADD COLUMN last_notified_at timestamptz,
  ADD COLUMN next_check_at timestamptz;

CREATE FUNCTION mirror_notified_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.told_failing_since IS DISTINCT FROM OLD.told_failing_since THEN
    NEW.notified_failing_since := NEW.told_failing_since;
  ELSE
    NEW.told_failing_since := NEW.notified_failing_since;
  END IF;
  IF NEW.failing_told_at IS DISTINCT FROM OLD.failing_told_at THEN
    NEW.failing_notified_at := NEW.failing_told_at;
  ELSE
    NEW.failing_told_at := NEW.failing_notified_at;
  END IF;
  IF NEW.soon_told_at IS DISTINCT FROM OLD.soon_told_at THEN
    NEW.disabling_soon_notified_at := NEW.soon_told_at;
  ELSE
    NEW.soon_told_at := NEW.disabling_soon_notified_at;
  END IF;
  IF NEW.last_told_at IS DISTINCT FROM OLD.last_told_at THEN
    NEW.last_notified_at := NEW.last_told_at;
  ELSE
    NEW.last_told_at := NEW.last_notified_at;
  END IF;
  IF NEW.quiet_until IS DISTINCT FROM OLD.quiet_until THEN
    NEW.next_check_at := NEW.quiet_until;
  ELSE
    NEW.quiet_until := NEW.next_check_at;
  END IF;
  RETURN NEW;
END
$$;

UPDATE endpoint_health
SET notified_failing_since = told_failing_since, failing_notified_at = failing_told_at,
    disabling_soon_notified_at = soon_told_at, last_notified_at = last_told_at, next_check_at = quiet_until
WHERE num_nonnulls(told_failing_since, failing_told_at, soon_told_at, last_told_at, quiet_until) > 0;

CREATE TRIGGER endpoint_health_mirrors_notified BEFORE UPDATE OF
  told_failing_since, failing_told_at, soon_told_at, last_told_at, quiet_until,
  notified_failing_since, failing_notified_at, disabling_soon_notified_at, last_notified_at, next_check_at
ON endpoint_health FOR EACH ROW EXECUTE FUNCTION mirror_notified_columns();

CREATE INDEX endpoint_health_notified ON endpoint_health (endpoint_id) WHERE failing_notified_at IS NOT NULL;

COMMENT ON COLUMN endpoint_health.counted_from IS
  'Counts instead of an earlier failing_since: time in which nothing could be delivered is taken off.';
COMMENT ON COLUMN endpoint_health.notified_failing_since IS
  'failing_since when endpoint.failing was sent; null after endpoint.recovered.';
COMMENT ON COLUMN endpoint_health.failing_notified_at IS 'When endpoint.failing was first sent of this failure.';
COMMENT ON COLUMN endpoint_health.disabling_soon_notified_at IS 'When endpoint.disabling_soon was sent of this failure.';
COMMENT ON COLUMN endpoint_health.last_notified_at IS 'When the latest notice of this failure was sent.';
COMMENT ON COLUMN endpoint_health.next_check_at IS
  'Until then no reminder, warning or disabling is considered: nothing was tried since the latest notice.';
COMMENT ON COLUMN endpoint_health.told_failing_since IS 'Former name of notified_failing_since.';
COMMENT ON COLUMN endpoint_health.failing_told_at IS 'Former name of failing_notified_at.';
COMMENT ON COLUMN endpoint_health.soon_told_at IS 'Former name of disabling_soon_notified_at.';
COMMENT ON COLUMN endpoint_health.last_told_at IS 'Former name of last_notified_at.';
COMMENT ON COLUMN endpoint_health.quiet_until IS 'Former name of next_check_at.';
`;

/* Names that say little, on tables that every publish or attempt writes: a comment instead of a renaming. */
const COMMENTS = `
COMMENT ON TABLE endpoint_pace IS
  'Token buckets of the rate limiters; only endpoints with a rate limit or on a ramp have a row.';
COMMENT ON TABLE endpoint_watch IS 'One row: when a worker last looked for failing endpoints.';
COMMENT ON TABLE unplaced_events IS
  'Inbox of the event log: committed events that have no position yet, a row per tenant and commit.';
COMMENT ON COLUMN deliveries.unhappy IS
  'Needs attention: held, failed, skipped or cancelled.';
COMMENT ON COLUMN delivery_queue.attempts IS
  'Attempts begun, those of lost workers included; step counts the attempts of the schedule.';
COMMENT ON COLUMN delivery_queue.lost_leases IS
  'Leases in a row that ended without a report; five or more: quarantined, eight: held as poison.';
COMMENT ON COLUMN endpoint_health.strikes IS 'Failures since the last success.';
COMMENT ON COLUMN endpoint_health.trips IS 'How many times in a row the breaker has opened; 0: it is closed.';
COMMENT ON COLUMN derived_effects.told_hash IS
  'Hash of the fields that the derived event reports; the same cause with other fields is a new event.';
COMMENT ON COLUMN claimed_delivery.single IS
  'One-shot: asked for beside the schedule; a failure restores what the delivery was.';
COMMENT ON COLUMN claimed_delivery.slow IS 'Takes a slot of the slow lane.';
COMMENT ON COLUMN claimed_delivery.more IS 'Last row: something due had no slot or no capacity.';
COMMENT ON COLUMN claimed_delivery.suspects IS 'Last row: a quarantined delivery is due.';
`;

const DOWN = `
COMMENT ON COLUMN claimed_delivery.suspects IS NULL;
COMMENT ON COLUMN claimed_delivery.more IS NULL;
COMMENT ON COLUMN claimed_delivery.slow IS NULL;
COMMENT ON COLUMN claimed_delivery.single IS NULL;
COMMENT ON COLUMN derived_effects.told_hash IS NULL;
COMMENT ON COLUMN endpoint_health.trips IS NULL;
COMMENT ON COLUMN endpoint_health.strikes IS NULL;
COMMENT ON COLUMN delivery_queue.lost_leases IS NULL;
COMMENT ON COLUMN delivery_queue.attempts IS NULL;
COMMENT ON COLUMN deliveries.unhappy IS NULL;
COMMENT ON TABLE unplaced_events IS NULL;
COMMENT ON TABLE endpoint_watch IS NULL;
COMMENT ON TABLE endpoint_pace IS NULL;
COMMENT ON COLUMN endpoint_health.quiet_until IS NULL;
COMMENT ON COLUMN endpoint_health.last_told_at IS NULL;
COMMENT ON COLUMN endpoint_health.soon_told_at IS NULL;
COMMENT ON COLUMN endpoint_health.failing_told_at IS NULL;
COMMENT ON COLUMN endpoint_health.told_failing_since IS NULL;
COMMENT ON COLUMN endpoint_health.counted_from IS NULL;
DROP TRIGGER endpoint_health_mirrors_notified ON endpoint_health;
DROP FUNCTION mirror_notified_columns();
DROP INDEX endpoint_health_notified;
ALTER TABLE endpoint_health
  DROP COLUMN notified_failing_since, DROP COLUMN failing_notified_at, DROP COLUMN disabling_soon_notified_at,
  DROP COLUMN last_notified_at, DROP COLUMN next_check_at;
`;

export class RenameNotifiedColumns1763600022000 implements MigrationInterface {
  name = 'RenameNotifiedColumns1763600022000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(COMMENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
