-- version 1
--
-- Retires the encryption key p_id, unless data keys need it. Returns how many need it: 0 where it is retired.
-- Locks: data_keys against changes, so that no data key comes under the key meanwhile. It waits a quarter of a second
-- at most for a change in progress.
CREATE OR REPLACE FUNCTION retire_encryption_key(p_id text) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE
  v_needed bigint;
BEGIN
  LOCK TABLE data_keys IN SHARE MODE;
  SELECT count(*) INTO v_needed FROM data_keys WHERE wrapped_by = p_id;
  IF v_needed = 0 THEN
    INSERT INTO retired_encryption_keys (id) VALUES (p_id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN v_needed;
END
$$;
