import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TYPE claim_result AS (
  delivery_id uuid, event_id uuid, endpoint_id uuid, tenant_id uuid, fence integer, attempt_id uuid,
  attempt_number integer, step integer, trigger text, single boolean, endpoint_version integer, slow boolean,
  more boolean, wake_ms integer, quarantined boolean, busy uuid[], looked_to uuid
);
COMMENT ON COLUMN claim_result.delivery_id IS 'A delivery that was claimed; null: the row says what was left.';
COMMENT ON COLUMN claim_result.more IS 'Something due was left behind for want of slots or capacity, or for another claim.';
COMMENT ON COLUMN claim_result.wake_ms IS
  'When a rate limiter has a token for something that was left behind; null: none was short of tokens.';
COMMENT ON COLUMN claim_result.quarantined IS 'A quarantined delivery is due.';
COMMENT ON COLUMN claim_result.busy IS 'Named deliveries that were not looked at, because another claim has their shard.';
COMMENT ON COLUMN claim_result.looked_to IS
  'The last endpoint that the claim looked at; null: none with waiting deliveries is left behind it.';

-- Each look for due deliveries first ends the leases that are over.
CREATE INDEX delivery_queue_lease_end ON delivery_queue (leased_until) WHERE leased_until IS NOT NULL;

-- After a backlog the end of the queue is empty. A vacuum that gave it back to the system would lock the table for it,
-- so that all claims wait, and the next backlog would need the space again.
ALTER TABLE delivery_queue SET (vacuum_truncate = off);
ALTER TABLE unplaced_events SET (vacuum_truncate = off);
-- A row for each endpoint, changed up to once a second: a fifth of a table of many endpoints is a lot to leave dead, and
-- a pause between pages lets a small vacuum last longer than it needs.
ALTER TABLE endpoint_health SET (
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0,
  vacuum_truncate = off);
ALTER TABLE endpoint_pace SET (
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0,
  vacuum_truncate = off);
`;

/* CASCADE: the claim's functions that return it. */
const DOWN = `
ALTER TABLE endpoint_pace RESET (
  autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay, vacuum_truncate);
ALTER TABLE endpoint_health RESET (
  autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay, vacuum_truncate);
ALTER TABLE unplaced_events RESET (vacuum_truncate);
ALTER TABLE delivery_queue RESET (vacuum_truncate);
DROP INDEX delivery_queue_lease_end;
DROP TYPE claim_result CASCADE;
`;

export class ShardClaims1763600023000 implements MigrationInterface {
  name = 'ShardClaims1763600023000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
