import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the claim chooses, before it takes it. The functions that fill it are in `sql/functions`. */
const UP = `
CREATE TYPE claim_selection AS (
  deliveries uuid[], slow uuid[], endpoints uuid[], tokens double precision[], more boolean,
  wake_seconds double precision
);
COMMENT ON COLUMN claim_selection.deliveries IS 'Chosen deliveries; null: none.';
COMMENT ON COLUMN claim_selection.slow IS 'Those of them that take slots of the slow lane.';
COMMENT ON COLUMN claim_selection.endpoints IS 'Endpoints whose rate limiter spends tokens on them, in the order of ids.';
COMMENT ON COLUMN claim_selection.tokens IS 'The tokens that are left to these endpoints.';
COMMENT ON COLUMN claim_selection.more IS 'Something due was left behind for want of slots or capacity.';
COMMENT ON COLUMN claim_selection.wake_seconds IS
  'When a rate limiter has a token for something that was left behind; null: none was short of tokens.';
`;

/* CASCADE: the claim's functions that take or return it. The migration that created the claim has the former ones. */
const DOWN = 'DROP TYPE claim_selection CASCADE';

export class AddClaimSelection1763600022100 implements MigrationInterface {
  name = 'AddClaimSelection1763600022100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
