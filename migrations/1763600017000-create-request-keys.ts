import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The keys of requests that came with an `Idempotency-Key`, for 24 hours. A row is made before the
 * work, gets `made` in the transaction of the work and the answer after it:
 *
 * held_until > now()                under way; a repeat is told to come back
 * made IS NULL, held_until <= now() never heard of again, made nothing: a repeat takes it over
 * sealed_answer                     done; a repeat gets the answer
 * made                              done; the answer showed a secret, or was lost in a crash
 */
const UP = `
CREATE TABLE request_keys (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  token uuid NOT NULL,
  made text,
  sealed_answer bytea,
  held_until timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX request_keys_expires ON request_keys (expires_at);
`;

export class CreateRequestKeys1763600017000 implements MigrationInterface {
  name = 'CreateRequestKeys1763600017000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE request_keys');
  }
}
