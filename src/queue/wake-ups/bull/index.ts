export { createBullWakeUps } from './bull-wake-ups.js';
export { connectRedis } from './redis-clients.js';
