export type DeliveryStatus = 'pending' | 'succeeded' | 'failed' | 'held' | 'skipped' | 'cancelled';

export type Trigger = 'automatic' | 'manual' | 'replay' | 'test';

/** The `url` of attempts that were only recorded. */
export const INSPECTED_URL = 'inspector:';

/** What an attempt sent and got, as it is stored. Header values that are secret are masked already. */
export interface Exchange {
  requestHeaders: Record<string, string>;
  response: {
    headers: Record<string, string | string[]>;
    /** Raw bytes, cut at RESPONSE_BODY_LIMIT. */
    body: Buffer;
    truncated: boolean;
  } | null;
  /** What an inspector would have sent; it has no response. */
  requestBody?: Buffer;
  /** The secrets of the endpoint that the request contained: an answer may repeat them. */
  secrets?: readonly string[] | undefined;
}

/** An attempt that happened, or that a lost worker had begun. Durations in milliseconds. */
export interface AttemptFacts {
  /** UUIDv7, chosen when the delivery was claimed. */
  id: string;
  number: number;
  trigger: Trigger;
  /** The format of the body that was sent; the endpoint's may have changed since the event was published. */
  format: string;
  url: string;
  ip: string | null;
  startedAt: Date;
  durationMs: number;
  timings: {
    dns_ms: number | null;
    connect_ms: number | null;
    tls_ms: number | null;
    first_byte_ms: number | null;
  };
  /**
   * SHA-256 of the body sent, in hexadecimal. It is stored with the exchange and goes with it, because it confirms
   * guesses.
   */
  bodyHash: string | null;
  /** Random bytes, equal for the deliveries of one request, which are sent together again. */
  requestMark?: Buffer | undefined;
  responseStatus: number | null;
  error: { class: string; message: string } | null;
  exchange: Exchange | null;
}

/**
 * The state of the delivery after the attempt. `restore_previous` gives it back what it was before a manual attempt: its
 * place in the schedule, or its settled state.
 */
export interface NextState {
  status: DeliveryStatus | 'restore_previous';
  reason: string | null;
  /** From now, for a pending one. */
  delayMs: number | null;
  /** Automatic attempts spent. */
  step: number;
}

export interface AttemptEntry {
  deliveryId: string;
  endpointId: string;
  tenantId: string;
  /** The claim's; the state moves only while it is the delivery's. */
  fence: number;
  /** Null where the delivery is settled without an attempt. */
  attempt: AttemptFacts | null;
  /** Null where only the record is wanted. */
  next: NextState | null;
  succeeded: boolean;
  /**
   * What the attempt says about the endpoint; null: nothing (our own failures). `refusing`: it failed,
   * but not because the endpoint cannot be reached or does not work; the breaker does not count it.
   */
  health: 'ok' | 'refusing' | 'failing' | null;
  /** How long the endpoint wants nothing (`Retry-After`, jitter included). */
  heldBackMs: number | null;
  /**
   * The first attempt of a delivery that no other one waits for; it succeeded soon, at an endpoint where nothing has
   * failed lately.
   */
  isRoutine?: boolean;
  /** Other deliveries wait for the room that this one takes until it is on record. */
  isAwaited?: boolean;
}

/** An entry whose exchange is encrypted, ready to be written. */
export interface SealedEntry {
  entry: AttemptEntry;
  sealed: Buffer | null;
}
