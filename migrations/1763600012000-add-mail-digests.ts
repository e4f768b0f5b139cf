import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
-- of email: {"window_seconds": …, "max_per_window": …}; null: the defaults below
ALTER TABLE endpoints ADD COLUMN digest jsonb CHECK (digest IS NULL OR channel = 'email');

-- the latest window of each recipient: mails that went by themselves, and the digest that gathers the rest
CREATE TABLE mail_windows (
  endpoint_id uuid NOT NULL,
  recipient text NOT NULL,
  ends_at timestamptz NOT NULL,
  mails integer NOT NULL,
  digest_id uuid,
  PRIMARY KEY (endpoint_id, recipient)
) WITH (fillfactor = 50);

-- of email: whom for, and with which others. Of a digest at most one that nobody has in hand is not
-- due at 'infinity': that one is claimed, and brings the others along
ALTER TABLE delivery_queue ADD COLUMN recipient text, ADD COLUMN digest_id uuid;
CREATE INDEX delivery_queue_digest ON delivery_queue (digest_id, due_at) WHERE digest_id IS NOT NULL;
`;

/**
 * The first mails to a recipient go at once, further ones gather until the window ends. Whoever joins a
 * digest shares the lock on the window until the commit, and who takes the digest waits for them.
 */
const PLACE = `
CREATE FUNCTION place_mail() RETURNS trigger LANGUAGE plpgsql AS $$
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
    -- whoever began the digest may have left the queue, and nobody with it: skipped, held, cancelled
    NEW.due_at := CASE WHEN w.digest_id <> NEW.delivery_id
      AND EXISTS (SELECT FROM delivery_queue q WHERE q.digest_id = w.digest_id AND q.due_at < 'infinity')
      THEN 'infinity' ELSE w.ends_at END;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER delivery_queue_mail BEFORE INSERT ON delivery_queue
  FOR EACH ROW WHEN (NEW.recipient IS NOT NULL AND NEW.trigger <> 'manual' AND NEW.leased_until IS NULL)
  EXECUTE FUNCTION place_mail();
`;

/** What keeps a digest together: through retries, lost workers, and when the one that is due leaves. */
const KEEP = `
CREATE FUNCTION keep_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM delivery_queue
    WHERE digest_id = NEW.digest_id AND due_at < 'infinity' AND leased_until IS NULL AND delivery_id <> NEW.delivery_id
  ) THEN
    NEW.due_at := 'infinity';
  ELSIF NEW.due_at = 'infinity' THEN
    NEW.due_at := clock_timestamp();
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER delivery_queue_keeps_digest BEFORE UPDATE ON delivery_queue
  FOR EACH ROW WHEN (NEW.digest_id IS NOT NULL AND OLD.leased_until IS NOT NULL AND NEW.leased_until IS NULL)
  EXECUTE FUNCTION keep_digest();

CREATE FUNCTION promote_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE delivery_queue SET due_at = greatest(clock_timestamp(), (
    SELECT ends_at FROM mail_windows
    WHERE endpoint_id = OLD.endpoint_id AND recipient = OLD.recipient AND digest_id = OLD.digest_id))
  WHERE delivery_id = (
    SELECT delivery_id FROM delivery_queue
    WHERE digest_id = OLD.digest_id AND due_at = 'infinity' AND leased_until IS NULL
      AND NOT EXISTS (
        SELECT FROM delivery_queue
        WHERE digest_id = OLD.digest_id AND due_at < 'infinity' AND leased_until IS NULL)
    ORDER BY delivery_id LIMIT 1);
  RETURN NULL;
END
$$;
CREATE TRIGGER delivery_queue_promotes_digest AFTER DELETE ON delivery_queue
  FOR EACH ROW WHEN (OLD.digest_id IS NOT NULL AND OLD.due_at < 'infinity')
  EXECUTE FUNCTION promote_digest();
`;

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

/** Puts what gathered beside the claimed deliveries under the same lease. What comes later is another digest. */
const GATHER = `
CREATE FUNCTION gather_digests(p_claimed uuid[], p_limit integer)
RETURNS TABLE (
  claimed_id uuid, delivery_id uuid, event_id uuid, endpoint_id uuid, tenant_id uuid, fence integer, attempt_id uuid,
  attempt_number integer, step integer, trigger text, single boolean, event_type text, created_at timestamptz
) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE mail_windows w SET digest_id = NULL
  FROM delivery_queue c
  WHERE c.delivery_id = ANY (p_claimed) AND w.endpoint_id = c.endpoint_id AND w.recipient = c.recipient
    AND w.digest_id = c.digest_id;
  RETURN QUERY
  WITH mates AS MATERIALIZED (
    SELECT q.delivery_id, c.delivery_id AS claimed, c.leased_until, c.leased_by
    FROM delivery_queue c JOIN delivery_queue q ON q.digest_id = c.digest_id AND q.delivery_id <> c.delivery_id
    WHERE c.delivery_id = ANY (p_claimed) AND c.leased_until IS NOT NULL
      AND q.leased_until IS NULL AND q.trigger <> 'manual'
    ORDER BY q.delivery_id LIMIT p_limit
    FOR UPDATE OF q SKIP LOCKED
  ), taken AS (
    UPDATE delivery_queue q
    SET leased_until = m.leased_until, leased_by = m.leased_by, fence = q.fence + 1, attempts = q.attempts + 1,
      attempt_id = uuid_now()
    FROM mates m WHERE q.delivery_id = m.delivery_id
    RETURNING m.claimed, q.*
  )
  SELECT t.claimed, t.delivery_id, t.event_id, t.endpoint_id, t.tenant_id, t.fence, t.attempt_id,
    t.attempts, t.step, t.trigger, t.trigger = 'manual' OR t.resume_status IS NOT NULL, d.event_type, d.created_at
  FROM taken t JOIN deliveries d ON d.id = t.delivery_id;
END
$$;

-- UUIDv7
CREATE FUNCTION uuid_now() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (left(t.hex, 8) || '-' || right(t.hex, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid
  FROM (SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS hex) t
$$;
`;

/** Mails to one recipient: the first ones of a window by themselves, the others in one digest at its end. */
export class AddMailDigests1763600012000 implements MigrationInterface {
  name = 'AddMailDigests1763600012000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, PLACE, KEEP, PROMOTE, GATHER]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION gather_digests(uuid[], integer), uuid_now()');
    for (const name of ['mail', 'keeps_digest', 'promotes_digest']) {
      await runner.query(`DROP TRIGGER delivery_queue_${name} ON delivery_queue`);
    }
    await runner.query(
      'DROP FUNCTION place_mail(), keep_digest(), promote_digest(), promote_digests()',
    );
    await runner.query('ALTER TABLE delivery_queue DROP COLUMN recipient, DROP COLUMN digest_id');
    await runner.query('DROP TABLE mail_windows');
    await runner.query('ALTER TABLE endpoints DROP COLUMN digest');
  }
}
