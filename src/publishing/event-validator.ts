import { findAssets, refuseAssets, withPlaceholders } from '../assets/index.js';
import type { AssetReference } from '../assets/index.js';
import { canonicalJson, AppError, invalid, newUuid, unavailable } from '../common/index.js';
import type { Clock, FieldError } from '../common/index.js';
import { isOwnType, unknownType } from '../catalogue/index.js';
import type { EventTypeDefinition, LiveCatalogue } from '../catalogue/index.js';
import type { Vault } from '../database/index.js';
import type { EventLabels } from '../events/index.js';
import type { PublishRequest } from './publish-contract.js';

/** An event that passed every check and waits for its commit; nothing of it is encrypted yet. */
export interface PreparedEvent {
  id: string;
  tenantRef: string;
  type: string;
  createdAt: Date;
  isSandbox: boolean;
  dataJson: string;
  /** Still to be checked: `requireAllowedAssets`. */
  assets: readonly AssetReference[];
  labels: EventLabels;
  subjectHash: string | null;
  refHashes: string[];
  idempotency: { keyHash: Buffer; fingerprint: Buffer } | null;
  violations: FieldError[] | null;
  /** The event (UUID) that this one is derived from. */
  causedBy: string | null;
  /** Set where it could be both published and derived; `causeHash` is null where it is published. */
  effect: { hash: string; causeHash: string | null; derivableHash: string } | null;
}

type EventBody = Pick<PreparedEvent, 'dataJson' | 'assets'>;

/** An event and the events that it derives; they are stored together. */
export interface PreparedPublish {
  event: PreparedEvent;
  derived: PreparedEvent[];
}

const MAX_DATA_BYTES = 256 * 1024;

/** The part of the catalogue that is used here. */
type OfferedTypes = Pick<LiveCatalogue, 'get' | 'list' | 'latest'>;

/** Checks a request against the catalogue and computes what its rows need. Errors: 422, 413, 503. */
export class EventValidator {
  /** The types that others derive, each with the fields that a cause has too. */
  private readonly derivable: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(
    private readonly catalogue: OfferedTypes,
    private readonly hashes: Pick<Vault, 'hashRef' | 'fingerprint'>,
    private readonly clock: Clock,
    private readonly rules: { validation: 'enforce' | 'report'; hasAssetStore: boolean },
  ) {
    this.derivable = derivableFields(catalogue);
  }

  /** Looks a type up anew before a refusal: another process may have replaced its definition. */
  async validate(request: PublishRequest): Promise<PreparedPublish> {
    const { type } = request;
    const known = this.catalogue.get(type);
    try {
      const preparing = known?.prepare?.();
      if (preparing) await preparing;
      return this.validateAs(known, request);
    } catch (refusal) {
      const latest = await this.catalogue.latest(type).catch(notLookedUp);
      if (latest === known) throw refusal;
      await latest?.prepare?.();
      return this.validateAs(latest, request);
    }
  }

  private validateAs(
    definition: EventTypeDefinition | undefined,
    request: PublishRequest,
  ): PreparedPublish {
    if (!definition) throw this.unknown(request.type);
    const body = bodyOf(request.data);
    const violations = this.check(definition, request.data, body);
    const event = this.build(request, definition, body, violations);
    if (request.derive === false || violations.length > 0) return { event, derived: [] };
    const effects = definition.derive(request.data);
    if (effects.length === 0) return { event, derived: [] };
    const causeHash = this.hashes.hashRef(`${request.type} ${definition.subjectOf(request.data)}`);
    const derived = effects.map(({ type, data }) => {
      const { tenantRef } = request;
      const effect = this.build({ tenantRef, type, data }, this.derived(type), bodyOf(data), []);
      return {
        ...effect,
        causedBy: event.id,
        effect: effect.effect && { ...effect.effect, causeHash },
      };
    });
    return { event, derived };
  }

  private derived(type: string): EventTypeDefinition {
    const definition = this.catalogue.get(type);
    if (!definition) throw this.unknown(type);
    return definition;
  }

  private unknown(type: string): AppError {
    const names = this.catalogue.list().map((one) => one.type);
    return unknownType(
      type,
      names.filter((name) => !isOwnType(name)),
    );
  }

