import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Recipients of mails, and whether they have confirmed that they want them. Those who are recipients already count as
 * confirmed. Processes of the version before add recipients without a row here, to whom mails are sent.
 */
const UP = `
CREATE TABLE mail_recipients (
  id uuid PRIMARY KEY, -- the link in the mail names it
  endpoint_id uuid NOT NULL,
  recipient text NOT NULL,
  confirmed_at timestamptz,
  ask_at timestamptz, -- when the mail that asks is due; null: no more
  asks integer NOT NULL DEFAULT 0, -- mails that were tried
  UNIQUE (endpoint_id, recipient)
);
CREATE INDEX mail_recipients_due ON mail_recipients (ask_at) WHERE ask_at IS NOT NULL;

INSERT INTO mail_recipients (id, endpoint_id, recipient, confirmed_at)
SELECT gen_random_uuid(), e.id, r.recipient, e.created_at
FROM endpoints e CROSS JOIN LATERAL unnest(e.recipients) AS r (recipient)
WHERE e.channel = 'email' AND e.deleted_at IS NULL
ON CONFLICT DO NOTHING;
`;

/** Without the table no recipient can confirm, so that mails go to all of them again. */
const DOWN = `
DELETE FROM held_addresses WHERE reason = 'unconfirmed';
DROP TABLE mail_recipients;
`;

export class ConfirmRecipients1763600031100 implements MigrationInterface {
  name = 'ConfirmRecipients1763600031100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
