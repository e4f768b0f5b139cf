/** A delivery that this worker has under lease: a row of `claim_named_deliveries` and its sibling. */
export interface ClaimedDelivery {
  delivery_id: string;
  event_id: string;
  endpoint_id: string;
  tenant_id: string;
  /** The holder of the highest may change the delivery's state. */
  fence: number;
  attempt_id: string;
  attempt_number: number;
  /** Automatic attempts spent before this one. */
  step: number;
  trigger: 'automatic' | 'manual' | 'replay';
  /** Asked for besides the schedule: when it fails, the delivery is again what it was before. */
  single: boolean;
  endpoint_version: number;
  /** It draws from the lane of slow receivers. */
  slow: boolean;
  /** By `performance.now()`: an attempt begun later may outlive its lease. */
  sendBeforeMs: number;
}
