import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of an endpoint that goes on failing: how often it was told of, and when next to look. */
const UP = `
ALTER TABLE endpoint_health
  -- notices of this failure so far, and when the last word on it was said
  ADD COLUMN failing_notices integer NOT NULL DEFAULT 0,
  ADD COLUMN last_told_at timestamptz,
  -- nothing was tried since the last word: it is left alone until then
  ADD COLUMN quiet_until timestamptz;
`;

export class AddEndpointReminders1763600009500 implements MigrationInterface {
  name = 'AddEndpointReminders1763600009500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE endpoint_health DROP COLUMN failing_notices, DROP COLUMN last_told_at, DROP COLUMN quiet_until',
    );
  }
}
