import { invalid } from '../common/index.js';

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** The key of an `Idempotency-Key` header, as it is written; undefined without one, 422 for a malformed one. */
export function parseIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && KEY.test(header)) return header;
  const message = 'The header Idempotency-Key must be 1 to 255 printable ASCII characters.';
  throw invalid(
    [{ pointer: '', code: 'invalid_idempotency_key', message }],
    'invalid_idempotency_key',
  );
}
