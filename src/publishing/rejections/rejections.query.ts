import { statement } from '../../database/index.js';

/** Stands for a tenant that does not exist, or was out of the key's reach. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/**
 * Keeps refused publishes for a week, up to $13 of one tenant; answers the ids that were kept.
 * $1–$12, $14: one array element per refusal; of $14 each is the text of an array.
 */
export const storeRejections = statement<{ id: string }>(
  'store-rejections',
  `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[],
    $7::int[], $8::text[], $9::text[], $10::bytea[], $11::timestamptz[], $12::int[], $14::text[]
  ) AS i (
    id, tenant_id, tenant_ref, type, source, publisher_key_id,
    status, code, errors, sealed_body, created_at, nth_of_tenant, ref_hashes
  )
), kept AS MATERIALIZED (
  SELECT t.tenant_id, (
    SELECT count(*) FROM (
      SELECT FROM rejected_publishes r WHERE r.tenant_id = t.tenant_id LIMIT $13::int
    ) counted
  ) AS count
  FROM (SELECT DISTINCT tenant_id FROM input) t
)
INSERT INTO rejected_publishes (
  id, tenant_id, tenant_ref, type, source, publisher_key_id,
  status, code, errors, sealed_body, created_at, expires_at, ref_hashes
)
SELECT i.id, i.tenant_id, i.tenant_ref, i.type, i.source, i.publisher_key_id,
  i.status, i.code, i.errors::json, i.sealed_body, i.created_at, i.created_at + interval '7 days', i.ref_hashes::uuid[]
FROM input i JOIN kept k USING (tenant_id)
WHERE k.count + i.nth_of_tenant <= $13::int
RETURNING id
`,
);

/** Adds to the counts of what was not kept. $1 tenants, $2 counts. */
export const countDrops = statement<object>(
  'count-rejection-drops',
  `INSERT INTO rejected_publish_drops AS kept (tenant_id, hour, count)
   SELECT tenant_id, date_trunc('hour', now(), 'UTC'), count
   FROM unnest($1::uuid[], $2::bigint[]) AS i (tenant_id, count) ORDER BY tenant_id
   ON CONFLICT (tenant_id, hour) DO UPDATE SET count = kept.count + excluded.count`,
);
