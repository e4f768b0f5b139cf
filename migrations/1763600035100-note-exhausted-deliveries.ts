import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What `endpoint.delivery_exhausted` reports: deliveries that have failed for good and are not reported yet, and the
 * time of the latest report of an endpoint. Processes of the former build note none of theirs.
 */
const UP = `
CREATE TABLE exhausted_deliveries (
  endpoint_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  exhausted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT exhausted_deliveries_pkey PRIMARY KEY (endpoint_id, delivery_id)
);
CREATE TABLE exhaustion_reports (
  endpoint_id uuid NOT NULL,
  reported_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT exhaustion_reports_pkey PRIMARY KEY (endpoint_id)
);
`;

const DOWN = `
DROP TABLE exhaustion_reports;
DROP TABLE exhausted_deliveries;
`;

export class NoteExhaustedDeliveries1763600035100 implements MigrationInterface {
  name = 'NoteExhaustedDeliveries1763600035100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
