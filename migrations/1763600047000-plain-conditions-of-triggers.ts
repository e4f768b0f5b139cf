import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * PostgreSQL prepares the condition of a trigger anew in each statement that fires it, with the text of each SQL
 * function that it calls: an eighth of the database's time at 200 publishes a second. A delivery's id is made when its
 * `created_at` is known, so that one stands for the age of the id. The ids of events are made before they are sent to
 * the database, which may read `created_at` later, and those of attempts have no such column: there the arithmetic
 * stands in the condition. Events that wait for a quarter of a second are usual under load: what looks for their erasure
 * begins later.
 */
const UP = `
CREATE OR REPLACE TRIGGER events_note_late AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.id < (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint - 20000), 12, '0')
    || '00000000000000000000')::uuid)
  EXECUTE FUNCTION note_late_event();
CREATE OR REPLACE TRIGGER events_erase_late AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.subject_hash IS NOT NULL AND NEW.id < (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint - 1000), 12, '0')
    || '00000000000000000000')::uuid)
  EXECUTE FUNCTION erase_late_event();
CREATE OR REPLACE TRIGGER deliveries_note_late AFTER INSERT ON deliveries FOR EACH ROW
  WHEN (NEW.created_at < clock_timestamp() - interval '20 seconds')
  EXECUTE FUNCTION note_changed_delivery();
CREATE OR REPLACE TRIGGER deliveries_note_changed AFTER UPDATE ON deliveries FOR EACH ROW
  WHEN (OLD.created_at < clock_timestamp() - interval '20 seconds'
    AND (OLD.status <> 'pending' OR NEW.status <> 'pending')
    AND (OLD.status IS DISTINCT FROM NEW.status OR OLD.reason IS DISTINCT FROM NEW.reason
      OR OLD.last_code IS DISTINCT FROM NEW.last_code OR OLD.settled_at IS DISTINCT FROM NEW.settled_at))
  EXECUTE FUNCTION note_changed_delivery();
CREATE OR REPLACE TRIGGER attempts_note_late AFTER INSERT ON attempts FOR EACH ROW
  WHEN (NEW.id < (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint - 20000), 12, '0')
    || '00000000000000000000')::uuid)
  EXECUTE FUNCTION note_changed_attempt()`;

const DOWN = `
CREATE OR REPLACE TRIGGER events_note_late AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.id < uuid_at(clock_timestamp() - interval '20 seconds'))
  EXECUTE FUNCTION note_late_event();
CREATE OR REPLACE TRIGGER events_erase_late AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.subject_hash IS NOT NULL AND NEW.id < uuid_at(clock_timestamp() - interval '250 milliseconds'))
  EXECUTE FUNCTION erase_late_event();
CREATE OR REPLACE TRIGGER deliveries_note_late AFTER INSERT ON deliveries FOR EACH ROW
  WHEN (NEW.id < uuid_at(clock_timestamp() - interval '20 seconds'))
  EXECUTE FUNCTION note_changed_delivery();
CREATE OR REPLACE TRIGGER deliveries_note_changed AFTER UPDATE ON deliveries FOR EACH ROW
  WHEN ((OLD.status <> 'pending' OR NEW.status <> 'pending')
    AND (OLD.status IS DISTINCT FROM NEW.status OR OLD.reason IS DISTINCT FROM NEW.reason
      OR OLD.last_code IS DISTINCT FROM NEW.last_code OR OLD.settled_at IS DISTINCT FROM NEW.settled_at)
    AND OLD.id < uuid_at(clock_timestamp() - interval '20 seconds'))
  EXECUTE FUNCTION note_changed_delivery();
CREATE OR REPLACE TRIGGER attempts_note_late AFTER INSERT ON attempts FOR EACH ROW
  WHEN (NEW.id < uuid_at(clock_timestamp() - interval '20 seconds'))
  EXECUTE FUNCTION note_changed_attempt()`;

export class PlainConditionsOfTriggers1763600047000 implements MigrationInterface {
  name = 'PlainConditionsOfTriggers1763600047000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
