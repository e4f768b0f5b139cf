import { statement } from '../database/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';

/** The last row of a claim may name no delivery: it says what was left behind. */
export interface RemainderRow {
  delivery_id: null;
  more: boolean;
  wake_ms: number | null;
  /** A quarantined delivery is due. */
  suspects: boolean;
}

export type ClaimRow = Omit<ClaimedDelivery, 'sendBeforeMs'> | RemainderRow;

const LEASE = (parameter: string): string => `make_interval(secs => ${parameter}::int / 1000.0)`;

/**
 * Takes those of the named deliveries that are due and fit. $1 worker, $2 and $3 free slots of both lanes, $4 lease
 * in ms, $5 attempt ids, $6 deliveries.
 */
export const claimNamed = statement<ClaimRow>(
  'claim-named',
  `SELECT * FROM claim_named_deliveries($1, $2, $3, ${LEASE('$4')}, $5::uuid[], $6::uuid[])`,
);

/**
 * Takes what is due and fits, and frees expired leases before. $1 worker, $2 and $3 free slots of both lanes, $4 all
 * slots of the slow lane, $5 lease in ms, $6 attempt ids.
 */
export const claimDue = statement<ClaimRow>(
  'claim-due',
  `SELECT * FROM claim_due_deliveries($1, $2, $3, $4, ${LEASE('$5')}, $6::uuid[])`,
);

/** Takes one quarantined delivery. $1 worker, $2 lease in ms, $3 attempt ids. */
export const claimQuarantined = statement<ClaimRow>(
  'claim-quarantined',
  `SELECT * FROM claim_quarantined_delivery($1, ${LEASE('$2')}, $3::uuid[])`,
);
