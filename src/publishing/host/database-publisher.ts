import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { requireAllowedAssets } from '../../assets/index.js';
import { AppError, publicId, unavailable } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { sealEvent } from '../../events/index.js';
import { DomainPublisher } from '../domains/domain-events.js';
import type { EventValidator, PreparedEvent, PreparedPublish } from '../event-validator.js';
import { idempotencyConflict, checkedRequest } from '../publish-contract.js';
import type { PublishAnswer, PublishRequest } from '../publish-contract.js';
import { CommitHints } from './commit-hints.js';
import { noTenantCalled } from './host-keys.js';
import type { HostKeys, TenantKey } from './host-keys.js';
import { notSetUp } from './publish-function.js';
import type { FunctionAnswer, PublishFunction, Querier } from './publish-function.js';

/** A connection of our own, for keys and for publishes outside of transactions. */
export interface OwnConnection extends Querier {
  close(): Promise<void>;
}

/** Lets workers know of events that were committed. */
export interface FanoutHints {
  announceFanout(): void;
  close(): Promise<void>;
}

interface Parts {
  own: OwnConnection;
  publishFunction: PublishFunction;
  keys: HostKeys;
  /** Made once the keys behind its hashes are there. */
  validator: () => Promise<EventValidator>;
  hints: FanoutHints;
  logger: Logger;
}

const MAX_TRIES = 4;

/** Publishes from within an application: sealed here, stored by one call of one function. */
export class DatabasePublisher
  extends DomainPublisher
  implements OnModuleInit, OnApplicationShutdown
{
  private readonly commits: CommitHints;

  constructor(private readonly parts: Parts) {
    super();
    this.commits = new CommitHints(() => parts.hints.announceFanout());
  }

  /** Throws where the set-up has to be corrected; a database that is away may come back. */
  async onModuleInit(): Promise<void> {
    await this.parts.keys.keyedHashes().catch((error: unknown) => {
      if (!(error instanceof AppError && error.status === 503)) throw error;
      this.parts.logger.warn({ err: error }, 'PostgreSQL cannot be reached yet');
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.commits.close();
    await Promise.all([this.parts.own.close(), this.parts.hints.close()]);
  }

  async publish(request: PublishRequest, manager?: EntityManager): Promise<PublishAnswer> {
    const asked = checkedRequest(request);
    const validator = await this.parts.validator();
    const prepared = await validator.validate(asked);
    const answer = await this.store(prepared, manager);
    this.commits.afterPublish(manager);
    return answer;
  }

  private async store(prepared: PreparedPublish, manager?: Querier): Promise<PublishAnswer> {
    const { keys, publishFunction, own } = this.parts;
    const { event } = prepared;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const tenant = await keys.forTenant(event.tenantRef, manager);
      requireAllowedAssets(event.assets, tenant.tenantId);
      const answer = await publishFunction.call(
        manager ?? own,
        event.tenantRef,
        requestOf(prepared, tenant),
      );
      const answered = answerOf(event, answer);
      if (answered) return answered;
      keys.forget(event.tenantRef);
    }
    throw unavailable('The event could not be stored among many like it; publish it again.');
  }
}

function requestOf({ event, derived }: PreparedPublish, { key, indexKeyId }: TenantKey): object {
  return {
    index_key_id: indexKeyId,
    data_key_id: key.id,
    events: [event, ...derived].map((one) => {
      const { data, labels } = sealEvent(key, one);
      const { idempotency, effect } = one;
      return {
        id: one.id,
        type: one.type,
        subject_hash: one.subjectHash,
        is_sandbox: one.isSandbox,
        data: data.toString('base64'),
        labels: labels.toString('base64'),
        violations: one.violations,
        has_assets: one.assets.length > 0,
        ref_hashes: one.refHashes,
        key_hash: idempotency?.keyHash.toString('base64') ?? null,
        fingerprint: idempotency?.fingerprint.toString('base64') ?? null,
        effect: effect && {
          hash: effect.hash,
          cause_hash: effect.causeHash,
          told_hash: effect.derivableHash,
        },
      };
    }),
  };
}

/** Returns undefined where the publish has to be tried again with the tenant's key of that time. */
function answerOf(event: PreparedEvent, answer: FunctionAnswer): PublishAnswer | undefined {
  switch (answer.status) {
    case 'stored': {
      const { id, type } = event;
      const stored = { id: publicId('event', id), type, created: answer.created };
      return { ...stored, deliveries: 0, duplicate: false };
    }
    case 'duplicate': {
      const { type, created, deliveries } = answer;
      return { id: publicId('event', answer.id), type, created, deliveries, duplicate: true };
    }
    case 'conflict':
      throw idempotencyConflict();
    case 'no_tenant':
      throw noTenantCalled(event.tenantRef, answer.deleting);
    case 'other_database':
      throw notSetUp('databaseUrl leads to another database than the manager of the transaction');
    case 'unknown_key':
    case 'again':
      return undefined;
    case 'keys':
    case 'ready':
    case 'not_ready':
    default:
      throw new Error(`postrider_publish_v1 answered ${answer.status} to a publish.`);
  }
}
