import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Content has partitions by the week and records by the quarter from now on, which the start makes after the
 * migrations. Partitions by the month that have no rows and are not past make room for them; those with rows stay.
 */
const UP = `
DO $$
DECLARE
  parent text;
  part record;
  has_rows boolean;
BEGIN
  FOREACH parent IN ARRAY ARRAY['events', 'event_bodies', 'event_refs', 'deliveries', 'attempts', 'attempt_bodies'] LOOP
    FOR part IN
      SELECT name FROM (
        SELECT c.relname AS name, (regexp_match(pg_get_expr(c.relpartbound, c.oid), $re$TO \\('([^']+)'\\)$re$))[1]::uuid AS end_id
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = parent::regclass
      ) timed
      WHERE end_id > uuid_at(now())
    LOOP
      EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', part.name);
      EXECUTE format('SELECT EXISTS (SELECT FROM %I)', part.name) INTO has_rows;
      IF NOT has_rows THEN
        EXECUTE format('DROP TABLE %I', part.name);
      END IF;
    END LOOP;
  END LOOP;
END
$$`;

export class DropEmptyMonths1763600044000 implements MigrationInterface {
  name = 'DropEmptyMonths1763600044000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  /** The start makes what is missing. */
  async down(): Promise<void> {
    return Promise.resolve();
  }
}
