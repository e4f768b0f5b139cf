import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull, Not } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AppError, invalid } from '../../common/index.js';
import { hasRequests } from '../../model/index.js';
import { checkOwnSecret, generateSecret, secretWarnings } from '../../signing/index.js';
import { lockEndpoint, incrementVersion, auditEndpoint } from '../editing/change-endpoint.js';
import type { EndpointRef } from '../editing/change-endpoint.js';
import type {
  RevealedSecretsDto,
  RotateSecretDto,
  WarningDto,
} from '../api/endpoint-secret.dto.js';
import { EndpointSecret } from './endpoint-secret.entity.js';
import type { Endpoint } from '../endpoint.entity.js';
import type { Actor } from '../../auth/index.js';
import { rotateSecret } from './rotate-secret.js';
import { SecretStore } from './secret-store.js';
import { queueUpdatedNotice } from '../lifecycle/endpoint-notices.js';

/** Reveals, rotates and promotes the signing secrets of an endpoint. Every call is audited. */
@Injectable()
export class EndpointSecrets {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SecretStore) private readonly store: SecretStore,
  ) {}

  reveal(ref: EndpointRef, actor: Actor): Promise<RevealedSecretsDto> {
    return this.change(ref, async (manager) => {
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.secret_read' });
    });
  }

  /** Makes a new secret current; the previous one signs as well until its grace period ends. */
  async rotate(
    ref: EndpointRef,
    { grace_seconds: graceSeconds, secret }: RotateSecretDto,
    actor: Actor,
  ): Promise<RevealedSecretsDto> {
    const errors = secret === undefined ? [] : checkOwnSecret(secret);
    if (errors.length > 0) throw invalid(errors);
    const value = typeof secret === 'string' ? secret : generateSecret();
    let warnings: WarningDto[] = [];
    const live = await this.change(ref, async (manager, endpoint) => {
      warnings = secretWarnings(secret, endpoint.signing);
      await rotateSecret(manager, this.store, { endpoint, value, graceSeconds, actor });
    });
    return warnings.length > 0 ? Object.assign(live, { warnings }) : live;
  }

  /** Ends all grace periods: only the current secret signs from now on. */
  promote(ref: EndpointRef, actor: Actor): Promise<RevealedSecretsDto> {
    return this.change(ref, async (manager, endpoint) => {
      const former = { endpointId: endpoint.id, expiresAt: Not(IsNull()) };
      const { affected } = await manager.delete(EndpointSecret, former);
      await incrementVersion(manager, endpoint);
      const details = {
        before: { previous_secrets: affected ?? 0 },
        after: { previous_secrets: 0 },
      };
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.secret_promoted', details });
      await queueUpdatedNotice(manager, endpoint, actor, { change: 'secret_promoted' });
    });
  }

  private change(
    ref: EndpointRef,
    change: (manager: EntityManager, endpoint: Endpoint) => Promise<void>,
  ): Promise<RevealedSecretsDto> {
    return this.source.transaction(async (manager) => {
      const endpoint = await lockEndpoint(manager, ref);
      if (!hasRequests(endpoint.channel)) throw hasNoSecret();
      await change(manager, endpoint);
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

function hasNoSecret(): AppError {
  const message = 'Only requests to webhooks are signed: this endpoint has no secret.';
  return new AppError('not_for_channel', 422, { message });
}
