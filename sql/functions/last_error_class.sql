-- version 1
--
-- Returns the error class of the last attempt of a delivery; an empty text if it has none or succeeded.
--
-- p_delivery  the delivery
CREATE OR REPLACE FUNCTION last_error_class(p_delivery uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT error_class FROM attempts WHERE delivery_id = p_delivery
    ORDER BY number DESC, id DESC LIMIT 1
  ), '')
$$;
