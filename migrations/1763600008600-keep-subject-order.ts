import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where order is kept, at most one delivery of a subject is due: one that comes while another is in
 * the queue waits at 'infinity', and when one leaves the next in sequence becomes due. What both
 * sides missed because neither had committed is promoted by the sweep; the claim lets nobody overtake.
 */
const UP = `
CREATE OR REPLACE FUNCTION wait_for_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM delivery_queue WHERE endpoint_id = NEW.endpoint_id AND subject_hash = NEW.subject_hash
  ) THEN
    NEW.due_at := 'infinity';
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER delivery_queue_waits BEFORE INSERT ON delivery_queue
  FOR EACH ROW WHEN (NEW.subject_hash IS NOT NULL) EXECUTE FUNCTION wait_for_subject();

CREATE OR REPLACE FUNCTION promote_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE delivery_queue SET due_at = clock_timestamp()
  WHERE due_at = 'infinity' AND delivery_id = (
    SELECT delivery_id FROM delivery_queue
    WHERE endpoint_id = OLD.endpoint_id AND subject_hash = OLD.subject_hash
    ORDER BY sequence, delivery_id LIMIT 1);
  RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER delivery_queue_promotes AFTER DELETE ON delivery_queue
  FOR EACH ROW WHEN (OLD.subject_hash IS NOT NULL) EXECUTE FUNCTION promote_subject();

-- only what waits is looked at, however much is queued
CREATE INDEX IF NOT EXISTS delivery_queue_waiting ON delivery_queue (endpoint_id, subject_hash)
  WHERE due_at = 'infinity' AND subject_hash IS NOT NULL;

CREATE OR REPLACE FUNCTION promote_subjects() RETURNS integer LANGUAGE sql AS $$
  WITH RECURSIVE waiting AS (
    (SELECT endpoint_id, subject_hash FROM delivery_queue
     WHERE due_at = 'infinity' AND subject_hash IS NOT NULL
     ORDER BY endpoint_id, subject_hash LIMIT 1)
    UNION ALL
    SELECT n.* FROM waiting w CROSS JOIN LATERAL (
      SELECT q.endpoint_id, q.subject_hash FROM delivery_queue q
      WHERE q.due_at = 'infinity' AND q.subject_hash IS NOT NULL
        AND (q.endpoint_id, q.subject_hash) > (w.endpoint_id, w.subject_hash)
      ORDER BY q.endpoint_id, q.subject_hash LIMIT 1) n
  ), promoted AS (
    UPDATE delivery_queue q SET due_at = clock_timestamp()
    FROM waiting w CROSS JOIN LATERAL (
      SELECT f.delivery_id, f.due_at FROM delivery_queue f
      WHERE f.endpoint_id = w.endpoint_id AND f.subject_hash = w.subject_hash
      ORDER BY f.sequence, f.delivery_id LIMIT 1
    ) h
    WHERE h.due_at = 'infinity' AND q.delivery_id = h.delivery_id AND q.due_at = 'infinity'
    RETURNING 1
  )
  SELECT count(*)::integer FROM promoted
$$;
`;

const DOWN = `
DROP TRIGGER delivery_queue_waits ON delivery_queue;
DROP TRIGGER delivery_queue_promotes ON delivery_queue;
DROP FUNCTION wait_for_subject();
DROP FUNCTION promote_subject();
DROP FUNCTION promote_subjects();
DROP INDEX delivery_queue_waiting;
`;

export class KeepSubjectOrder1763600008600 implements MigrationInterface {
  name = 'KeepSubjectOrder1763600008600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
