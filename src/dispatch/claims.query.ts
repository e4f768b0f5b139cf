import { statement } from '../database/index.js';
import type { ClaimedDelivery } from '../delivery/index.js';

/** A row whose `delivery_id` is null says that due deliveries were left for want of room. */
export type ClaimRow = ClaimedDelivery | { delivery_id: null };

/** Those named that are due and fit. $1 worker, $2 slots, $3 lease in ms, $4 attempt ids, $5 deliveries. */
export const claimNamed = statement<ClaimRow>(
  'claim-named',
  `SELECT * FROM claim_named_deliveries($1, $2, make_interval(secs => $3::int / 1000.0), $4::uuid[], $5::uuid[])`,
);

/** Whatever is due and fits, expired leases included. $1–$4 as above. */
export const claimDue = statement<ClaimRow>(
  'claim-due',
  `SELECT * FROM claim_due_deliveries($1, $2, make_interval(secs => $3::int / 1000.0), $4::uuid[])`,
);
