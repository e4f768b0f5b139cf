import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What support looks for: successes that look like the page of a proxy, and refused publishes by the
 * ids in their data. Workers of the version before write none of it and keep running.
 */
const UP = `
-- a 2xx whose body is an HTML page
ALTER TABLE attempts ADD COLUMN suspicious_success boolean NOT NULL DEFAULT false;
-- an attempt of it was one
ALTER TABLE deliveries ADD COLUMN suspicious_success boolean NOT NULL DEFAULT false;
CREATE INDEX deliveries_suspicious ON deliveries (tenant_id, id) WHERE suspicious_success;

ALTER TABLE rejected_publishes ADD COLUMN ref_hashes uuid[] NOT NULL DEFAULT '{}'; -- keyed hashes
CREATE INDEX rejected_publishes_refs ON rejected_publishes USING gin (ref_hashes);
CREATE INDEX rejected_publishes_tenant_ref ON rejected_publishes (tenant_ref);
`;

const DOWN = `
DROP INDEX rejected_publishes_tenant_ref, rejected_publishes_refs;
ALTER TABLE rejected_publishes DROP COLUMN ref_hashes;
DROP INDEX deliveries_suspicious;
ALTER TABLE deliveries DROP COLUMN suspicious_success;
ALTER TABLE attempts DROP COLUMN suspicious_success;
`;

export class AddSupportHints1763600018000 implements MigrationInterface {
  name = 'AddSupportHints1763600018000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
