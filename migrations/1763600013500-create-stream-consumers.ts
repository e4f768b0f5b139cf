import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far clients of the stream that gave themselves a name have acknowledged. */
const UP = `
CREATE TABLE stream_consumers (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  position bigint NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, name)
) WITH (fillfactor = 50);
`;

export class CreateStreamConsumers1763600013500 implements MigrationInterface {
  name = 'CreateStreamConsumers1763600013500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stream_consumers');
  }
}
