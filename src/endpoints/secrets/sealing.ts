import type { SealContext } from '../../database/index.js';

/** The place that a sealed secret is bound to; `id` is the one of its own row. */
export function secretContext(id: string): SealContext {
  return { table: 'endpoint_secrets', id };
}

/** The place that an endpoint's sealed URL is bound to. */
export function urlContext(endpointId: string): SealContext {
  return { table: 'endpoints.sealed_url', id: endpointId };
}

/** The place that an endpoint's sealed headers are bound to. */
export function headersContext(endpointId: string): SealContext {
  return { table: 'endpoints', id: endpointId };
}
