import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which processes run. Those of the former build do not show up. */
const UP = `
CREATE TABLE processes (
  id uuid NOT NULL,
  role text NOT NULL,
  version text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  in_flight integer NOT NULL,
  CONSTRAINT processes_pkey PRIMARY KEY (id)
) WITH (fillfactor = 50);
COMMENT ON COLUMN processes.in_flight IS 'Attempts under way when it was last seen.';
`;

export class AddProcesses1763600037100 implements MigrationInterface {
  name = 'AddProcesses1763600037100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE processes');
  }
}
