import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull, Not } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { conflict, invalid } from '../common/index.js';
import { checkOwnSecret, generateSecret } from '../delivery/signature/index.js';
import { lockEndpoint } from './change-endpoint.js';
import type { EndpointRef } from './change-endpoint.js';
import type { RevealedSecretsDto, RotateSecretDto } from './endpoint-secret.dto.js';
import { EndpointSecret } from './endpoint-secret.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { recordAudit } from './record-audit.query.js';
import type { Actor } from './record-audit.query.js';
import { SecretStore } from './secret-store.js';

const MAX_LIVE_SECRETS = 5;

/** Showing and changing an endpoint's signing secrets. Each look at them is on record too. */
@Injectable()
export class EndpointSecrets {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SecretStore) private readonly store: SecretStore,
  ) {}

  reveal(ref: EndpointRef, actor: Actor): Promise<RevealedSecretsDto> {
    return this.change(ref, async (manager) => {
      await recordAudit(manager, { ...ref, actor, action: 'endpoint.secret_read' });
    });
  }

  /** Makes a new secret current; the former one signs too until its grace ends. */
  async rotate(
    ref: EndpointRef,
    { grace_seconds: graceSeconds, secret }: RotateSecretDto,
    actor: Actor,
  ): Promise<RevealedSecretsDto> {
    const errors = secret === undefined ? [] : checkOwnSecret(secret);
    if (errors.length > 0) throw invalid(errors);
    const value = typeof secret === 'string' ? secret : generateSecret();
    return this.change(ref, async (manager, endpoint) => {
      await removeExpired(manager, endpoint.id);
      if (graceSeconds === 0) await manager.delete(EndpointSecret, currentOf(endpoint));
      else await startGrace(manager, endpoint, graceSeconds);
      await this.store.add(manager, endpoint, value);
      await raiseVersion(manager, endpoint);
      const details = { grace_seconds: graceSeconds };
      await recordAudit(manager, { ...ref, actor, action: 'endpoint.secret_rotated', details });
    });
  }

  /** Ends every grace now: from here on the current secret signs alone. */
  promote(ref: EndpointRef, actor: Actor): Promise<RevealedSecretsDto> {
    return this.change(ref, async (manager, endpoint) => {
      const former = { endpointId: endpoint.id, expiresAt: Not(IsNull()) };
      await manager.delete(EndpointSecret, former);
      await raiseVersion(manager, endpoint);
      await recordAudit(manager, { ...ref, actor, action: 'endpoint.secret_promoted' });
    });
  }

  private change(
    ref: EndpointRef,
    change: (manager: EntityManager, endpoint: Endpoint) => Promise<void>,
  ): Promise<RevealedSecretsDto> {
    return this.source.transaction(async (manager) => {
      await change(manager, await lockEndpoint(manager, ref));
      const [current, ...former] = await this.store.live(manager, ref.endpointId);
      return {
        secret: current?.value ?? '',
        previous: former.map(({ value, expiresAt }) => ({
          secret: value,
          expires_at: expiresAt?.toISOString() ?? '',
        })),
      };
    });
  }
}

function currentOf({ id }: Endpoint) {
  return { endpointId: id, expiresAt: IsNull() };
}

async function removeExpired(manager: EntityManager, endpointId: string): Promise<void> {
  await manager
    .createQueryBuilder()
    .delete()
    .from(EndpointSecret)
    .where('endpoint_id = :endpointId AND expires_at <= now()', { endpointId })
    .execute();
}

async function startGrace(
  manager: EntityManager,
  endpoint: Endpoint,
  graceSeconds: number,
): Promise<void> {
  const live = await manager.countBy(EndpointSecret, { endpointId: endpoint.id });
  if (live >= MAX_LIVE_SECRETS) {
    const message = `${MAX_LIVE_SECRETS} secrets are live. Promote the newest one before you rotate again.`;
    throw conflict('too_many_secrets', message);
  }
  await manager.query(
    `UPDATE endpoint_secrets SET expires_at = now() + make_interval(secs => $2)
     WHERE endpoint_id = $1 AND expires_at IS NULL`,
    [endpoint.id, graceSeconds],
  );
}

async function raiseVersion(manager: EntityManager, endpoint: Endpoint): Promise<void> {
  await manager.save(Object.assign(endpoint, { version: endpoint.version + 1 }));
}
