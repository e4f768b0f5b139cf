import { Inject, Injectable } from '@nestjs/common';
import {
  AppError,
  Coalescer,
  endsWithin,
  isRowError,
  LOGGER,
  newUuid,
  systemClock,
} from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { TenantRouteCache } from '../tenant-route-cache.js';
import { RejectionBudget } from './rejection-budget.js';
import { NO_TENANT } from './rejections.query.js';
import { DroppedCounts, RejectionWriter } from './rejection-writer.js';
import type { Origin, Rejection } from './rejection-writer.js';

const MAX_REFS = 64;
const MAX_LENGTH = 500;
const MAX_NODES = 5_000;
/** Names of fields that hold ids in the seeds and their like: `session_id`, `customerKey`, `external_ref`. */
const ID_NAME =
  /(?:^|_)(?:id|ids|key|ref|uuid|number|reference|subject)$|(?:Id|Ids|Key|Ref|Uuid|Number|Reference)$/;

/**
 * Returns the ids in a publish body as it was sent, by which support finds it: subject, idempotency key, and
 * the values in its data under names that hold ids. The type may be unknown and the data broken, so that
 * only names can be relied on. At most 64.
 */
export function refsOf(body: unknown): string[] {
  const refs = new Set<string>();
  let seen = 0;
  const look = (name: string, value: unknown): void => {
    const isObject = typeof value === 'object' && value !== null;
    if (!isObject && ID_NAME.test(name) && name !== 'tenant_id' && isId(value)) {
      refs.add(String(value));
    }
    for (const [key, child] of isObject ? Object.entries(value) : []) {
      seen += 1;
      if (seen > MAX_NODES || refs.size >= MAX_REFS) return;
      look(Array.isArray(value) ? name : key, child);
    }
  };
  look('', body);
  return [...refs];
}

function isId(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH;
}

/** A publish that was refused, with its body as the API takes it. */
export interface Refused {
  body: unknown;
  /** Tenants (UUIDs) that the publisher may publish for; null means all. */
  scope: readonly string[] | null;
  origin: Origin;
}

/** Limits per tenant and process: two of the largest batches a minute. */
const KEPT = { entriesPerMinute: 1_000, bodyBytesPerMinute: 16 * 1024 * 1024 };
const MAX_TEXT_LENGTH = 200;
/** A `data` of the greatest size with the other fields beside it. */
const MAX_BODY_BYTES = 272 * 1024;
const MAX_WAITING = 1_000;
/** The approximate size of an error as JSON. */
const ERROR_BYTES = 150;
/** How long a refusal waits for its record. */
const RECORD_TIMEOUT_MS = 1_000;
/** Codes of bodies that parsing has altered or left unread: published again, they would differ. */
const ALTERED = [
  'unsafe_integer',
  'unsafe_number',
  'duplicate_key',
  'lone_surrogate',
  'too_deep',
  'too_many_members',
  'too_many_values',
];

/** Keeps publishes that are refused for their content, so that a refusal is no silent loss. */
@Injectable()
export class Rejections {
  private readonly budget = new RejectionBudget(KEPT, systemClock);
  private readonly waiting: Coalescer<Rejection, boolean>;

  constructor(
    private readonly tenants: TenantRouteCache,
    private readonly dropped: DroppedCounts,
    writer: RejectionWriter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.waiting = new Coalescer((batch) => writer.write(batch), {
      // Sealing and encoding them is one turn of the event loop.
      maxItems: 100,
      maxBytes: 512 * 1024,
      bytesOf: ({ bodyJson, errors }) => (bodyJson?.length ?? 0) + errors.length * ERROR_BYTES,
      isRowError,
    });
  }

  /**
   * Puts a refusal on record before it is answered. Never rejects, and waits for a second at most: a
   * refusal that cannot be kept is counted and logged.
   */
  async keep(refusal: unknown, refused: Refused): Promise<void> {
    if (!(refusal instanceof AppError)) return;
    if (refusal.status !== 422 && refusal.status !== 413) return;
    await endsWithin(this.store(refusal, refused), RECORD_TIMEOUT_MS);
  }

  private async store(error: AppError, refused: Refused): Promise<void> {
    let tenantId = NO_TENANT;
    try {
      const { tenant_id, type } = fieldsOf(refused.body);
      tenantId = await this.tenantOf(tenant_id, refused.scope);
      const bodyJson = bodyJsonOf(error, refused.body);
      const owner = tenantId === NO_TENANT ? `key ${refused.origin.keyId}` : tenantId;
      const taken = this.budget.take(owner, bodyJson?.length ?? 0);
      const isKept =
        taken.entry &&
        this.waiting.pending < MAX_WAITING &&
        (await this.waiting.add({
          id: newUuid(),
          tenantId,
          tenantRef: storable(tenant_id) ?? '',
          type: storable(type),
          origin: refused.origin,
          status: error.status,
          code: error.code,
          errors: error.details.errors ?? [
            { pointer: '', code: error.code, message: error.details.message },
          ],
          bodyJson: taken.body ? bodyJson : null,
          refs: refsOf(refused.body),
          createdAt: new Date(systemClock.now()),
        }));
      if (!isKept) this.dropped.add(tenantId);
    } catch (cause) {
      this.logger.error({ err: cause }, 'a refused publish could not be kept');
      this.dropped.add(tenantId);
    }
  }

  private async tenantOf(ref: unknown, scope: readonly string[] | null): Promise<string> {
    if (typeof ref !== 'string' || ref === '' || ref.length > MAX_TEXT_LENGTH) return NO_TENANT;
    const tenant = await this.tenants.find(ref);
    const isInReach = tenant && (scope === null || scope.includes(tenant.tenantId));
    return isInReach ? tenant.tenantId : NO_TENANT;
  }
}

function fieldsOf(body: unknown): { tenant_id?: unknown; type?: unknown } {
  return typeof body === 'object' && body !== null ? body : {};
}

function bodyJsonOf({ status, code }: AppError, body: unknown): string | null {
  if (status === 413 || ALTERED.includes(code)) return null;
  const json = JSON.stringify(body) as string | undefined;
  return json !== undefined && Buffer.byteLength(json) <= MAX_BODY_BYTES ? json : null;
}

/** PostgreSQL stores no NUL. */
function storable(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value.slice(0, MAX_TEXT_LENGTH).replaceAll('\0', '\uFFFD');
}
