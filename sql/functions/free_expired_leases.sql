-- version 2
--
-- Ends leases that are over, at most 1000 in one call, and puts the attempt under each on record as
-- worker_lost before another one begins. A delivery that has lost eight leases in a row leaves the queue and
-- is held with the reason poison.
--
-- p_moment  now, by the database's clock
--
-- Locks: rows of delivery_queue with SKIP LOCKED, then rows of deliveries. The caller keeps them until its claim has
-- ended, so this takes a limited number of rows and waits for no row of the queue.
CREATE OR REPLACE FUNCTION free_expired_leases(p_moment timestamptz) RETURNS void LANGUAGE sql AS $$
  WITH expired AS MATERIALIZED (
    SELECT delivery_id, endpoint_id, attempt_id, attempts, trigger, resume_status,
      lost_leases + 1 >= 8 AS is_poison
    FROM delivery_queue WHERE leased_until < p_moment LIMIT 1000 FOR UPDATE SKIP LOCKED
  ), freed AS (
    UPDATE delivery_queue q
    SET leased_until = NULL, leased_by = NULL, attempt_id = NULL, lost_leases = q.lost_leases + 1
    FROM expired x WHERE q.delivery_id = x.delivery_id AND NOT x.is_poison
  ), removed AS (
    DELETE FROM delivery_queue q USING expired x WHERE q.delivery_id = x.delivery_id AND x.is_poison
  ), noted AS (
    INSERT INTO attempts (
      id, delivery_id, number, trigger, url, started_at, duration_ms, error_class, error_message
    )
    SELECT x.attempt_id, x.delivery_id, x.attempts, x.trigger, coalesce(e.url, ''), time_of_uuid(x.attempt_id), 0,
      'worker_lost',
      'The worker stopped before it could report this attempt; the receiver may have got it. '
        'It spends nothing of the schedule.'
    FROM expired x LEFT JOIN endpoints e ON e.id = x.endpoint_id
    WHERE x.attempt_id IS NOT NULL
    ON CONFLICT (id) DO NOTHING
  )
  UPDATE deliveries d
  SET attempt_count = greatest(d.attempt_count, x.attempts),
      status = CASE WHEN x.is_poison AND x.resume_status IS NULL THEN 'held' ELSE d.status END,
      reason = CASE WHEN x.is_poison AND x.resume_status IS NULL THEN 'poison' ELSE d.reason END,
      unhappy = d.unhappy OR (x.is_poison AND x.resume_status IS NULL)
  FROM expired x WHERE d.id = x.delivery_id
$$;
