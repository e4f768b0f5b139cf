import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The hash of a keyed publish goes with the content of its event. Keys are found by their event, whose index takes the
 * place of that of their expiry: a key expires a week after its event, and each index costs every publish with a key.
 */
const UP = `
ALTER TABLE idempotency_keys ALTER COLUMN fingerprint DROP NOT NULL;
CREATE INDEX idempotency_keys_event ON idempotency_keys (event_id);
DROP INDEX idempotency_keys_expiry`;

const DOWN = `
UPDATE idempotency_keys SET fingerprint = '' WHERE fingerprint IS NULL;
ALTER TABLE idempotency_keys ALTER COLUMN fingerprint SET NOT NULL;
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
DROP INDEX idempotency_keys_event`;

export class ForgetFingerprints1763600048000 implements MigrationInterface {
  name = 'ForgetFingerprints1763600048000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
