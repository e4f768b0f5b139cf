/** The instructions of a publisher process. */
export interface PublishPlan {
  /** URLs of the api processes, used in turn. */
  urls: string[];
  key: string;
  tenantId: string;
  ledger: string;
  count: number;
  ratePerSecond: number;
  /** Events of a request; 1: `POST /v1/events`. */
  batch: number;
  /** Requests under way at once, at most. */
  atOnce: number;
  /** Start of the idempotency keys; null: none. */
  keys: string | null;
  retryUntilAccepted: boolean;
  type: string;
  /** Merged into every event's data. */
  data: Record<string, unknown>;
  /** Spread the events over so many subjects; 0: each has its own. */
  subjects: number;
}
