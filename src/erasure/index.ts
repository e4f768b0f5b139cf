export { ErasureApiModule, ErasureModule } from './erasure.module.js';
export { SignatureDto } from './erasure.dto.js';
export { ErasureRunner } from './erasure-runner.js';
export { Erasures } from './erasures.service.js';
export { logForgotten } from './forgetting-log.js';
export { ReappliedErasures } from './reapplied-erasures.js';
