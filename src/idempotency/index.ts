export { IdempotencyModule } from './idempotency.module.js';
export { markMade } from './held-key.js';
export { parseIdempotencyKey } from './idempotency-key.js';
