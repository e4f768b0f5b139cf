export { networkOf } from './network-of.js';
export { RateLimits } from './rate-limits.service.js';
export { RateLimitsModule } from './rate-limits.module.js';
