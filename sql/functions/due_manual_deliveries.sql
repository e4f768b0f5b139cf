-- version 1
--
-- Returns deliveries that were asked for by hand and are due, with their `position` at their endpoint, oldest
-- first. Deliveries that are quarantined, because they have lost five leases in a row, are left out.
--
-- p_moment  now, by the database's clock
CREATE OR REPLACE FUNCTION due_manual_deliveries(p_moment timestamptz)
RETURNS TABLE (delivery_id uuid, endpoint_id uuid, tenant_id uuid, "position" bigint) LANGUAGE sql STABLE AS $$
  SELECT q.delivery_id, q.endpoint_id, q.tenant_id, row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at)
  FROM delivery_queue q
  WHERE q.trigger = 'manual' AND q.leased_until IS NULL AND q.due_at <= p_moment AND q.lost_leases < 5
$$;
