import { invalid, AppError } from '../common/index.js';

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** Returns the value of an `Idempotency-Key` header; undefined if it is absent. Throws 422 if malformed. */
export function parseIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && KEY.test(header)) return header;
  const message = 'The header Idempotency-Key must be 1 to 255 printable ASCII characters.';
  throw invalid(
    [{ pointer: '', code: 'invalid_idempotency_key', message }],
    'invalid_idempotency_key',
  );
}

export function inProgress(): AppError {
  const message = 'The first request with this Idempotency-Key is under way; repeat it shortly.';
  return new AppError('idempotency_in_progress', 409, { message, retryAfterSeconds: 1 });
}

export function otherBody(): AppError {
  const message = 'This Idempotency-Key was used with another body in the last 24 hours.';
  return new AppError('idempotency_conflict', 409, { message });
}

/** The first answer is not stored: it showed a secret, or was lost in a crash. */
export function keyUsed(id: string): AppError {
  const message = `This Idempotency-Key made ${id}; its answer is not kept, because it showed a secret or was never sent.`;
  return new AppError('idempotency_key_used', 409, { message, id });
}
