import type { SigningProfile } from '../../signing/index.js';
import type { Format } from '../../formats/index.js';
import type { PatchEndpointDto } from '../api/endpoint.dto.js';
import type { Endpoint } from '../endpoint.entity.js';

type Changes = Partial<
  Pick<
    Endpoint,
    | 'url'
    | 'recipients'
    | 'description'
    | 'eventTypes'
    | 'format'
    | 'payload'
    | 'environment'
    | 'signing'
    | 'maxInFlight'
    | 'batch'
    | 'digest'
    | 'ordered'
    | 'rateLimitPerSecond'
  >
>;

/** The columns that checked fields change; absent fields change none. Headers and secret stand apart. */
export function endpointChanges(fields: PatchEndpointDto, checked: Changes): Changes {
  const { description, event_types, format, payload, environment, signing } = fields;
  const { max_in_flight, batch, digest, ordered, rate_limit_per_second } = fields;
  return {
    ...checked,
    ...(description !== undefined && { description }),
    ...(event_types !== undefined && { eventTypes: event_types as string[] | null }),
    ...(format !== undefined && { format: format as Format }),
    ...(payload !== undefined && { payload }),
    ...(environment !== undefined && { environment }),
    ...(signing !== undefined && { signing: signing as SigningProfile[] }),
    ...(max_in_flight !== undefined && { maxInFlight: max_in_flight }),
    ...(batch !== undefined && { batch }),
    ...(digest !== undefined && { digest }),
    ...(ordered !== undefined && { ordered }),
    ...(rate_limit_per_second !== undefined && { rateLimitPerSecond: rate_limit_per_second }),
  };
}
