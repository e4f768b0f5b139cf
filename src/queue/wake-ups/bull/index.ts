export { connectRedis, createBullWakeUps } from './bull-wake-ups.js';
