import { callApi, requireOk } from '../../support/app/call-api.js';

/** A tenant and the key that may publish for it. */
export interface LabTenant {
  id: string;
  publisherKey: string;
}

export interface LabEndpoint {
  id: string;
  tenantId: string;
}

/** The API as an admin sees it. */
export class AdminApi {
  constructor(
    private readonly url: () => string,
    private readonly key: string,
  ) {}

  /** The body of an answer that must be a 2xx. */
  async ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await callApi<T>(this.url(), method, path, body, this.key);
    return requireOk(`${method} ${path}`, answer);
  }

  async createTenant(name: string): Promise<LabTenant> {
    const { id } = await this.ok<{ id: string }>('POST', '/v1/tenants', { name });
    const key = { role: 'publisher', name, tenant_ids: [id] };
    const { key: publisherKey } = await this.ok<{ key: string }>('POST', '/v1/api-keys', key);
    return { id, publisherKey };
  }

  /** `fields`: those of `POST …/endpoints`, the URL among them. */
  async createEndpoint(
    tenant: LabTenant,
    fields: { url: string } & Record<string, unknown>,
  ): Promise<LabEndpoint> {
    const path = `/v1/tenants/${tenant.id}/endpoints`;
    const { id } = await this.ok<{ id: string }>('POST', path, fields);
    return { id, tenantId: tenant.id };
  }

  /** `pause`, `resume`, `replay`, … */
  act<T>({ id, tenantId }: LabEndpoint, action: string, body: object = {}): Promise<T> {
    return this.ok('POST', `/v1/tenants/${tenantId}/endpoints/${id}/${action}`, body);
  }
}
