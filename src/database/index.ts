export { byteaArray } from './bytea-array.js';
export { HotPool, statement } from './hot-pool.js';
export type { Statement } from './hot-pool.js';
export { migrate } from './migrate.js';
export { waitForDatabase } from './wait-for-database.js';
export { Vault } from './vault/index.js';
export type { DataKey, SealContext, SealedItem } from './vault/index.js';
export { DatabaseModule, QUICK_POOL } from './database.module.js';
export { dataOf, exchangeOf, labelsOf } from './sealed-columns.js';
