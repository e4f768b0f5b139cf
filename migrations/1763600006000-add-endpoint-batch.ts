import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When what is published at a moment is due at an endpoint that gathers for p_wait_ms: windows follow
 * each other without a gap, and each endpoint's begin at a time of its own, so that not all end at once.
 */
const END_OF_WINDOW = `
CREATE FUNCTION end_of_window(p_moment timestamptz, p_wait_ms integer, p_endpoint uuid)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT to_timestamp(((ceil((m.ms - p.phase_ms) / p_wait_ms) * p_wait_ms + p.phase_ms) / 1000)::float8)
  FROM (SELECT extract(epoch FROM p_moment) * 1000 AS ms) m,
    (SELECT abs(hashtext(p_endpoint::text)::bigint) % p_wait_ms AS phase_ms) p
$$`;

/** How many events an endpoint takes in one request, and how long the first of them waits for others. */
export class AddEndpointBatch1763600006000 implements MigrationInterface {
  name = 'AddEndpointBatch1763600006000';

  async up(runner: QueryRunner): Promise<void> {
    // {"max_items": …, "wait_ms": …}; null: every event by itself
    await runner.query('ALTER TABLE endpoints ADD COLUMN batch jsonb');
    await runner.query(END_OF_WINDOW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION end_of_window(timestamptz, integer, uuid)');
    await runner.query('ALTER TABLE endpoints DROP COLUMN batch');
  }
}
