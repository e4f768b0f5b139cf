import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an event's data refers to assets, so that no sender has to look for references. */
export class AddHasAssets1763600005000 implements MigrationInterface {
  name = 'AddHasAssets1763600005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events ADD COLUMN has_assets boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events DROP COLUMN has_assets');
  }
}
