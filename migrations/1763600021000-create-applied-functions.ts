import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which text of each file in `sql/functions` the database has; `src/database/functions.ts` writes it. */
const UP = `
CREATE TABLE applied_functions (
  name text PRIMARY KEY, -- of the function, and of its file
  version integer NOT NULL, -- a build replaces no function of a higher version
  hash text NOT NULL, -- SHA-256 of the file, in hexadecimal
  applied_at timestamptz NOT NULL DEFAULT now()
);
`;

/** Functions that an earlier migration creates, and drops when it is undone. */
const OF_EARLIER_MIGRATIONS = `
uuid_at ensure_partitions end_of_window is_same_effect time_of_uuid
claim_picked room_at_endpoints charge_pace free_expired_leases hold_stragglers
claim_named_deliveries due_suspect claim_due_deliveries claim_suspect_delivery
wait_for_subject promote_subject promote_subjects
place_mail keep_digest promote_digest promote_digests gather_digests uuid_now
place_events postrider_publish_v1`;

export class CreateAppliedFunctions1763600021000 implements MigrationInterface {
  name = 'CreateAppliedFunctions1763600021000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    const functions = (await runner.query(
      `SELECT p.oid::regprocedure::text AS signature FROM applied_functions a
       JOIN pg_proc p ON p.proname = a.name AND p.pronamespace = current_schema()::regnamespace
       WHERE a.name <> ALL ($1)`,
      [OF_EARLIER_MIGRATIONS.trim().split(/\s+/)],
    )) as { signature: string }[];
    for (const { signature } of functions) await runner.query(`DROP FUNCTION ${signature}`);
    await runner.query('DROP TABLE applied_functions');
  }
}
