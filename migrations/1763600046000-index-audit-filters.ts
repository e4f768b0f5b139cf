import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log of all tenants is filtered by object, by action and by who acted, a person who has signed in among them. */
const UP = `
CREATE INDEX audit_log_whole_target ON audit_log (target, id);
CREATE INDEX audit_log_action ON audit_log (action text_pattern_ops, id);
CREATE INDEX audit_log_actor ON audit_log (actor, id);
CREATE INDEX audit_log_person ON audit_log ((details -> 'signed_in' ->> 'person_id'), id)
  WHERE details -> 'signed_in' ->> 'person_id' IS NOT NULL`;
const DOWN = `DROP INDEX audit_log_whole_target, audit_log_action, audit_log_actor, audit_log_person`;

export class IndexAuditFilters1763600046000 implements MigrationInterface {
  name = 'IndexAuditFilters1763600046000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
