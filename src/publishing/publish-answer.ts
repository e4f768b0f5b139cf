import { AppError, conflict } from '../common/index.js';

/** The answer of a publish. `deliveries` is a count. */
export interface PublishAnswer {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  deliveries: number;
  duplicate: boolean;
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
