import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The order in which a tenant's events are read by the feed and the stream. A publish leaves its
 * events in `unplaced_events`; after its commit they are given their place, so that nothing that
 * commits later ever comes before something that was read already.
 */
const TABLES = `
-- a row per tenant of a commit; of two publishes for the same subject the later has the higher id
CREATE TABLE unplaced_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL,
  event_ids uuid[] NOT NULL
) WITH (
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);

-- events that were placed together; the position is that of the last of them
CREATE TABLE event_log (
  tenant_id uuid NOT NULL,
  position bigint NOT NULL,
  event_ids uuid[] NOT NULL,
  placed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, position)
);
CREATE INDEX event_log_age ON event_log (placed_at);

CREATE TABLE event_log_heads (
  tenant_id uuid PRIMARY KEY,
  last_position bigint NOT NULL,
  purged_position bigint NOT NULL DEFAULT 0 -- everything up to it is gone from the log
) WITH (fillfactor = 50);
`;

/**
 * Places what was committed, at most p_batches rows of it, and tells the tenants' listeners. One
 * caller at a time; the rows are read after the lock was got. Answers how many rows it took.
 */
const PLACE_EVENTS = `
CREATE FUNCTION place_events(p_batches integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  taken integer;
  tenants text;
BEGIN
  IF NOT EXISTS (SELECT FROM unplaced_events) THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_xact_lock(7305512213);
  WITH chosen AS (
    DELETE FROM unplaced_events WHERE id = ANY (ARRAY(SELECT id FROM unplaced_events ORDER BY id LIMIT p_batches))
    RETURNING id, tenant_id, event_ids
  ), counted AS (
    SELECT *, sum(cardinality(event_ids)) OVER (PARTITION BY tenant_id ORDER BY id) AS upto FROM chosen
  ), heads AS (
    INSERT INTO event_log_heads AS head (tenant_id, last_position)
    SELECT tenant_id, max(upto) FROM counted GROUP BY tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET last_position = head.last_position + excluded.last_position
    RETURNING tenant_id, last_position
  ), placed AS (
    INSERT INTO event_log (tenant_id, position, event_ids)
    SELECT c.tenant_id, h.last_position - max(c.upto) OVER (PARTITION BY c.tenant_id) + c.upto, c.event_ids
    FROM counted c JOIN heads h ON h.tenant_id = c.tenant_id
    RETURNING tenant_id
  )
  SELECT count(*), string_agg(DISTINCT tenant_id::text, ',') INTO taken, tenants FROM placed;
  IF taken > 0 THEN
    -- a notification holds 8000 bytes; an empty one means every tenant
    PERFORM pg_notify('postrider_events', CASE WHEN length(tenants) < 7900 THEN tenants ELSE '' END);
  END IF;
  RETURN taken;
END
$$;
`;

/** What was published before: in the order of ids, which is the best that is known of it. */
const PLACE_WHAT_IS_THERE = `
INSERT INTO unplaced_events (tenant_id, event_ids)
SELECT tenant_id, array_agg(id ORDER BY id)
FROM (
  SELECT e.tenant_id, e.id, (row_number() OVER (PARTITION BY e.tenant_id ORDER BY e.id) - 1) / 200 AS part
  FROM events e WHERE NOT EXISTS (SELECT FROM pending_fanouts p WHERE p.event_id = e.id)
) numbered
GROUP BY tenant_id, part
ORDER BY tenant_id, part
`;

export class CreateEventLog1763600013000 implements MigrationInterface {
  name = 'CreateEventLog1763600013000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, PLACE_EVENTS, PLACE_WHAT_IS_THERE]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION place_events(integer)');
    await runner.query('DROP TABLE event_log_heads, event_log, unplaced_events');
  }
}
