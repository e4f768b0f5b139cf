import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { createCatalogue, packsNamed } from '../../catalogue/index.js';
import { systemClock } from '../../common/index.js';
import { PACK_NAMES } from '../../config/index.js';
import type { PackName } from '../../config/index.js';
import { DomainPublisher } from '../domains/domain-events.js';
import { EventValidator } from '../event-validator.js';
import type { PreparedEvent } from '../event-validator.js';
import { answerOf, idempotencyConflict, checkedRequest } from '../publish-contract.js';
import type { PublishAnswer, PublishRequest } from '../publish-contract.js';

/** The settings of the Postrider that this stands in for. */
export interface PostriderTestingOptions {
  /** The packs on offer; all unless named. */
  catalogue?: readonly PackName[];
  /** `report` records a payload that breaks the rules of its type; `enforce` refuses it. */
  catalogueValidation?: 'enforce' | 'report';
  /** Whether payloads may refer to files (`$asset`); false. */
  assets?: boolean;
}

/** A publish that would have been stored. */
export interface RecordedEvent<Data = Record<string, unknown>> {
  /** `evt_…`, as the publish was answered. */
  id: string;
  /** As the publish named it. */
  tenant: string;
  type: string;
  /** As a receiver gets it. */
  data: Data;
  subject: string | null;
  idempotencyKey: string | undefined;
  /** The manager that the publish was given: undefined where it stood alone. */
  manager: EntityManager | undefined;
  /** The types that it brings along. */
  derived: string[];
}

interface Keyed {
  fingerprint: Buffer;
  answer: PublishAnswer;
}

/** Plain hashes: nothing here is secret, and nothing is stored. */
const HASHES = {
  hashRef: (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 32),
  fingerprint: (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest(),
};

/**
 * A publisher for tests: checks what it is given as Postrider does, and keeps it in a list. A
 * transaction that rolls back takes nothing out of it; `manager` is the one that a publish joined.
 */
export class RecordingPublisher extends DomainPublisher {
  private readonly validator: EventValidator;
  private readonly keys = new Map<string, Keyed>();
  private recorded: RecordedEvent[] = [];
  private failure: Error | undefined;

  constructor({
    catalogue = PACK_NAMES,
    catalogueValidation: validation = 'enforce',
    assets: hasAssetStore = false,
  }: PostriderTestingOptions = {}) {
    super();
    const packs = createCatalogue(packsNamed(catalogue));
    const offered = { ...packs, latest: (type: string) => Promise.resolve(packs.get(type)) };
    this.validator = new EventValidator(offered, HASHES, systemClock, {
      validation,
      hasAssetStore,
    });
  }

  /** In the order of the publishes; without those that a key made a repetition. */
  get events(): readonly RecordedEvent[] {
    return this.recorded;
  }

  ofType<Data = Record<string, unknown>>(type: string): RecordedEvent<Data>[] {
    return this.recorded.filter((event) => event.type === type) as RecordedEvent<Data>[];
  }

  /** Forgets events, idempotency keys and a failure that was asked for. */
  clear(): void {
    this.recorded = [];
    this.keys.clear();
    this.failure = undefined;
  }

  /** The next publish rejects with this, as one does whose database is away. */
  failNext(error: Error): void {
    this.failure = error;
  }

  async publish(request: PublishRequest, manager?: EntityManager): Promise<PublishAnswer> {
    const asked = checkedRequest(request);
    const { event, derived } = await this.validator.validate(asked);
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
    const first = this.firstOf(event);
    if (first) return { ...first, duplicate: true };
    const answer = answerOf(event, 0);
    this.keepKey(event, answer);
    this.recorded.push({
      id: answer.id,
      tenant: event.tenantRef,
      type: event.type,
      data: JSON.parse(event.dataJson) as Record<string, unknown>,
      subject: event.labels.subject,
      idempotencyKey: asked.idempotencyKey,
      manager,
      derived: derived.map(({ type }) => type),
    });
    return answer;
  }

  private firstOf({ tenantRef, idempotency }: PreparedEvent): PublishAnswer | undefined {
    const known = idempotency && this.keys.get(keyOf(tenantRef, idempotency.keyHash));
    if (!known) return undefined;
    if (!idempotency.fingerprint.equals(known.fingerprint)) throw idempotencyConflict();
    return known.answer;
  }

  private keepKey({ tenantRef, idempotency }: PreparedEvent, answer: PublishAnswer): void {
    if (!idempotency) return;
    const { keyHash, fingerprint } = idempotency;
    this.keys.set(keyOf(tenantRef, keyHash), { fingerprint, answer });
  }
}

function keyOf(tenantRef: string, keyHash: Buffer): string {
  return `${tenantRef} ${keyHash.toString('hex')}`;
}
