export { adminQuery, databaseUrl } from './admin-query.js';
export { guard, type Guard } from './guard.js';
export { startRedis, type TestRedis } from './start-redis.js';
export {
  createEmptyDatabase,
  createTestDatabase,
  sharedRedisUrl,
  type TestDatabase,
} from './test-database.js';
export { findPgBouncer, startPgBouncer, type TestPgBouncer } from './start-pgbouncer.js';
