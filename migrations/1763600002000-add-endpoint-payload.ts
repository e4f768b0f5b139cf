import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much of an event's data an endpoint gets. */
export class AddEndpointPayload1763600002000 implements MigrationInterface {
  name = 'AddEndpointPayload1763600002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE endpoints
       ADD COLUMN payload text NOT NULL DEFAULT 'full' CHECK (payload IN ('full', 'thin'))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE endpoints DROP COLUMN payload');
  }
}
