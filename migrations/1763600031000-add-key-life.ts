import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an API key ends, when it was last used, and who has it. Processes of the version before write none of it. */
const UP = `
ALTER TABLE api_keys
  ADD COLUMN expires_at timestamptz, -- null: never
  ADD COLUMN last_used_at timestamptz, -- to the minute
  ADD COLUMN owner text; -- the person or system that has the key, as the creator names it
`;

const DOWN = `
ALTER TABLE api_keys DROP COLUMN owner, DROP COLUMN last_used_at, DROP COLUMN expires_at;
`;

export class AddKeyLife1763600031000 implements MigrationInterface {
  name = 'AddKeyLife1763600031000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
