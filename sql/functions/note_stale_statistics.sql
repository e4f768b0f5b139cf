-- version 1
--
-- Triggers of statistics (after insert, after update; once for a statement): the totals of the hours and days that
-- have changed are not current any more, nor are those of all tenants. They are made again when nothing is added to
-- the hour or the day by the clock, and at most every ten minutes.
CREATE OR REPLACE FUNCTION note_stale_statistics() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statistics_stale (tenant_id, step, time, due_at)
  SELECT t.id, c.step, c.time, greatest(now(), c.time + ('1 ' || c.step)::interval) + interval '10 minutes'
  FROM (SELECT DISTINCT tenant_id, step, time FROM changed) c
  CROSS JOIN LATERAL (VALUES (c.tenant_id), ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)) t (id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
