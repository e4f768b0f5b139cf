export { DispatchModule } from './dispatch.module.js';
export { Dispatcher } from './dispatcher.js';
export { WAKE_UPS } from './wake-ups.js';
export type { WakeUps } from './wake-ups.js';
export { WakeUpsModule } from './wake-ups.module.js';
