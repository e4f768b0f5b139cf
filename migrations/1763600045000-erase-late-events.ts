import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An erasure looks twice: at what is stored, and, when the transactions that were under way have ended, at what these
 * have stored. The trigger starts a further one for an event that is stored later still with an id from before an
 * erasure of its subject; other events only cost its condition.
 */
const UP = `
ALTER TABLE erasures ADD COLUMN settled_xid xid8;
COMMENT ON COLUMN erasures.settled_xid IS 'The transaction in which the first look ended; the second one waits for all before it.';
ALTER TABLE erasures ADD COLUMN looked_again boolean NOT NULL DEFAULT false;

CREATE INDEX erasure_subjects_hash ON erasure_subjects (subject_hash);

CREATE FUNCTION erase_late_event() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NULL; -- the text is in sql/functions
END
$$;
CREATE TRIGGER events_erase_late AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.subject_hash IS NOT NULL AND NEW.id < uuid_at(clock_timestamp() - interval '250 milliseconds'))
  EXECUTE FUNCTION erase_late_event()`;

const DOWN = `
DROP TRIGGER events_erase_late ON events;
DROP FUNCTION erase_late_event();
DROP INDEX erasure_subjects_hash;
ALTER TABLE erasures DROP COLUMN settled_xid, DROP COLUMN looked_again`;

export class EraseLateEvents1763600045000 implements MigrationInterface {
  name = 'EraseLateEvents1763600045000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
