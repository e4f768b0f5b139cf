import { dataOf, labelsOf, sealBytes } from '../../database/index.js';
import type { DataKey, Vault } from '../../database/index.js';
import type { PreparedEvent } from '../prepare-event.js';

type Content = Pick<PreparedEvent, 'id' | 'dataJson' | 'labels'>;

/** The two encrypted values of an event: its data, and the labels that lists show. */
export interface SealedEvent {
  data: Buffer;
  labels: Buffer;
}

export async function sealEvent(
  vault: Vault,
  tenantId: string,
  content: Content,
): Promise<SealedEvent> {
  return sealEventWith(vault.cachedKey(tenantId) ?? (await vault.keyFor(tenantId)), content);
}

export function sealEventWith(key: DataKey, { id, dataJson, labels }: Content): SealedEvent {
  return {
    data: sealBytes(key, dataOf(id), Buffer.from(dataJson)),
    labels: sealBytes(key, labelsOf(id), Buffer.from(JSON.stringify(labels))),
  };
}
