import { statement } from '../database/index.js';

/** Whom a delivery is for. */
export interface RecipientRow {
  delivery_id: string;
  recipient: string;
  /** Still one of the endpoint's. */
  is_listed: boolean;
  is_on_hold: boolean;
}

/** The recipients of the deliveries $1, of endpoints that have some. */
export const findRecipients = statement<RecipientRow>(
  'find-recipients',
  `
SELECT d.id AS delivery_id, d.recipient, d.recipient = ANY (e.recipients) AS is_listed,
  EXISTS (
    SELECT FROM held_addresses h WHERE h.endpoint_id = d.endpoint_id AND h.recipient = d.recipient
  ) AS is_on_hold
FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id
WHERE d.id = ANY ($1::uuid[]) AND d.recipient IS NOT NULL
`,
);
