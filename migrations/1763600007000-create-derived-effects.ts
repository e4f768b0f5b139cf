import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The last event of each entity that could also have been derived, so that an outcome is told once:
 * whether it was derived, its cause was published again, or it was published as such.
 */
const UP = `
CREATE TABLE derived_effects (
  tenant_id uuid NOT NULL,
  effect_hash uuid NOT NULL, -- keyed hash of the entity
  type text NOT NULL,
  cause_hash uuid, -- keyed hash of what caused it; null: published as such
  told_hash uuid NOT NULL, -- keyed hash of what it says in the fields that a cause could have told
  event_id uuid NOT NULL,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, effect_hash)
) WITH (fillfactor = 70);
CREATE INDEX derived_effects_age ON derived_effects (stored_at);

CREATE INDEX events_caused_by ON events (caused_by) WHERE caused_by IS NOT NULL;

-- for seven days the same cause that says the same is the same effect; for one day so is the effect published as such
CREATE FUNCTION is_same_effect(
  known derived_effects, p_type text, p_cause_hash uuid, p_told_hash uuid
) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT known.type = p_type AND known.told_hash = p_told_hash AND CASE
    WHEN known.cause_hash IS NOT NULL AND p_cause_hash IS NOT NULL
      THEN known.cause_hash = p_cause_hash AND known.stored_at > now() - interval '7 days'
    ELSE (known.cause_hash IS NULL) <> (p_cause_hash IS NULL)
      AND known.stored_at > now() - interval '1 day' END
$$;
`;

export class CreateDerivedEffects1763600007000 implements MigrationInterface {
  name = 'CreateDerivedEffects1763600007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION is_same_effect(derived_effects, text, uuid, uuid)');
    await runner.query('DROP INDEX events_caused_by');
    await runner.query('DROP TABLE derived_effects');
  }
}
