export { createBullWakeUps } from './bull-wake-ups.js';
