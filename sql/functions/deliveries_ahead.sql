-- version 1
--
-- Returns the deliveries that a delivery waits for where its endpoint keeps the order of each subject: those of
-- the subject that are under a lease or come earlier. Whether they are due makes no difference.
--
-- p_endpoint, p_subject_hash, p_sequence, p_delivery  the delivery, as delivery_queue has it
CREATE OR REPLACE FUNCTION deliveries_ahead(p_endpoint uuid, p_subject_hash uuid, p_sequence bigint, p_delivery uuid)
RETURNS TABLE (delivery_id uuid) LANGUAGE sql STABLE AS $$
  SELECT o.delivery_id FROM delivery_queue o
  WHERE o.endpoint_id = p_endpoint AND o.subject_hash = p_subject_hash
    AND (o.leased_until IS NOT NULL OR (o.sequence, o.delivery_id) < (p_sequence, p_delivery))
$$;
