import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Refused publishes, kept for a week. Texts of publishers are kept as `json`: `jsonb` refuses some of
 * what JSON may hold. The zero UUID stands for a tenant that is none, or was out of the key's reach.
 */
const REJECTED = `
CREATE TABLE rejected_publishes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  tenant_ref text NOT NULL, -- as the publisher wrote it
  type text, -- as the publisher wrote it
  source text NOT NULL CHECK (source IN ('api', 'module', 'transaction')),
  publisher_key_id uuid,
  status smallint NOT NULL,
  code text NOT NULL,
  errors json NOT NULL,
  sealed_body bytea, -- null: not kept
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  published_event_id uuid, -- what it became when it was driven again
  published_at timestamptz
);
CREATE INDEX rejected_publishes_tenant ON rejected_publishes (tenant_id, id);
CREATE INDEX rejected_publishes_expiry ON rejected_publishes (expires_at);
ALTER TABLE rejected_publishes ALTER COLUMN sealed_body SET STORAGE EXTERNAL;

-- how many there were beyond what is kept
CREATE TABLE rejected_publish_drops (
  tenant_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (tenant_id, hour)
);
CREATE INDEX rejected_publish_drops_hour ON rejected_publish_drops (hour);
`;

/** Event types that providers define. `revision` rises with every change, in the order of commits. */
const TYPES = `
CREATE SEQUENCE event_type_revisions;
CREATE TABLE event_types (
  type text PRIMARY KEY,
  description text NOT NULL,
  schema json NOT NULL,
  example json NOT NULL,
  version integer NOT NULL DEFAULT 1,
  revision bigint NOT NULL DEFAULT nextval('event_type_revisions'),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX event_types_revision ON event_types (revision);
`;

export class CreateRejectedAndCustomTypes1763600004000 implements MigrationInterface {
  name = 'CreateRejectedAndCustomTypes1763600004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REJECTED);
    await runner.query(TYPES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rejected_publishes, rejected_publish_drops, event_types');
    await runner.query('DROP SEQUENCE event_type_revisions');
  }
}
