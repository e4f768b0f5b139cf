export { guard, type Guard } from './guard.js';
export { startRedis, type TestRedis } from './start-redis.js';
export { createTestDatabase, sharedRedisUrl, type TestDatabase } from './test-database.js';
