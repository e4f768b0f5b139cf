export { EventOrderModule } from './event-order.module.js';
export { EventSequencer } from './event-sequencer.js';
