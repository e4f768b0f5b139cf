/** One answer, or the lack of one, to one publish of one event. Times are epoch milliseconds. */
export interface PublishLine {
  /** Which event of the plan it was; with idempotency keys, the same key for every try. */
  n: number;
  try: number;
  sentAtMs: number;
  atMs: number;
  /** 0: no answer came. */
  status: number;
  /** For a 202: the event's id, its number of deliveries, and whether it was a duplicate. */
  id?: string;
  deliveries?: number;
  duplicate?: boolean;
  code?: string;
  retryAfter?: string;
  error?: string;
}

/** One request that a receiver has read in whole, written before it was answered. */
export interface RequestLine {
  arrivedAtMs: number;
  atMs: number;
  path: string;
  event: string;
  delivery: string;
  attempt: number;
  sha256: string;
  /** `User-Agent`: which incarnation of which process sent it. */
  sender: string;
  /** The status it was answered with; null where none was given. */
  answered: number | null;
  /** The receiver has taken it over, whether it could say so or not. */
  kept: boolean;
}

/** The state of an event and one of its deliveries in the database. */
export interface DeliveryRow {
  event: string;
  /** Null: the event has none. */
  delivery: string | null;
  status: string | null;
  reason: string | null;
  attempts: number;
  queued: boolean;
}
