-- version 1
--
-- Trigger delivery_queue_mail (before insert): the first mails of a recipient's window go at once; further
-- ones gather in a digest, which is due when the window ends.
--
-- Of a digest, one delivery is due and the others wait at infinity behind it.
-- Locks: the row of mail_windows: shared until the commit by a delivery that joins a digest, so that
-- gather_digests, which closes the digest, waits for it.
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
    -- The delivery that began the digest may have left the queue alone: skipped, held or cancelled.
    NEW.due_at := CASE WHEN w.digest_id <> NEW.delivery_id
      AND EXISTS (SELECT FROM delivery_queue q WHERE q.digest_id = w.digest_id AND q.due_at < 'infinity')
      THEN 'infinity' ELSE w.ends_at END;
  END IF;
  RETURN NEW;
END
$$;
