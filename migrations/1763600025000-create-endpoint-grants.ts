import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Capacity of endpoints that the database has granted to processes, which store deliveries under a lease of their
 * own within it. The table is not logged: after a crash it is empty, and the leases then count by themselves.
 */
const UP = `
CREATE UNLOGGED TABLE endpoint_grants (
  endpoint_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  credits integer NOT NULL,
  endpoint_version integer NOT NULL,
  usable_until timestamptz NOT NULL,
  counted_until timestamptz NOT NULL,
  CONSTRAINT endpoint_grants_pkey PRIMARY KEY (endpoint_id, worker_id)
) WITH (fillfactor = 50);
COMMENT ON COLUMN endpoint_grants.worker_id IS 'The leased_by of the deliveries that are stored within the grant.';
COMMENT ON COLUMN endpoint_grants.credits IS 'How many of them may be in flight at once; they count as in flight while the grant counts.';
COMMENT ON COLUMN endpoint_grants.endpoint_version IS 'The grant ends when the endpoint is changed.';
COMMENT ON COLUMN endpoint_grants.counted_until IS 'Later than usable_until by the time that a statement may need to commit.';
`;

/* CASCADE does not reach functions with a text body; these name the table. */
const DOWN = `
DROP FUNCTION IF EXISTS grant_capacity(uuid, uuid[], integer[], integer[], interval);
DROP TABLE endpoint_grants;
`;

export class CreateEndpointGrants1763600025000 implements MigrationInterface {
  name = 'CreateEndpointGrants1763600025000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
