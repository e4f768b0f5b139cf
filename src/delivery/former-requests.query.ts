import { statement } from '../database/index.js';

export interface FormerRequestRow {
  delivery_id: string;
  /** The same for all deliveries that went out in the same request. */
  request: string;
}

/** The request that each of the deliveries $1 was last in; one that never went out is not answered. */
export const findFormerRequests = statement<FormerRequestRow>(
  'find-former-requests',
  `
SELECT DISTINCT ON (delivery_id) delivery_id, started_at::text || ' ' || encode(body_hash, 'hex') AS request
FROM attempts
WHERE delivery_id = ANY ($1::uuid[]) AND body_hash IS NOT NULL
ORDER BY delivery_id, number DESC
`,
);
