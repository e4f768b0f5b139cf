import { newUuid } from '../../src/common/index.js';
import { Vault } from '../../src/database/index.js';
import type { Engine } from './engine.js';

/** Gives an endpoint of `createTenant` a secret to sign with, as the API would have done. */
export async function giveSecret(
  engine: Engine,
  endpointId: string,
  tenantId: string,
): Promise<void> {
  const vault = engine.get(Vault);
  const secretId = newUuid();
  const sealed = vault.seal(
    await vault.keyFor(tenantId),
    { table: 'endpoint_secrets', id: secretId },
    Buffer.from('whsec_AAAAAAAAAAAAAAAAAAAAAA=='),
  );
  await engine.sql(
    'INSERT INTO endpoint_secrets (id, endpoint_id, sealed_secret) VALUES ($1, $2, $3)',
    [secretId, endpointId, sealed],
  );
}
