import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a delivery that joins a digest, but did not begin it, is due: an expression. */
const placeMail = (dueOfJoined: string): string => `
CREATE OR REPLACE FUNCTION place_mail() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := clock_timestamp();
  seconds integer;
  most integer;
  w mail_windows;
BEGIN
  SELECT * INTO w FROM mail_windows m
  WHERE m.endpoint_id = NEW.endpoint_id AND m.recipient = NEW.recipient
    AND m.ends_at > moment AND m.digest_id IS NOT NULL
  FOR SHARE;
  IF NOT FOUND THEN
    SELECT coalesce((e.digest->>'window_seconds')::int, 900), coalesce((e.digest->>'max_per_window')::int, 10)
    INTO seconds, most FROM endpoints e WHERE e.id = NEW.endpoint_id;
    INSERT INTO mail_windows AS m (endpoint_id, recipient, ends_at, mails)
    VALUES (NEW.endpoint_id, NEW.recipient, moment + make_interval(secs => seconds), 1)
    ON CONFLICT (endpoint_id, recipient) DO UPDATE SET
      ends_at = CASE WHEN m.ends_at <= moment THEN excluded.ends_at ELSE m.ends_at END,
      mails = CASE WHEN m.ends_at <= moment THEN 1 ELSE least(m.mails + 1, most + 1) END,
      digest_id = CASE WHEN m.ends_at > moment AND m.mails >= most THEN coalesce(m.digest_id, NEW.delivery_id) END
    RETURNING * INTO w;
  END IF;
  IF w.digest_id IS NOT NULL THEN
    NEW.digest_id := w.digest_id;
    NEW.due_at := CASE WHEN w.digest_id = NEW.delivery_id THEN w.ends_at ELSE ${dueOfJoined} END;
  END IF;
  RETURN NEW;
END
$$;
`;

/** Whoever began the digest may have left the queue, and nobody with it: skipped, held, cancelled. */
const DUE_WHERE_NOBODY_IS = `
      CASE WHEN EXISTS (SELECT FROM delivery_queue q WHERE q.digest_id = w.digest_id AND q.due_at < 'infinity')
        THEN 'infinity' ELSE w.ends_at END`;

/** What commits side by side may leave a digest of which nothing is due: one of it is made so. */
const PROMOTE = `
CREATE FUNCTION promote_digests() RETURNS integer LANGUAGE sql AS $$
  WITH RECURSIVE digests AS (
    (SELECT digest_id, due_at FROM delivery_queue WHERE digest_id IS NOT NULL ORDER BY digest_id, due_at LIMIT 1)
    UNION ALL
    SELECT n.* FROM digests d CROSS JOIN LATERAL (
      SELECT q.digest_id, q.due_at FROM delivery_queue q WHERE q.digest_id > d.digest_id
      ORDER BY q.digest_id, q.due_at LIMIT 1) n
  ), promoted AS (
    UPDATE delivery_queue q SET due_at = greatest(clock_timestamp(), (
      SELECT w.ends_at FROM mail_windows w
      WHERE w.endpoint_id = q.endpoint_id AND w.recipient = q.recipient AND w.digest_id = q.digest_id))
    WHERE q.due_at = 'infinity' AND q.leased_until IS NULL AND q.delivery_id IN (
      SELECT (SELECT o.delivery_id FROM delivery_queue o
        WHERE o.digest_id = d.digest_id AND o.leased_until IS NULL ORDER BY o.delivery_id LIMIT 1)
      FROM digests d WHERE d.due_at = 'infinity')
    RETURNING 1
  )
  SELECT count(*)::integer FROM promoted
$$;
`;

/** No mail waits for a digest that nobody sends. */
export class MendMailDigests1763600015500 implements MigrationInterface {
  name = 'MendMailDigests1763600015500';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [placeMail(DUE_WHERE_NOBODY_IS), PROMOTE]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION promote_digests()');
    await runner.query(placeMail("'infinity'"));
  }
}
