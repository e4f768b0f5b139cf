import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sealed URLs of webhooks, names of tenants by keyed hashes, and how far the rows of former releases are sealed. */
export class SealAddresses1763600041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE endpoints DROP CONSTRAINT endpoints_check2,
  ADD CONSTRAINT endpoints_sealed_url CHECK (channel IN ('slack', 'webhook') OR sealed_url IS NULL)`);
    await runner.query(`ALTER TABLE tenants ADD COLUMN name_refs uuid[] NOT NULL DEFAULT '{}'`);
    await runner.query(`
CREATE TABLE sealing (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  is_on boolean NOT NULL,
  stage text NOT NULL,
  looked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
)`);
    await runner.query(`
COMMENT ON TABLE sealing IS 'One row: whether addresses and names of tenants are stored sealed, and how far older rows are.'`);
    // No process has run on a database without data keys, so that none of a former release will read what is sealed.
    await runner.query(`
INSERT INTO sealing (is_on, stage)
SELECT is_new, CASE WHEN is_new THEN 'finished' ELSE 'tenants' END
FROM (SELECT NOT EXISTS (SELECT FROM data_keys) AS is_new) d`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sealing');
    await runner.query('ALTER TABLE tenants DROP COLUMN name_refs');
    await runner.query(`
ALTER TABLE endpoints DROP CONSTRAINT endpoints_sealed_url,
  ADD CONSTRAINT endpoints_check2 CHECK (channel = 'slack' OR sealed_url IS NULL)`);
  }
}
