import { AppError, conflict, publicId } from '../common/index.js';
import type { PreparedEvent } from './event-validator.js';

/** The answer of a publish. `deliveries` is a count. */
export interface PublishAnswer {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  deliveries: number;
  duplicate: boolean;
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
  { id, type, createdAt }: Pick<PreparedEvent, 'id' | 'type' | 'createdAt'>,
  deliveries: number,
): PublishAnswer {
  const created = Math.floor(createdAt.getTime() / 1000);
  return { id: publicId('event', id), type, created, deliveries, duplicate: false };
}

/** Answers for an event that was there already; 409 where its idempotency key came with another body. */
export function answerOfFirst(event: PreparedEvent, first: FirstEvent): PublishAnswer {
  if (first.fingerprint && !event.idempotency?.fingerprint.equals(first.fingerprint)) {
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
