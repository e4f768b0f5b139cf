-- version 1
--
-- Returns whether a derived event repeats one that is stored. Both must have the same type and say the same.
-- With a cause on both sides it must be the same cause, within seven days. With a cause on one side only, as
-- when the effect is also published as such, they are the same within one day.
--
-- known         the last stored effect of the entity
-- p_type        event type of the new effect
-- p_cause_hash  keyed hash of its cause; null: it is published as such
-- p_told_hash   keyed hash of the fields that a cause can derive
CREATE OR REPLACE FUNCTION is_same_effect(
  known derived_effects, p_type text, p_cause_hash uuid, p_told_hash uuid
) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT known.type = p_type AND known.told_hash = p_told_hash AND CASE
    WHEN known.cause_hash IS NOT NULL AND p_cause_hash IS NOT NULL
      THEN known.cause_hash = p_cause_hash AND known.stored_at > now() - interval '7 days'
    ELSE (known.cause_hash IS NULL) <> (p_cause_hash IS NULL)
      AND known.stored_at > now() - interval '1 day' END
$$;
