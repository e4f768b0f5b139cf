-- version 1
--
-- Returns the bytes of an entry of the audit log that its hash in the chain is made of: all columns that have a
-- value, so that a column which is added later does not change what was hashed before.
CREATE OR REPLACE FUNCTION audit_digest(p_entry audit_log) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT convert_to(
    jsonb_strip_nulls(
      to_jsonb(p_entry) - 'at' || jsonb_build_object('at', extract(epoch FROM p_entry.at)::numeric)
    )::text, 'UTF8')
$$;
