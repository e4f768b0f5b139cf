import { ApiProperty } from '@nestjs/swagger';
import { DeliveryDto, EventSummaryDto } from '../records/index.js';
import { IsLabel } from '../http/index.js';
import { RejectedPublishDto } from '../publishing/index.js';

export class SearchQuery {
  /**
   * The id of an event, a delivery, an attempt (finds its delivery), a refused publish, an endpoint or a
   * tenant; any id in the data of an event or of a refused publish, exactly; a URL or its host; a
   * tenant's external id or a part of its name, which finds its refused publishes too.
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

/** The endpoint in short; `GET …/endpoints/{id}` shows it all. */
export class EndpointHitDto {
  @ApiProperty({ enum: ['endpoint'] })
  kind: 'endpoint';
  id: string;
  tenant_id: string;
  tenant_name: string;
  /** Host and port of the URL; null: email. */
  @ApiProperty({ type: String, nullable: true })
  endpoint_host: string | null;
  /** As the endpoint shows it; null: email. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  format: string;
  @ApiProperty({ enum: ['active', 'paused', 'disabled'] })
  status: string;
  /** The same as in `EndpointDto`. */
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
  /** Null where there was no such tenant in the publisher's reach. */
  @ApiProperty({ type: String, nullable: true })
  tenant_name: string | null;
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

/** What a search found. */
export interface SearchResult {
  data: SearchHit[];
  /** There are no further pages: what is not found among these takes a narrower search. */
  next_cursor: null;
  /** There is more than 50 of a kind, of which the newest are answered. */
  truncated: boolean;
}
