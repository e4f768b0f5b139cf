-- version 1
--
-- Trigger function of endpoint_health: keeps the columns told_*, *_told_at and quiet_until, which workers of the
-- former build read and write, equal to those that replace them. See sql/next-release.md.
CREATE OR REPLACE FUNCTION mirror_notified_columns() RETURNS trigger LANGUAGE plpgsql AS $$
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
