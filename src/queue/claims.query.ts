import { statement } from '../database/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';

/** The last row of a claim may name no delivery: it tells what was left. */
export interface LeftOverRow {
  delivery_id: null;
  more: boolean;
  wake_ms: number | null;
  suspects: boolean;
}

export type ClaimRow = Omit<ClaimedDelivery, 'sendBeforeMs'> | LeftOverRow;

const LEASE = (parameter: string): string => `make_interval(secs => ${parameter}::int / 1000.0)`;

/** Those named that are due and fit. $1 worker, $2 and $3 slots of both lanes, $4 lease in ms, $5 attempt ids, $6 deliveries. */
export const claimNamed = statement<ClaimRow>(
  'claim-named',
  `SELECT * FROM claim_named_deliveries($1, $2, $3, ${LEASE('$4')}, $5::uuid[], $6::uuid[])`,
);

/** Whatever is due and fits, expired leases included. $1–$3 as above, $4 slow lane in all, $5 lease in ms, $6 attempt ids. */
export const claimDue = statement<ClaimRow>(
  'claim-due',
  `SELECT * FROM claim_due_deliveries($1, $2, $3, $4, ${LEASE('$5')}, $6::uuid[])`,
);

/** One delivery that may have taken workers down. $1 worker, $2 lease in ms, $3 attempt ids. */
export const claimSuspect = statement<ClaimRow>(
  'claim-suspect',
  `SELECT * FROM claim_suspect_delivery($1, ${LEASE('$2')}, $3::uuid[])`,
);
