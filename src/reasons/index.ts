export { ReasonsModule } from './reasons.module.js';
