import type { EntityManager } from 'typeorm';
import { newUuid } from '../../common/index.js';
import type { Endpoint } from '../endpoint.entity.js';

/** The hold of an address that has not been confirmed. */
export const UNCONFIRMED = 'unconfirmed';

/** An address that is corrected within this time, or confirmed by an admin, gets no mail. */
const ASK_AFTER_SECONDS = 5;

/**
 * Holds the recipients that are new until they confirm, and forgets those that were removed. Call it in the
 * transaction that changes the recipients of an endpoint.
 */
export async function trackRecipients(
  manager: EntityManager,
  { id, recipients }: Pick<Endpoint, 'id' | 'recipients'>,
): Promise<void> {
  const listed = recipients ?? [];
  await manager.query(
    'DELETE FROM mail_recipients WHERE endpoint_id = $1 AND recipient <> ALL ($2::text[])',
    [id, listed],
  );
  await manager.query(
    `WITH added AS (
       INSERT INTO mail_recipients (id, endpoint_id, recipient, ask_at)
       SELECT n.id, $1, n.recipient, now() + make_interval(secs => $4)
       FROM unnest($2::uuid[], $3::text[]) AS n (id, recipient)
       ON CONFLICT (endpoint_id, recipient) DO NOTHING
       RETURNING recipient
     )
     INSERT INTO held_addresses (endpoint_id, recipient, reason)
     SELECT $1, recipient, '${UNCONFIRMED}' FROM added
     ON CONFLICT (endpoint_id, recipient) DO UPDATE SET reason = excluded.reason`,
    [id, listed.map(() => newUuid()), listed, ASK_AFTER_SECONDS],
  );
}

/** Forgets the recipients of a deleted endpoint, and the holds of their addresses. */
export async function forgetRecipients(manager: EntityManager, endpointId: string): Promise<void> {
  await manager.query('DELETE FROM mail_recipients WHERE endpoint_id = $1', [endpointId]);
  await manager.query('DELETE FROM held_addresses WHERE endpoint_id = $1', [endpointId]);
}
