import { statement } from '../database/index.js';
import { UNCONFIRMED } from '../endpoints/index.js';

/** The mail address that a delivery is for. */
interface RecipientRow {
  delivery_id: string;
  endpoint_id: string;
  /** As it is stored. */
  recipient: string;
  /** Still one of the endpoint's. */
  is_listed: boolean;
  is_on_hold: boolean;
  is_unconfirmed: boolean;
}

/** The recipients of the deliveries $1, of endpoints that have some. */
export const findRecipients = statement<RecipientRow>(
  'find-recipients',
  `
SELECT d.id AS delivery_id, d.endpoint_id, d.recipient, d.recipient = ANY (e.recipients) AS is_listed,
  EXISTS (
    SELECT FROM held_addresses h WHERE h.endpoint_id = d.endpoint_id AND h.recipient = d.recipient
  ) AS is_on_hold,
  EXISTS (
    SELECT FROM held_addresses h
    WHERE h.endpoint_id = d.endpoint_id AND h.recipient = d.recipient AND h.reason = '${UNCONFIRMED}'
  ) AS is_unconfirmed
FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id
WHERE d.id = ANY ($1::uuid[]) AND d.recipient IS NOT NULL
`,
);

interface FormerRequestRow {
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
