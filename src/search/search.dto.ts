import { ApiProperty } from '@nestjs/swagger';
import { DeliveryDto, EventSummaryDto } from '../records/index.js';
import { IsLabel } from '../http/index.js';
import { RejectedPublishDto } from '../publishing/index.js';

export class SearchQuery {
  /**
   * The id of an event, a delivery, an attempt (finds its delivery), a refused publish, an endpoint or a
   * tenant; an exact id in the data of an event or a refused publish; a URL or its host; a tenant's
   * external id or a part of its name, which also finds its refused publishes.
   */
  @IsLabel(500)
  q: string;
}

export class EventHitDto extends EventSummaryDto {
  @ApiProperty({ enum: ['event'] })
  kind: 'event';
  tenant_name: string;
}

export class DeliveryHitDto extends DeliveryDto {
  @ApiProperty({ enum: ['delivery'] })
  kind: 'delivery';
  tenant_name: string;
}

/** A summary of an endpoint; `GET …/endpoints/{id}` returns all of it. */
export class EndpointHitDto {
  @ApiProperty({ enum: ['endpoint'] })
  kind: 'endpoint';
  id: string;
  tenant_id: string;
  tenant_name: string;
  /** Host and port of the URL; null for email. */
  @ApiProperty({ type: String, nullable: true })
  endpoint_host: string | null;
  /** As the endpoint shows it; null for email. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  format: string;
  @ApiProperty({ enum: ['active', 'paused', 'disabled'] })
  status: string;
  /** As in `EndpointDto`. */
  @ApiProperty({ type: String, nullable: true })
  disabled_reason: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason_text: string | null;
  @ApiProperty({ type: String, nullable: true })
  docs_url: string | null;
  created_at: string;
}

/** A publish that was refused in the last 7 days. */
export class RejectedHitDto extends RejectedPublishDto {
  @ApiProperty({ enum: ['rejected'] })
  kind: 'rejected';
}

export class TenantHitDto {
  @ApiProperty({ enum: ['tenant'] })
  kind: 'tenant';
  id: string;
  /** The same as `id`. */
  tenant_id: string;
  @ApiProperty({ type: String, nullable: true })
  external_id: string | null;
  name: string;
  /** The same as `name`. */
  tenant_name: string;
  created_at: string;
}

export type SearchHit =
  EventHitDto | DeliveryHitDto | RejectedHitDto | EndpointHitDto | TenantHitDto;

/** The class of each kind of hit. */
export const HITS = [EventHitDto, DeliveryHitDto, RejectedHitDto, EndpointHitDto, TenantHitDto];

/** The result of a search. */
export interface SearchResult {
  data: SearchHit[];
  /** Always null: there are no further pages. */
  next_cursor: null;
  /**
   * Whether more than 50 hits of a kind exist, of which the newest are returned, or more events may exist: an id of
   * many events is looked for among the newest of them.
   */
  truncated: boolean;
}
