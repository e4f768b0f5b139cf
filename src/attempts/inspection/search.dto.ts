import { ApiProperty } from '@nestjs/swagger';
import { IsLabel } from '../../http/index.js';
import { DeliveryDto } from './delivery.dto.js';
import { EventSummaryDto } from './event.dto.js';

export class SearchQuery {
  /**
   * The id of an event, a delivery, an attempt (finds its delivery), an endpoint or a tenant; any id
   * in an event's data, exactly; a URL or its host; a tenant's external id or a part of its name.
   */
  @IsLabel(500)
  q: string;
}

export class EventHitDto extends EventSummaryDto {
  @ApiProperty({ enum: ['event'] })
  kind: 'event';
}

export class DeliveryHitDto extends DeliveryDto {
  @ApiProperty({ enum: ['delivery'] })
  kind: 'delivery';
}

/** The endpoint in short; `GET …/endpoints/{id}` shows it all. */
export class EndpointHitDto {
  @ApiProperty({ enum: ['endpoint'] })
  kind: 'endpoint';
  id: string;
  tenant_id: string;
  /** As the endpoint shows it; null: email. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  format: string;
  @ApiProperty({ enum: ['active', 'paused', 'disabled'] })
  status: string;
  created_at: string;
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
  created_at: string;
}

export type SearchHit = EventHitDto | DeliveryHitDto | EndpointHitDto | TenantHitDto;

/** What a search found. */
export interface SearchResult {
  data: SearchHit[];
  /** There are no further pages: what is not found among these takes a narrower search. */
  next_cursor: null;
  /** There is more than 50 of a kind, of which the newest are answered. */
  truncated: boolean;
}
