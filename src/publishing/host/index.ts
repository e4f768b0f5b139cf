export { PostriderModule } from './postrider.module.js';
export type { PostriderAsyncOptions } from './postrider.module.js';
export { PostriderOptionsError } from './postrider-options.js';
export type { PostriderOptions } from './postrider-options.js';
