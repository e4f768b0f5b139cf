import type { Product } from './product.js';

/** Makes a tenant with one endpoint; gives the tenant's id. */
export async function createTenant(
  { url, adminKey }: Product,
  receiverUrl: string,
  maxInFlight: number,
): Promise<string> {
  const post = async (path: string, body: object): Promise<string> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { id: string };
    if (response.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.id;
  };
  const tenantId = await post('/v1/tenants', { name: 'Bench' });
  await post(`/v1/tenants/${tenantId}/endpoints`, {
    url: receiverUrl,
    max_in_flight: maxInFlight,
  });
  return tenantId;
}
