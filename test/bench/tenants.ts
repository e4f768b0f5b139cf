import type { Product } from './product.js';

const AT_ONCE = 16;

/** Makes tenants with so many endpoints each; gives the tenants' ids. */
export async function createTenants(
  product: Product,
  count: number,
  endpoints: number,
  endpoint: { url: string; max_in_flight: number },
): Promise<string[]> {
  const ids: string[] = [];
  let begun = 0;
  const createInTurn = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      const id = await post(product, '/v1/tenants', { name: `Bench ${begun}` });
      for (let nth = 0; nth < endpoints; nth += 1) {
        await post(product, `/v1/tenants/${id}/endpoints`, endpoint);
      }
      ids.push(id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, createInTurn));
  return ids;
}

async function post({ url, adminKey }: Product, path: string, body: object): Promise<string> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { id: string };
  if (response.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer.id;
}
