/**
 * Replaces the recipients $2 of deliveries of endpoint $1 that are not settled by $3: they are stored in another form.
 * Call it in the transaction that changes the recipients of the endpoint.
 */
export const REPLACE_RECIPIENTS = [
  `UPDATE deliveries d SET recipient = f.stored FROM unnest($2::text[], $3::text[]) f (former, stored)
   WHERE d.endpoint_id = $1 AND d.settled_at IS NULL AND d.recipient = f.former`,
  `UPDATE delivery_queue q SET recipient = f.stored FROM unnest($2::text[], $3::text[]) f (former, stored)
   WHERE q.endpoint_id = $1 AND q.recipient = f.former`,
];

/** The next $2 deliveries after $1 with a recipient in clear, and the last one that was looked at. */
export const FIND_CLEAR_RECIPIENTS = `
WITH looked AS MATERIALIZED (
  SELECT id, tenant_id, endpoint_id, recipient FROM deliveries WHERE id > $1 ORDER BY id LIMIT $2
)
SELECT last.id AS looked_to, l.id, l.tenant_id, l.endpoint_id, l.recipient
FROM (SELECT id FROM looked ORDER BY id DESC LIMIT 1) last
LEFT JOIN looked l ON l.recipient IS NOT NULL AND NOT starts_with(l.recipient, 'sealed:')`;

/** Gives deliveries $1 the recipients $3 in place of $2. */
export const SEAL_RECIPIENTS = [
  `UPDATE deliveries d SET recipient = f.stored FROM unnest($1::uuid[], $2::text[], $3::text[]) f (id, former, stored)
   WHERE d.id = f.id AND d.recipient = f.former`,
  `UPDATE delivery_queue q SET recipient = f.stored FROM unnest($1::uuid[], $2::text[], $3::text[]) f (id, former, stored)
   WHERE q.delivery_id = f.id AND q.recipient = f.former`,
];

/** The next $2 attempts after $1 whose URL has a query or an address, and the last one that was looked at. */
export const FIND_ATTEMPT_URLS = `
WITH looked AS MATERIALIZED (
  SELECT id, url, error_message FROM attempts WHERE id > $1 ORDER BY id LIMIT $2
)
SELECT last.id AS looked_to, l.id, l.url, l.error_message
FROM (SELECT id FROM looked ORDER BY id DESC LIMIT 1) last
LEFT JOIN looked l ON l.url LIKE '%?%' OR l.url LIKE 'mailto:%'`;

/** Gives attempts $1 the URLs $2 and the messages $3. */
export const MASK_ATTEMPTS = `
UPDATE attempts a SET url = f.url, error_message = f.message
FROM unnest($1::uuid[], $2::text[], $3::text[]) f (id, url, message) WHERE a.id = f.id`;
