import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The deletion of tenants with a time in which they can be restored. Processes of the former build do not know
 * `deleting_at`: they accept events for such a tenant, which its paused endpoints do not get.
 */
const UP = `
-- since when it is to be deleted; it can be restored until deleted_at is set
ALTER TABLE tenants ADD COLUMN deleting_at timestamptz;
CREATE INDEX tenants_deleting ON tenants (id) WHERE deleting_at IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE tenant_deletions (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  actor text NOT NULL,
  role text NOT NULL,
  reason text,
  state text NOT NULL DEFAULT 'scheduled'
    CHECK (state IN ('scheduled', 'waiting', 'erasing', 'finished', 'restored')),
  requested_at timestamptz NOT NULL DEFAULT now(),
  erase_at timestamptz NOT NULL,
  next_step_at timestamptz NOT NULL,
  waits_for text CHECK (waits_for IN ('legal_hold', 'minimum_age')),
  waits_until timestamptz,
  erased_at timestamptz,
  stage text NOT NULL DEFAULT 'deliveries' CHECK (stage IN ('deliveries', 'events', 'tables')),
  looked_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  counts jsonb NOT NULL DEFAULT '{}',
  ended_at timestamptz,
  receipt text,
  signature bytea,
  CONSTRAINT tenant_deletions_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN tenant_deletions.erase_at IS 'When the erasure is due.';
COMMENT ON COLUMN tenant_deletions.erased_at IS 'When its keys were deleted; from then on nothing can be restored.';
COMMENT ON COLUMN tenant_deletions.looked_to IS 'The last event that was erased.';
CREATE UNIQUE INDEX tenant_deletions_open ON tenant_deletions (tenant_id)
  WHERE state IN ('scheduled', 'waiting', 'erasing');
CREATE INDEX tenant_deletions_due ON tenant_deletions (next_step_at)
  WHERE state IN ('scheduled', 'waiting', 'erasing');
CREATE INDEX tenant_deletions_erased ON tenant_deletions (erased_at) WHERE erased_at IS NOT NULL;
`;

/* The former text of the function is applied again by the build that knows it. */
const DOWN = `
DELETE FROM applied_functions WHERE name = 'postrider_publish_v1';
DROP TABLE tenant_deletions;
ALTER TABLE tenants DROP COLUMN deleting_at;
`;

export class AddTenantDeletions1763600034000 implements MigrationInterface {
  name = 'AddTenantDeletions1763600034000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
