import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The channel `inspector`, whose endpoints have no URL, and a rate for replays. Processes of the version before put off
 * deliveries of a channel that they do not know, so that one of this version takes them, and replay without a rate.
 */
const UP = `
ALTER TABLE endpoints
  DROP CONSTRAINT endpoints_channel_check,
  ADD CONSTRAINT endpoints_channel_check CHECK (channel IN ('webhook', 'email', 'slack', 'inspector')),
  DROP CONSTRAINT endpoints_check,
  ADD CONSTRAINT endpoints_check CHECK ((channel IN ('email', 'inspector')) = (url IS NULL));

ALTER TABLE replays ADD COLUMN rate_per_second integer CHECK (rate_per_second > 0);
COMMENT ON COLUMN replays.rate_per_second IS 'Deliveries that are queued in a second at most; null: as many as the endpoint takes.';
`;

const DOWN = `
ALTER TABLE replays DROP COLUMN rate_per_second;

DELETE FROM delivery_queue WHERE endpoint_id IN (SELECT id FROM endpoints WHERE channel = 'inspector');
DELETE FROM endpoint_secrets WHERE endpoint_id IN (SELECT id FROM endpoints WHERE channel = 'inspector');
DELETE FROM endpoints WHERE channel = 'inspector';
ALTER TABLE endpoints
  DROP CONSTRAINT endpoints_channel_check,
  ADD CONSTRAINT endpoints_channel_check CHECK (channel IN ('webhook', 'email', 'slack')),
  DROP CONSTRAINT endpoints_check,
  ADD CONSTRAINT endpoints_check CHECK ((channel = 'email') = (url IS NULL));
`;

export class AddInspector1763600038000 implements MigrationInterface {
  name = 'AddInspector1763600038000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
