import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Confidential event types. Endpoints that exist already get them as before; each endpoint that is created from
 * now on, by this build or the former one, gets their ids only unless it names them.
 */
const UP = `
ALTER TABLE event_types ADD COLUMN confidential boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN event_types.confidential IS 'The person must not learn that there is such an event.';
ALTER TABLE endpoints ADD COLUMN thin_confidential boolean NOT NULL DEFAULT false;
ALTER TABLE endpoints ALTER COLUMN thin_confidential SET DEFAULT true;
`;

const DOWN = `
ALTER TABLE endpoints DROP COLUMN thin_confidential;
ALTER TABLE event_types DROP COLUMN confidential;
`;

export class AddConfidentialTypes1763600032000 implements MigrationInterface {
  name = 'AddConfidentialTypes1763600032000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