  /** Returns the violations of data that may be published all the same. */
  private check(
    definition: EventTypeDefinition,
    data: unknown,
    { dataJson, assets }: EventBody,
  ): FieldError[] {
    const hasAssets = assets.length > 0;
    const violations = definition.validate(hasAssets ? withPlaceholders(dataJson) : data);
    if (violations.length > 0 && this.rules.validation === 'enforce') throw invalid(violations);
    if (hasAssets && !this.rules.hasAssetStore) refuseAssets(assets);
    return violations;
  }

  private build(
    request: PublishRequest,
    definition: EventTypeDefinition,
    { dataJson, assets }: EventBody,
    violations: FieldError[],
  ): PreparedEvent {
    const entity = definition.subjectOf(request.data);
    const subject = request.subject ?? entity ?? null;
    const subjectHash = subject === null ? null : this.hashes.hashRef(subject);
    return {
      id: newUuid(),
      tenantRef: request.tenantRef,
      type: request.type,
      createdAt: new Date(this.clock.now()),
      isSandbox: definition.isSandbox(request.data),
      dataJson,
      assets,
      labels: {
        subject,
        external_ref: definition.externalRefOf(request.data),
        ...(subject !== (entity ?? null) && { is_own_subject: true }),
      },
      subjectHash,
      refHashes: this.refHashes(definition, request.data, subject, subjectHash),
      idempotency: this.idempotency(request, subject),
      violations: violations.length > 0 ? violations : null,
      causedBy: null,
      effect: this.effect(definition, entity, request.data),
    };
  }

  /**
   * Types of one family follow each other: an approval after a rejection counts as new again, and so is one
   * that says something else in a field that a cause could have set.
   */
  private effect({ type }: EventTypeDefinition, entity: string | undefined, data: object) {
    const fields = this.derivable.get(type);
    if (entity === undefined || !fields) return null;
    const [family] = type.split('.');
    const shared = Object.entries(data).filter(
      ([name, value]) => fields.has(name) && value !== null,
    );
    return {
      hash: this.hashes.hashRef(`effect ${family} ${entity}`),
      causeHash: null,
      derivableHash: this.hashes.hashRef(canonicalJson(Object.fromEntries(shared))),
    };
  }

  private refHashes(
    definition: EventTypeDefinition,
    data: unknown,
    subject: string | null,
    subjectHash: string | null,
  ): string[] {
    const others = new Set(definition.idsOf(data).map((id) => id.value));
    if (subject !== null) others.delete(subject);
    const hashes = [...others].map((value) => this.hashes.hashRef(value));
    return subjectHash === null ? hashes : [subjectHash, ...hashes];
  }

  private idempotency(
    { idempotencyKey, type, data, derive = true }: PublishRequest,
    subject: string | null,
  ) {
    if (idempotencyKey === undefined) return null;
    return {
      keyHash: this.hashes.fingerprint(idempotencyKey),
      fingerprint: this.hashes.fingerprint(canonicalJson({ type, data, subject, derive })),
    };
  }
}

function derivableFields(catalogue: OfferedTypes): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const cause of catalogue.list()) {
    for (const type of cause.derives) {
      const own = fieldNames(catalogue.get(type));
      const shared = fieldNames(cause).filter((name) => own.includes(name));
      fields.set(type, new Set([...(fields.get(type) ?? []), ...shared]));
    }
  }
  return fields;
}

function fieldNames(definition: EventTypeDefinition | undefined): string[] {
  return Object.keys(definition?.schema['properties'] ?? {});
}

function notLookedUp(cause: unknown): never {
  throw unavailable('The event type could not be looked up; publish again.', cause);
}

/** Measures before anything is checked: the cost of a check grows with the data. */
function bodyOf(data: Record<string, unknown>): EventBody {
  const dataJson = JSON.stringify(data);
  if (Buffer.byteLength(dataJson) > MAX_DATA_BYTES) throw dataTooLarge();
  return { dataJson, assets: findAssets(dataJson) };
}

function dataTooLarge(): AppError {
  const message = `data may be ${MAX_DATA_BYTES} bytes at most as JSON.`;
  return new AppError('payload_too_large', 413, {
    message,
    errors: [{ pointer: '/data', code: 'payload_too_large', message }],
  });
}
