export { IdempotencyModule } from './idempotency.module.js';
export { eraseAnswers, markMade } from './idempotency-key.js';
export { parseIdempotencyKey } from './idempotency-key.js';
