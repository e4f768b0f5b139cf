-- version 1
--
-- Puts the deliveries that gathered in the digests of claimed deliveries under the same leases, and returns
-- them. What is published later begins another digest.
--
-- p_claimed  ids of claimed deliveries
-- p_limit    how many deliveries are taken at most
--
-- Locks: rows of mail_windows, which waits for transactions that are joining; then rows of delivery_queue in
-- the order of ids, with SKIP LOCKED.
CREATE OR REPLACE FUNCTION gather_digests(p_claimed uuid[], p_limit integer)
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
