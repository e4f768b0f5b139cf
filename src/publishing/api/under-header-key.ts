import { AppError, invalid } from '../../common/index.js';
import { parseIdempotencyKey } from '../../idempotency/index.js';
import type { ReadPublish } from './read-publish.js';

/** The body with the key of the header `Idempotency-Key` as its own; refused where it has another. */
export function underHeaderKey(read: ReadPublish, header: string | undefined): ReadPublish {
  const { body } = read;
  if (header === undefined || typeof body !== 'object' || body === null) return read;
  try {
    const key = parseIdempotencyKey(header);
    const { idempotency_key: own = key } = body as { idempotency_key?: unknown };
    if (own === key) return { ...read, body: { ...body, idempotency_key: key } };
    const message = 'differs from the header Idempotency-Key: send one of the two';
    throw invalid([{ pointer: '/idempotency_key', code: 'idempotency_key_mismatch', message }]);
  } catch (error) {
    if (error instanceof AppError) return { error, ...read };
    throw error;
  }
}
