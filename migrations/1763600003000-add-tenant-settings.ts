import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The endpoint that stands behind a tenant's `webhook_url`, and whether downtime of providers is handled. */
export class AddTenantSettings1763600003000 implements MigrationInterface {
  name = 'AddTenantSettings1763600003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE tenants ADD COLUMN network_downtime_handling boolean NOT NULL DEFAULT false',
    );
    await runner.query(
      'ALTER TABLE endpoints ADD COLUMN is_default boolean NOT NULL DEFAULT false',
    );
    await runner.query(
      `CREATE UNIQUE INDEX endpoints_default ON endpoints (tenant_id)
       WHERE is_default AND deleted_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE endpoints DROP COLUMN is_default');
    await runner.query('ALTER TABLE tenants DROP COLUMN network_downtime_handling');
  }
}
