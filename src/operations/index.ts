export { OperationsModule } from './operations.module.js';
export { Readiness } from './readiness.js';
