import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What attempts show of their receivers. */
const UP = `
ALTER TABLE endpoint_health ADD COLUMN tls_expires_at timestamptz, ADD COLUMN clock_skew_seconds integer;
COMMENT ON COLUMN endpoint_health.tls_expires_at IS 'When the certificate expires that the receiver last showed.';
COMMENT ON COLUMN endpoint_health.clock_skew_seconds IS 'By how much the receiver''s clock was last seen to be ahead of ours.';
`;

const DOWN = `
ALTER TABLE endpoint_health DROP COLUMN clock_skew_seconds, DROP COLUMN tls_expires_at;
`;

export class AddEndpointSightings1763600037200 implements MigrationInterface {
  name = 'AddEndpointSightings1763600037200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
