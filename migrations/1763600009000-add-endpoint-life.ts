import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long an endpoint has been failing, who was told of it, and what is to be told. */
const UP = `
ALTER TABLE endpoint_health
  -- counts instead of an earlier failing_since: what passed while nothing could be delivered is taken off
  ADD COLUMN counted_from timestamptz,
  -- what was told of it and not yet ended by a recovery: its failing_since then, and when
  ADD COLUMN told_failing_since timestamptz,
  ADD COLUMN failing_told_at timestamptz,
  ADD COLUMN soon_told_at timestamptz,
  -- notices of this failure so far, and when the last word on it was said
  ADD COLUMN failing_notices integer NOT NULL DEFAULT 0,
  ADD COLUMN last_told_at timestamptz,
  -- nothing was tried since the last word: it is left alone until then
  ADD COLUMN quiet_until timestamptz;
CREATE INDEX endpoint_health_failing ON endpoint_health (endpoint_id) WHERE failing_since IS NOT NULL;
CREATE INDEX endpoint_health_told ON endpoint_health (endpoint_id) WHERE failing_told_at IS NOT NULL;

-- one row: when workers last looked after endpoints
CREATE TABLE endpoint_watch (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  looked_at timestamptz NOT NULL
);
INSERT INTO endpoint_watch (looked_at) VALUES (now());

-- events about endpoints, written with what they tell of and published by a worker
CREATE TABLE endpoint_notices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL
);

-- the endpoint that an event is about does not get it
ALTER TABLE pending_fanouts ADD COLUMN about_endpoint_id uuid;
`;

export class AddEndpointLife1763600009000 implements MigrationInterface {
  name = 'AddEndpointLife1763600009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE pending_fanouts DROP COLUMN about_endpoint_id');
    await runner.query('DROP TABLE endpoint_notices, endpoint_watch');
    await runner.query('DROP INDEX endpoint_health_failing');
    await runner.query(
      `ALTER TABLE endpoint_health DROP COLUMN counted_from, DROP COLUMN told_failing_since,
       DROP COLUMN failing_told_at, DROP COLUMN soon_told_at, DROP COLUMN failing_notices,
       DROP COLUMN last_told_at, DROP COLUMN quiet_until`,
    );
  }
}
