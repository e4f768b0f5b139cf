import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Partitions are made by workers, whose role need not own the tables. */
export class EnsurePartitionsAsOwner1763600014000 implements MigrationInterface {
  name = 'EnsurePartitionsAsOwner1763600014000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER FUNCTION ensure_partitions(integer) SECURITY DEFINER SET search_path = public, pg_temp',
    );
    await runner.query('REVOKE EXECUTE ON FUNCTION ensure_partitions(integer) FROM PUBLIC');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT EXECUTE ON FUNCTION ensure_partitions(integer) TO PUBLIC');
    await runner.query(
      'ALTER FUNCTION ensure_partitions(integer) SECURITY INVOKER RESET search_path',
    );
  }
}
