-- version 1
--
-- Gives committed events their positions in their tenants' event logs and notifies the channel
-- postrider_events of the tenants. Returns how many rows of unplaced_events were taken.
--
-- p_batches  how many rows of unplaced_events are taken at most
--
-- Locks: an advisory lock until the transaction ends, so that one caller runs at a time. The rows are read
-- after the lock is held: what commits later never gets a position before what was read already.
CREATE OR REPLACE FUNCTION place_events(p_batches integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  taken integer;
  tenants text;
BEGIN
  IF NOT EXISTS (SELECT FROM unplaced_events) THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_xact_lock(7305512213);
  WITH chosen AS (
    DELETE FROM unplaced_events WHERE id = ANY (ARRAY(SELECT id FROM unplaced_events ORDER BY id LIMIT p_batches))
    RETURNING id, tenant_id, event_ids
  ), counted AS (
    SELECT *, sum(cardinality(event_ids)) OVER (PARTITION BY tenant_id ORDER BY id) AS upto FROM chosen
  ), heads AS (
    INSERT INTO event_log_heads AS head (tenant_id, last_position)
    SELECT tenant_id, max(upto) FROM counted GROUP BY tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET last_position = head.last_position + excluded.last_position
    RETURNING tenant_id, last_position
  ), placed AS (
    INSERT INTO event_log (tenant_id, position, event_ids)
    SELECT c.tenant_id, h.last_position - max(c.upto) OVER (PARTITION BY c.tenant_id) + c.upto, c.event_ids
    FROM counted c JOIN heads h ON h.tenant_id = c.tenant_id
    RETURNING tenant_id
  )
  SELECT count(*), string_agg(DISTINCT tenant_id::text, ',') INTO taken, tenants FROM placed;
  IF taken > 0 THEN
    -- A notification holds 8000 bytes; an empty one means every tenant.
    PERFORM pg_notify('postrider_events', CASE WHEN length(tenants) < 7900 THEN tenants ELSE '' END);
  END IF;
  RETURN taken;
END
$$;
