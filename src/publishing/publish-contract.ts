import { isJsonObject, isOwnType } from '../catalogue/index.js';
import {
  AppError,
  childPointer,
  conflict,
  invalid,
  MAX_ERRORS,
  PLAIN_TEXT,
  publicId,
} from '../common/index.js';
import type { FieldError } from '../common/index.js';

/** One event to publish, its shape checked; whether its type and data hold is the catalogue's word. */
export interface PublishRequest {
  /** The tenant's id or its `external_id`. */
  tenantRef: string;
  type: string;
  data: Record<string, unknown>;
  idempotencyKey?: string;
  subject?: string;
  /** False: publish no derived events beside it. */
  derive?: boolean;
}

/** The answer of a publish. `deliveries` is a count. */
export interface PublishAnswer {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  deliveries: number;
  duplicate: boolean;
}

/** A publish body as it was read. With an error it is refused, and kept as far as it was read. */
export interface ReadPublish {
  body: unknown;
  /** Of its JSON. */
  bytes: number;
  error?: AppError;
}

const MAX_REF_LENGTH = 200;
const MAX_KEY_LENGTH = 256;
const FIELDS = ['tenant_id', 'type', 'data', 'idempotency_key', 'subject', 'derive'];

/** Reads the body of `POST /v1/events`; a 422 lists every field that breaks a rule. */
export function parsePublishRequest(body: unknown): PublishRequest {
  if (!isJsonObject(body)) {
    throw invalid([{ pointer: '', code: 'is_object', message: 'must be a JSON object' }]);
  }
  const errors: FieldError[] = [];
  for (const name of Object.keys(body)) {
    if (errors.length === MAX_ERRORS) break;
    if (!FIELDS.includes(name)) {
      const pointer = childPointer('', name);
      errors.push({ pointer, code: 'unknown_field', message: 'is no field of this request' });
    }
  }
  const text = (name: string, required: boolean, maxLength: number): string | undefined => {
    const value = body[name];
    if (value === undefined && !required) return undefined;
    if (typeof value === 'string' && value.length > 0 && value.length <= maxLength) return value;
    const message = `must be a string of 1 to ${maxLength} characters`;
    errors.push({
      pointer: `/${name}`,
      code: value === undefined ? 'required' : 'is_string',
      message,
    });
    return undefined;
  };
  const tenantRef = text('tenant_id', true, MAX_REF_LENGTH) ?? '';
  const type = text('type', true, MAX_REF_LENGTH) ?? '';
  const idempotencyKey = text('idempotency_key', false, MAX_KEY_LENGTH);
  const subject = text('subject', false, MAX_REF_LENGTH);
  if (subject !== undefined && !PLAIN_TEXT.test(subject)) {
    const message = 'must not be blank or contain control characters or lone surrogates';
    errors.push({ pointer: '/subject', code: 'matches', message });
  }
  const { data, derive = true } = body;
  if (!isJsonObject(data)) {
    const code = data === undefined ? 'required' : 'is_object';
    errors.push({ pointer: '/data', code, message: 'must be a JSON object' });
  }
  if (typeof derive !== 'boolean') {
    errors.push({ pointer: '/derive', code: 'is_boolean', message: 'must be true or false' });
  }
  if (errors.length > 0) throw invalid(errors);
  return {
    tenantRef,
    type,
    data: data as Record<string, unknown>,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(subject !== undefined && { subject }),
    ...(derive === false && { derive }),
  };
}

/**
 * Checks a request that code made, by the rules of the API: a tenant's events look alike, whichever way
 * they come in. Throws 422 as `parsePublishRequest` and `refuseOwnType` do.
 */
export function checkedRequest({
  tenantRef,
  type,
  data,
  idempotencyKey,
  ...others
}: PublishRequest): PublishRequest {
  const key = { idempotency_key: idempotencyKey };
  const body = Object.entries({ ...others, tenant_id: tenantRef, type, data, ...key });
  const given = Object.fromEntries(body.filter(([, value]) => value !== undefined));
  const request = parsePublishRequest(given);
  refuseOwnType(request.type);
  return request;
}

/** Throws 422 `event_type_reserved` for the types that only Postrider itself publishes. */
export function refuseOwnType(type: string): void {
  if (!isOwnType(type)) return;
  const message = 'is a type that only Postrider publishes: it reports on endpoints';
  throw invalid(
    [{ pointer: '/type', code: 'event_type_reserved', message }],
    'event_type_reserved',
  );
}

/** The event that a publish would have been a repetition of. */
export interface FirstEvent {
  /** UUID. */
  id: string;
  type: string;
  created_at: Date;
  deliveries: number;
  /** Hash of the body that came with the idempotency key; null where there was no key. */
  fingerprint: Buffer | null;
}

/** Answers for an event that was stored. */
export function answerOf(
  { id, type, createdAt }: { id: string; type: string; createdAt: Date },
  deliveries: number,
): PublishAnswer {
  const created = Math.floor(createdAt.getTime() / 1000);
  return { id: publicId('event', id), type, created, deliveries, duplicate: false };
}

/** Answers for an event that was there already; 409 where its idempotency key came with another body. */
export function answerOfFirst(
  { idempotency }: { idempotency: { fingerprint: Buffer } | null },
  first: FirstEvent,
): PublishAnswer {
  if (first.fingerprint && !idempotency?.fingerprint.equals(first.fingerprint)) {
    throw idempotencyConflict();
  }
  const { id, type, created_at: createdAt, deliveries } = first;
  return { ...answerOf({ id, type, createdAt }, deliveries), duplicate: true };
}

/** 404 for a tenant that does not exist, or not for the caller. */
export function noTenant(message = 'No such tenant.'): AppError {
  return new AppError('not_found', 404, {
    message,
    errors: [{ pointer: '/tenant_id', code: 'not_found', message }],
  });
}

/** 409 for a key that came with another body. */
export function idempotencyConflict(): AppError {
  return conflict(
    'idempotency_conflict',
    'This idempotency_key was used with another body in the last 7 days.',
  );
}
