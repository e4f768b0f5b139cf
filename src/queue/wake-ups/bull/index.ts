export { createBullWakeUps } from './create-bull-wake-ups.js';
