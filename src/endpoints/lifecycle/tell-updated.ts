import type { EntityManager } from 'typeorm';
import type { Actor } from '../../auth/index.js';
import { EndpointUpdated } from '../../catalogue/index.js';
import { noteEndpoint } from './endpoint-notices.js';
import type { Endpoint } from '../endpoint.entity.js';

type Change = Pick<EndpointUpdated, 'change'> &
  Partial<Pick<EndpointUpdated, 'former_url_host' | 'change_reason'>>;

/** Tells of a change of URL or secret, in its transaction. */
export function tellUpdated(
  manager: EntityManager,
  endpoint: Endpoint,
  { role }: Actor,
  change: Change,
): Promise<void> {
  return noteEndpoint(manager, endpoint, EndpointUpdated, {
    former_url_host: null,
    change_reason: null,
    ...change,
    changed_by: role,
    updated_at: new Date().toISOString(),
  });
}
