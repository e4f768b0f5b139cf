-- version 3
--
-- Grants a process a part of the capacity of endpoints, within which it may store deliveries that are under its
-- own lease from the start, without a claim. Returns a row for each endpoint; no credits: its deliveries are claimed.
-- An endpoint in whose shard another claim chooses at the moment is left out.
--
-- p_worker     the leased_by of the deliveries that are stored within the grants
-- p_endpoints  ids of endpoints
-- p_wanted     how many deliveries the process wants to have in flight at each
-- p_in_use     how many it has in flight at each within an earlier grant
-- p_lease      how long a lease lasts
--
-- A process gets at most half of what other processes have left of max_in_flight, whether deliveries of the queue use
-- the rest or not: these always find some capacity, and a grant that is renewed under load does not shrink.
-- There is no grant where each delivery needs a look at its endpoint: where order or a rate limit is kept or
-- requests carry several events, and while the endpoint fails, recovers, is held back or answers slowly, or has
-- deliveries that have waited for five seconds: claims then have the whole capacity.
-- A grant is usable for 30 seconds, and only as long as the endpoint is not changed. It counts for ten seconds
-- more, because a statement that used it may still have to commit.
--
-- Locks: those of lock_shards, then rows of endpoint_grants in the order of endpoints, and those of ended grants
-- with SKIP LOCKED.
CREATE OR REPLACE FUNCTION grant_capacity(
  p_worker uuid, p_endpoints uuid[], p_wanted integer[], p_in_use integer[], p_lease interval
) RETURNS TABLE (endpoint_id uuid, credits integer) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  locked integer[];
  moment timestamptz;
BEGIN
  SELECT lock_shards(array_agg(DISTINCT claim_shard(tenant_id)), false) INTO locked
  FROM endpoints WHERE id = ANY (p_endpoints);
  IF locked IS NULL THEN
    RETURN;
  END IF;
  moment := clock_timestamp();
  DELETE FROM endpoint_grants WHERE (endpoint_id, worker_id) IN (
    SELECT endpoint_id, worker_id FROM endpoint_grants WHERE counted_until < moment LIMIT 500 FOR UPDATE SKIP LOCKED);
  RETURN QUERY
  INSERT INTO endpoint_grants AS g (
    endpoint_id, worker_id, tenant_id, credits, endpoint_version, usable_until, counted_until
  )
  SELECT e.id, p_worker, e.tenant_id,
    greatest(w.in_use, CASE
      WHEN c.is_open AND c.rate IS NULL AND c.max_items = 1 AND NOT e.ordered AND coalesce(h.trips, 0) = 0
        -- what is in flight for long does not count here: the process bounds it by its credits
        AND NOT uses_slow_lane(h.last_success_at, h.strikes, h.slow_until, NULL, moment, p_lease)
        AND NOT EXISTS (
          SELECT FROM delivery_queue q
          WHERE q.endpoint_id = e.id AND q.leased_until IS NULL AND q.due_at < moment - interval '5 seconds')
      THEN least(w.wanted, c.free + coalesce(own.credits, 0), (c.max_in_flight - others.credits) / 2) ELSE 0 END),
    e.version, moment + interval '30 seconds', moment + interval '40 seconds'
  FROM unnest(p_endpoints, p_wanted, p_in_use) AS w (id, wanted, in_use)
  JOIN endpoints e ON e.id = w.id
  JOIN endpoint_capacity(p_endpoints, moment, p_lease) c ON c.endpoint_id = e.id
  LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  LEFT JOIN endpoint_grants own ON own.endpoint_id = e.id AND own.worker_id = p_worker AND own.counted_until > moment
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.credits), 0)::int AS credits FROM endpoint_grants o
    WHERE o.endpoint_id = e.id AND o.worker_id <> p_worker AND o.counted_until > moment
  ) others
  WHERE claim_shard(e.tenant_id) = ANY (locked)
  ORDER BY e.id
  ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET credits = excluded.credits,
    endpoint_version = excluded.endpoint_version, usable_until = excluded.usable_until,
    counted_until = excluded.counted_until
  RETURNING g.endpoint_id, g.credits;
END
$$;
