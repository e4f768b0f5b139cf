/** What a pass goes through, in this order. */
export const STAGES = ['tenants', 'endpoints', 'deliveries', 'attempts'] as const;
export type Stage = (typeof STAGES)[number];

const IS_CLEAR_NAME = `name <> '' AND NOT starts_with(name, 'sealed:')`;

const IS_CLEAR_ENDPOINT = `(channel = 'webhook' AND url LIKE '%?%' AND sealed_url IS NULL
  OR channel = 'email' AND EXISTS (SELECT FROM unnest(recipients) r (text) WHERE NOT starts_with(r.text, 'sealed:')))`;

/** From now on what is written is sealed. A pass that was broken off goes on; another one begins at the start. */
export const BEGIN_SEALING = `
UPDATE sealing SET is_on = true, stage = CASE WHEN stage = 'finished' THEN 'tenants' ELSE stage END,
  looked_to = CASE WHEN stage = 'finished' THEN '00000000-0000-0000-0000-000000000000' ELSE looked_to END`;

export const READ_SEALING = 'SELECT is_on, stage, looked_to FROM sealing';

export const NOTE_SEALING = 'UPDATE sealing SET stage = $1, looked_to = $2';

/** The next $2 tenants after $1 whose names are in clear. */
export const FIND_CLEAR_NAMES = `
SELECT id, name FROM tenants WHERE id > $1 AND ${IS_CLEAR_NAME} ORDER BY id LIMIT $2`;

/** Stores the name of tenant $1 as $3 with the hashes $4, unless it was changed from $2 meanwhile. */
export const SEAL_NAME = 'UPDATE tenants SET name = $3, name_refs = $4 WHERE id = $1 AND name = $2';

/** The next $2 endpoints after $1, deleted ones too, with a query or an address in clear. */
export const FIND_CLEAR_ENDPOINTS = `
SELECT id, tenant_id FROM endpoints WHERE id > $1 AND ${IS_CLEAR_ENDPOINT} ORDER BY id LIMIT $2`;

export const LOCK_ENDPOINT = `
SELECT id, tenant_id AS "tenantId", channel, url, sealed_url AS "sealedUrl", recipients FROM endpoints
WHERE id = $1 AND ${IS_CLEAR_ENDPOINT} FOR UPDATE`;

export const SEAL_ENDPOINT = `
UPDATE endpoints SET url = $2, sealed_url = $3, recipients = $4, version = version + 1 WHERE id = $1`;

/** Replaces recipients $2 of endpoint $1 by $3 where they are kept beside it. */
export const REPLACE_BESIDE = ['held_addresses', 'mail_recipients', 'mail_windows'].map(
  (table) => `
UPDATE ${table} t SET recipient = f.stored FROM unnest($2::text[], $3::text[]) f (former, stored)
WHERE t.endpoint_id = $1 AND t.recipient = f.former`,
);

/** Whether what is written is sealed, whether a pass is unfinished, and whether something is left in clear. */
export const READ_STATE = `
SELECT is_on, stage <> 'finished' AS is_unfinished,
  EXISTS (SELECT FROM tenants WHERE ${IS_CLEAR_NAME}) OR EXISTS (SELECT FROM endpoints WHERE ${IS_CLEAR_ENDPOINT}) AS is_left
FROM sealing`;
