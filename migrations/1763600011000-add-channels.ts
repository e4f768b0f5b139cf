import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways out other than webhooks, and the addresses among their recipients that will not do. */
const UP = `
ALTER TABLE endpoints
  ADD COLUMN channel text NOT NULL DEFAULT 'webhook' CHECK (channel IN ('webhook', 'email', 'slack')),
  ADD COLUMN recipients text[], -- of email
  -- of slack, whose URL is a secret; url then holds what may be shown of it
  ADD COLUMN sealed_url bytea,
  ALTER COLUMN url DROP NOT NULL,
  ADD CHECK ((channel = 'email') = (url IS NULL)),
  ADD CHECK ((channel = 'email') = (recipients IS NOT NULL)),
  ADD CHECK (channel = 'slack' OR sealed_url IS NULL);

DROP INDEX endpoints_default;
CREATE UNIQUE INDEX endpoints_default ON endpoints (tenant_id, channel) WHERE is_default AND deleted_at IS NULL;

ALTER TABLE deliveries ADD COLUMN recipient text;

CREATE TABLE held_addresses (
  endpoint_id uuid NOT NULL,
  recipient text NOT NULL,
  reason text NOT NULL,
  held_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (endpoint_id, recipient)
);
`;

export class AddChannels1763600011000 implements MigrationInterface {
  name = 'AddChannels1763600011000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE held_addresses');
    await runner.query('ALTER TABLE deliveries DROP COLUMN recipient');
    await runner.query(`DELETE FROM endpoints WHERE channel <> 'webhook'`);
    await runner.query('DROP INDEX endpoints_default');
    await runner.query(
      `CREATE UNIQUE INDEX endpoints_default ON endpoints (tenant_id)
       WHERE is_default AND deleted_at IS NULL`,
    );
    await runner.query(
      'ALTER TABLE endpoints DROP COLUMN channel, DROP COLUMN recipients, DROP COLUMN sealed_url',
    );
    await runner.query('ALTER TABLE endpoints ALTER COLUMN url SET NOT NULL');
  }
}
