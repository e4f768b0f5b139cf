import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ids inside of events are hashes, so a B-tree on them takes every row at a random place: with millions of
 * rows each insert reads a page, writes it back and puts it whole into the WAL. A block range index has a
 * Bloom filter of the hashes for every 16 pages instead, and new rows touch only the newest. A look-up reads
 * all filters, which are 2 percent of the table. Every row is inserted once, so no key has to be unique.
 */
const UP = `
ALTER TABLE event_refs DROP CONSTRAINT event_refs_pkey;
DROP INDEX event_refs_event;
CREATE INDEX event_refs_blocks ON event_refs
  USING brin (event_id, hash uuid_bloom_ops (n_distinct_per_range = 2200, false_positive_rate = 0.001))
  WITH (pages_per_range = 16, autosummarize = on);
`;

const DOWN = `
DROP INDEX event_refs_blocks;
CREATE INDEX event_refs_event ON event_refs USING brin (event_id) WITH (pages_per_range = 32, autosummarize = on);
ALTER TABLE event_refs ADD CONSTRAINT event_refs_pkey PRIMARY KEY (hash, event_id);
`;

export class FindRefsByBlock1763600024000 implements MigrationInterface {
  name = 'FindRefsByBlock1763600024000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
