import { dataOf, labelsOf } from '../database/index.js';
import type { Vault } from '../database/index.js';
import type { PreparedEvent } from './prepare-event.js';

/** The two encrypted values of an event: its data, and the labels that lists show. */
export async function sealEvent(
  vault: Vault,
  tenantId: string,
  { id, dataJson, labels }: Pick<PreparedEvent, 'id' | 'dataJson' | 'labels'>,
): Promise<{ data: Buffer; labels: Buffer }> {
  const key = vault.cachedKey(tenantId) ?? (await vault.keyFor(tenantId));
  return {
    data: vault.seal(key, dataOf(id), Buffer.from(dataJson)),
    labels: vault.seal(key, labelsOf(id), Buffer.from(JSON.stringify(labels))),
  };
}
