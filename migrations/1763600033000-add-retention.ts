import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What purging needs beside the dates that rows have already. Workers of the former build write none of the
 * columns; a subject that only they count on keeps its row, because its events are looked for before a purge.
 */
const UP = `
-- absent: as long as everything else
ALTER TABLE tenants ADD COLUMN retention_days integer CHECK (retention_days > 0);
ALTER TABLE tenants ADD COLUMN record_retention_days integer CHECK (record_retention_days > 0);

CREATE TABLE tenant_purges (
  tenant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('payload', 'record')),
  looked_to uuid NOT NULL,
  CONSTRAINT tenant_purges_pkey PRIMARY KEY (tenant_id, kind)
);
COMMENT ON TABLE tenant_purges IS 'How far tenants with a shorter retention of their own have been purged.';
COMMENT ON COLUMN tenant_purges.looked_to IS 'The last event that was looked at.';

CREATE TABLE removals (
  day date NOT NULL,
  relation text NOT NULL,
  removed bigint NOT NULL,
  partitions text[] NOT NULL DEFAULT '{}',
  CONSTRAINT removals_pkey PRIMARY KEY (day, relation)
);
COMMENT ON TABLE removals IS 'What was purged for its age, a row per table and day (UTC).';
COMMENT ON COLUMN removals.removed IS 'Rows; those of a dropped partition as PostgreSQL estimated them.';
COMMENT ON COLUMN removals.partitions IS 'Partitions that were dropped.';

ALTER TABLE subject_sequences ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN subject_sequences.used_at IS 'When the subject was last counted on, by processes that note it.';
`;

/* CASCADE does not reach functions with a text body; these name the tables. */
const DOWN = `
DROP FUNCTION IF EXISTS drop_past_partition(text, timestamptz);
DROP FUNCTION IF EXISTS purge_audit(timestamptz, integer);
DROP FUNCTION IF EXISTS purge_default_partition(text, timestamptz, integer);
ALTER TABLE subject_sequences DROP COLUMN used_at;
DROP TABLE removals;
DROP TABLE tenant_purges;
ALTER TABLE tenants DROP COLUMN record_retention_days, DROP COLUMN retention_days;
`;

export class AddRetention1763600033000 implements MigrationInterface {
  name = 'AddRetention1763600033000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
