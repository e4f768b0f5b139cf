export { ReplayApiModule } from './replay-api.module.js';
export { ReplayModule } from './replay.module.js';
export { ReplayRunner } from './replay-runner.js';
