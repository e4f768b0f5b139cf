import { randomUUID } from 'node:crypto';
import type { Postrider } from './postrider.js';

export interface Tenant {
  id: string;
  /** May publish for this tenant only. */
  publisherKey: string;
  /** The tenant's own key. */
  key: string;
}

export interface Endpoint {
  id: string;
  status: string;
  disabled_reason: string | null;
  /** In the clear. */
  secret: string;
}

export interface Published {
  id: string;
  type: string;
  created: number;
  deliveries: number;
  duplicate: boolean;
}

export interface LiveSecrets {
  secret: string;
  previous: { secret: string; expires_at: string }[];
}

/** A new tenant with a key of its own and one of a publisher. */
export async function createTenant(app: Postrider, name = 'Acme'): Promise<Tenant> {
  const { id } = await app.ok<{ id: string }>('POST', '/v1/tenants', { name });
  const [own, publisher] = await Promise.all([
    app.ok<{ key: string }>('POST', `/v1/tenants/${id}/api-keys`, { role: 'tenant', name }),
    app.ok<{ key: string }>('POST', '/v1/api-keys', { role: 'publisher', name, tenant_ids: [id] }),
  ]);
  return { id, key: own.key, publisherKey: publisher.key };
}

/** A new endpoint and its secret. */
export async function createEndpoint(
  app: Postrider,
  tenant: Tenant,
  options: { url: string } & Record<string, unknown>,
): Promise<Endpoint> {
  const path = `/v1/tenants/${tenant.id}/endpoints`;
  const endpoint = await app.ok<Omit<Endpoint, 'secret'>>('POST', path, options, tenant.key);
  const { secret } = await app.ok<LiveSecrets>(
    'GET',
    `${path}/${endpoint.id}/secret`,
    undefined,
    tenant.key,
  );
  return { ...endpoint, secret };
}

/** Confirms all recipients of a tenant as admin, before they are asked by mail. */
export async function confirmRecipients(app: Postrider, tenantId: string): Promise<void> {
  const path = `/v1/tenants/${tenantId}/endpoints`;
  const page = await app.ok<{ data: { id: string; recipients: string[] | null }[] }>('GET', path);
  for (const { id, recipients } of page.data) {
    for (const address of recipients ?? []) {
      await app.ok('POST', `${path}/${id}/recipients/confirm`, { address });
    }
  }
}

/** A tenant with one endpoint. */
export async function createReceivingTenant(
  app: Postrider,
  options: { url: string } & Record<string, unknown>,
): Promise<{ tenant: Tenant; endpoint: Endpoint }> {
  const tenant = await createTenant(app);
  return { tenant, endpoint: await createEndpoint(app, tenant, options) };
}

/** Does `pause`, `resume`, `secret/rotate`, … to an endpoint. */
export function actOnEndpoint<T = Omit<Endpoint, 'secret'>>(
  app: Postrider,
  tenant: Tenant,
  endpointId: string,
  action: string,
  body: object = {},
): Promise<T> {
  return app.ok(
    'POST',
    `/v1/tenants/${tenant.id}/endpoints/${endpointId}/${action}`,
    body,
    tenant.key,
  );
}

export function readEndpoint(
  app: Postrider,
  tenant: Tenant,
  endpointId: string,
): Promise<Omit<Endpoint, 'secret'>> {
  return app.ok('GET', `/v1/tenants/${tenant.id}/endpoints/${endpointId}`, undefined, tenant.key);
}

export function publish(
  app: Postrider,
  tenant: Tenant,
  event: { type: string; data: object } & Record<string, unknown> = aSession(),
): Promise<Published> {
  return app.ok('POST', '/v1/events', { tenant_id: tenant.id, ...event }, tenant.publisherKey);
}

/** A session event of a session that no other test knows. */
export function aSession(
  type = 'session.created',
  data: Record<string, unknown> = {},
): { type: string; data: Record<string, unknown> } {
  const session_id = `session_${randomUUID()}`;
  return { type, data: { session_id, external_ref: 'user_456', is_sandbox: false, ...data } };
}
