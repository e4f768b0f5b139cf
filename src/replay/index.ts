export { ReplayRunner } from './replay-runner.js';
export { ReplayApiModule, ReplayModule } from './replay.module.js';
