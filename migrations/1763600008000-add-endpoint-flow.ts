import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decides how much an endpoint is sent to, and when: limits, breaker, order, unfinished releases. */
const UP = `
ALTER TABLE endpoints
  ADD COLUMN rate_limit_per_second integer CHECK (rate_limit_per_second > 0), -- null: none
  ADD COLUMN ordered boolean NOT NULL DEFAULT false,
  -- what is still to become of deliveries that were held when it was resumed
  ADD COLUMN releasing text CHECK (releasing IN ('send', 'skip'));
CREATE INDEX endpoints_releasing ON endpoints (id) WHERE releasing IS NOT NULL;

ALTER TABLE endpoint_health
  -- since the last success: events whose first attempt failed, and failures that the breaker counts
  ADD COLUMN failed_events integer NOT NULL DEFAULT 0,
  ADD COLUMN strikes integer NOT NULL DEFAULT 0,
  -- the breaker's window
  ADD COLUMN window_from timestamptz,
  ADD COLUMN window_failures integer NOT NULL DEFAULT 0,
  ADD COLUMN window_successes integer NOT NULL DEFAULT 0,
  -- times in a row that it tripped; 0: it is closed
  ADD COLUMN trips integer NOT NULL DEFAULT 0,
  ADD COLUMN open_until timestamptz,
  -- until then it draws from the lane of slow receivers
  ADD COLUMN slow_until timestamptz,
  -- since then the endpoint is sent to at a rising rate
  ADD COLUMN ramp_from timestamptz;

-- requests that an endpoint may get at once; only those with a limit or on a ramp have a row
CREATE TABLE endpoint_pace (
  endpoint_id uuid PRIMARY KEY,
  tokens double precision NOT NULL,
  refilled_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- of deliveries that keep to the order of their subject; at most one of a subject is not due at 'infinity'
ALTER TABLE delivery_queue ADD COLUMN subject_hash uuid, ADD COLUMN sequence bigint;
CREATE INDEX delivery_queue_subject ON delivery_queue (endpoint_id, subject_hash, sequence)
  WHERE subject_hash IS NOT NULL;
`;

export class AddEndpointFlow1763600008000 implements MigrationInterface {
  name = 'AddEndpointFlow1763600008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE delivery_queue DROP COLUMN subject_hash, DROP COLUMN sequence');
    await runner.query('DROP TABLE endpoint_pace');
    await runner.query(
      `ALTER TABLE endpoint_health DROP COLUMN failed_events, DROP COLUMN strikes, DROP COLUMN window_from,
       DROP COLUMN window_failures, DROP COLUMN window_successes, DROP COLUMN trips, DROP COLUMN open_until,
       DROP COLUMN slow_until, DROP COLUMN ramp_from`,
    );
    await runner.query(
      'ALTER TABLE endpoints DROP COLUMN rate_limit_per_second, DROP COLUMN ordered, DROP COLUMN releasing',
    );
  }
}
