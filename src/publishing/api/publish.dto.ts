import { ApiProperty } from '@nestjs/swagger';
import { FieldErrorDto } from '../../http/index.js';

/** One domain event. Read by hand on the hot path: see `parsePublishRequest`. */
export class PublishEventBody {
  /** The tenant's id (`ten_…`) or its `external_id`. */
  tenant_id: string;

  /** A type that `GET /v1/event-types` lists. */
  type: string;

  /** The payload, at most 256 KiB as JSON; the type's schema says what it must hold. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;

  /** Kept for 7 days per tenant: the same body again answers with the first event. */
  idempotency_key?: string;

  /** What the event is about; orders and groups events. By default the id of the type's own entity. */
  subject?: string;

  /** False: publish no derived events beside it (`check.matched`, `session.approved`, …). */
  derive?: boolean = true;
}

export class PublishBatchBody {
  /** At most 500. Taken in order; one bad entry fails alone. */
  @ApiProperty({ maxItems: 500 })
  events: PublishEventBody[];
}

export class PublishedEvent {
  /** `evt_…`, the `X-Webhook-ID` of every request that carries it. */
  id: string;
  type: string;

  /** Unix seconds. */
  @ApiProperty({ type: 'integer' })
  created: number;

  /** How many endpoints it goes to. */
  @ApiProperty({ type: 'integer' })
  deliveries: number;

  /**
   * True where an earlier event is the answer: one with the same key, or a derived one that says the
   * same in every field that its cause could tell. What this publish says beyond that is not kept.
   */
  duplicate: boolean;
}

/** The outcome of one entry: that of a publish, or its refusal. */
export class BatchResult {
  /** 202, or the status that a single publish would have got; after a 503 send the entry again. */
  @ApiProperty({ type: 'integer' })
  status: number;
  id?: string;
  type?: string;
  @ApiProperty({ type: 'integer' })
  created?: number;
  @ApiProperty({ type: 'integer' })
  deliveries?: number;
  duplicate?: boolean;
  code?: string;
  message?: string;
  /** Pointers are into the entry. */
  errors?: FieldErrorDto[];
}

export class BatchResults {
  results: BatchResult[];
}
