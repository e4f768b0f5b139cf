import { AppError } from '../common/index.js';

export function inProgress(): AppError {
  const message = 'The first request with this Idempotency-Key is under way; repeat it shortly.';
  return new AppError('idempotency_in_progress', 409, { message, retryAfterSeconds: 1 });
}

export function otherBody(): AppError {
  const message = 'This Idempotency-Key was used with another body in the last 24 hours.';
  return new AppError('idempotency_conflict', 409, { message });
}

/** Where the first answer cannot be given again: it showed a secret, or was lost in a crash. */
export function keyUsed(id: string): AppError {
  const message = `This Idempotency-Key made ${id}; its answer is not kept, because it showed a secret or was never sent.`;
  return new AppError('idempotency_key_used', 409, { message, id });
}
