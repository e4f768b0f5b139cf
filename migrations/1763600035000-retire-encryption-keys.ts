import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Encryption keys that nothing may be encrypted with again. The trigger also stops a process whose settings still name
 * a retired key first, and one of the former build, which knows nothing of retirement.
 */
const UP = `
CREATE TABLE retired_encryption_keys (
  id text NOT NULL,
  retired_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT retired_encryption_keys_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN retired_encryption_keys.id IS 'As data_keys.wrapped_by.';

CREATE FUNCTION refuse_retired_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM retired_encryption_keys WHERE id = NEW.wrapped_by) THEN
    RAISE EXCEPTION 'the encryption key % is retired', NEW.wrapped_by;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER refuse_retired_key BEFORE INSERT OR UPDATE OF wrapped_by ON data_keys
FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
`;

const DOWN = `
DROP TRIGGER refuse_retired_key ON data_keys;
DROP FUNCTION refuse_retired_key;
DROP FUNCTION IF EXISTS retire_encryption_key;
DELETE FROM applied_functions WHERE name = 'retire_encryption_key';
DROP TABLE retired_encryption_keys;
`;

export class RetireEncryptionKeys1763600035000 implements MigrationInterface {
  name = 'RetireEncryptionKeys1763600035000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
