import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done to an endpoint is looked up for each explanation and each open problem. */
const UP = `CREATE INDEX audit_log_target ON audit_log (tenant_id, target, id)`;
const DOWN = `DROP INDEX audit_log_target`;

export class IndexAuditTargets1763600043100 implements MigrationInterface {
  name = 'IndexAuditTargets1763600043100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
