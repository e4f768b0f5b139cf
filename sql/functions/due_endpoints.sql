-- version 2
--
-- Kept for a claim that began before an upgrade and ends after it; look_for_due stands in its place. See
-- sql/next-release.md.
--
-- Returns those of some endpoints that have something due and may be sent it: their breaker is not open and they
-- are not held back, or an attempt by hand is due, which goes in spite of both. The claim works out the capacity
-- of these only.
--
-- p_endpoints  ids of endpoints with deliveries that no worker has in hand
-- p_moment     now, by the database's clock
CREATE OR REPLACE FUNCTION due_endpoints(p_endpoints uuid[], p_moment timestamptz)
RETURNS TABLE (endpoint_id uuid) LANGUAGE sql STABLE AS $$
  SELECT e.id FROM endpoints e
  LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  WHERE e.id = ANY (p_endpoints) AND (
    (coalesce(greatest(h.held_back_until, h.open_until) <= p_moment, true) AND EXISTS (
      SELECT FROM delivery_queue q WHERE q.endpoint_id = e.id AND q.leased_until IS NULL AND q.due_at <= p_moment))
    OR e.id IN (SELECT m.endpoint_id FROM due_manual_deliveries(p_moment) m))
$$;
